import {expect, it} from "vitest";
import {realDataset} from "../../loaders/testing/real.js";
import {gapLevels} from "./gap-levels.js";

const data = realDataset();

it("reads the same percentiles from the histogram as the gaps themselves give, within its 1 %", () => {
  const single = gapLevels(data).filter((level) => level.rows.length === 1);
  expect(single.length).toBeGreaterThan(1);
  for (const {rows, percentiles} of single)
    for (const name of ["itl_p50_ms", "itl_p90_ms", "itl_p99_ms"] as const)
      expect(Math.abs(percentiles[name]! / rows[0]![name]! - 1)).toBeLessThan(0.015);
});
