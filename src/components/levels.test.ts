import {expect, it} from "vitest";
import {realDataset} from "../../loaders/testing/real.js";
import {levelSpread} from "./levels.js";
import {articleCurves} from "./workload.js";

const levels = articleCurves(realDataset()).flatMap((curve) => curve.levels);
const values = (rows: readonly {tpot_p50_ms: number | null}[]): number[] => rows.map((row) => row.tpot_p50_ms!);

it("takes the within-run interval of a single run for the whisker", () => {
  const single = levels.filter((level) => level.rows.length === 1);
  expect(single.length).toBeGreaterThan(0);
  for (const level of single) {
    const [row] = level.rows;
    expect(levelSpread(level, "tpot_p50_ms")).toEqual({
      value: row!.tpot_p50_ms,
      lo: row!.tpot_p50_ms_lo,
      hi: row!.tpot_p50_ms_hi,
      n_runs: 1
    });
  }
});

it("takes the least and the greatest of two to four repeats", () => {
  const few = levels.filter((level) => level.rows.length > 1 && level.rows.length < 5);
  expect(few.length).toBeGreaterThan(0);
  for (const level of few) {
    const {lo, hi, n_runs} = levelSpread(level, "tpot_p50_ms");
    expect([lo, hi, n_runs]).toEqual([
      Math.min(...values(level.rows)),
      Math.max(...values(level.rows)),
      level.rows.length
    ]);
  }
});

it("takes the interval of the mean of five repeats and more, which lies about it", () => {
  const [level] = levels.filter((each) => each.rows.length > 1);
  const rows = [...level!.rows, ...level!.rows, ...level!.rows].slice(0, 6);
  const {value, lo, hi} = levelSpread({concurrency: level!.concurrency, rows}, "tpot_p50_ms");
  expect(lo!).toBeLessThan(value!);
  expect(hi!).toBeGreaterThan(value!);
});
