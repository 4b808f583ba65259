import {describe, expect, it} from "vitest";
import {h100Runs} from "./fixtures/runs.js";
import {validate} from "./validate.js";

const dataset = h100Runs();
const small = {
  ...dataset,
  points: dataset.points.filter(({point}) => /-c(1|4|16)$/.test(point) && point.startsWith("i2048"))
};

describe("validate", () => {
  it("predicts what was left out, by fits that never saw it", () => {
    const shares: number[] = [];
    const rows = validate(small, (share) => shares.push(share));
    const splits = new Set(rows.map(({split}) => split));
    expect(splits).toEqual(new Set(["point", "model"])); // one workload, one GPU, one precision, nothing at 64 streams
    expect(rows.every(({n_fitted: n}) => n < small.points.length)).toBe(true);
    // A point's repeat is left out with it: c1 was measured twice on one server.
    expect(
      rows.find(({split, point_id: id}) => split === "point" && id.endsWith("h100-bf16/i2048-o512-c1#2"))?.n_fitted
    ).toBe(small.points.length - 2);
    expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
    for (const row of rows) {
      expect(row.error).toBeCloseTo(row.predicted / row.measured - 1, 12);
      expect(row.covered).toBe(row.lo <= row.measured && row.measured <= row.hi);
    }
    const tpot = rows.filter(({metric}) => metric === "tpot_p50_ms");
    expect(tpot.every(({error}) => Math.abs(error) < 0.08)).toBe(true);
  });

  it("has no rows where there is nothing to fit on", () => {
    expect(validate({...dataset, points: dataset.points.slice(0, 2)})).toEqual([]);
    expect(validate({...dataset, points: []})).toEqual([]);
  });
});
