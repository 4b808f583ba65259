import {expect, test} from "vitest";
import {normalQuantile} from "./normal.js";

test("normalQuantile agrees with scipy.stats.norm.ppf 1.17", () => {
  for (const [p, z] of [
    [0.5, 0],
    [0.9, 1.2815515655446004],
    [0.975, 1.959963984540054],
    [0.995, 2.5758293035489004],
    [1e-10, -6.361340902404056],
    [1e-14, -7.6506280929352695],
    [0.3, -0.5244005127080409]
  ] as const)
    expect(normalQuantile(p)).toBeCloseTo(z, 12);
  expect(() => normalQuantile(0)).toThrow("not in (0, 1): 0");
});
