import {describe, expect, it} from "vitest";
import type {ValidationRow} from "./validate.js";
import {validationSummary} from "./validation-summary.js";

const row = (error: number, covered: boolean, changes: Partial<ValidationRow> = {}): ValidationRow => ({
  split: "model",
  held_out: "x",
  point_id: "p",
  metric: "tpot_p50_ms",
  measured: 1,
  predicted: 1 + error,
  lo: 0,
  hi: 2,
  error,
  covered,
  n_fitted: 9,
  ...changes
});

describe("validationSummary", () => {
  it("takes the size of errors, and holds them to the goal", () => {
    const [summary] = validationSummary([row(-0.03, true), row(0.01, true), row(0.11, false)]);
    expect(summary).toMatchObject({n: 3, error_median: 0.03, error_max: 0.11, coverage: 2 / 3, met: true});
    expect(validationSummary([row(0.03, true), row(-0.13, true)])[0]?.met).toBe(false);
    expect(validationSummary([row(0.05, true), row(-0.05, true)])[0]?.met).toBe(false);
  });

  it("has no goal where none was set, and keeps splits apart", () => {
    const rows = [row(0.5, true, {split: "point"}), row(0.01, true)];
    expect(validationSummary(rows).map(({split, met}) => [split, met])).toEqual([
      ["point", null],
      ["model", true]
    ]);
  });
});
