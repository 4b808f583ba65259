import {expect, test} from "vitest";
import {latencyStatistics} from "./latency-statistics.js";

test("latencyStatistics divides the spread by n and interpolates percentiles as R-7 does", () => {
  const {n, mean, std, percentiles} = latencyStatistics(Float64Array.of(4, 1, NaN, 3, 2));
  expect({n, mean, std}).toEqual({n: 4, mean: 2.5, std: Math.sqrt(1.25)});
  expect(percentiles[50]).toBe(2.5);
  expect(percentiles[90]).toBeCloseTo(3.7, 12);
});

test("latencyStatistics gives an interval's end only where n allows it", () => {
  expect(latencyStatistics(Float64Array.of(1, 2, 3)).bounds[99].hi).toBeNull();
  const {bounds} = latencyStatistics(Float64Array.from({length: 1000}, (_, i) => i));
  expect(bounds[50].lo).toBeLessThan(500);
  expect(bounds[50].hi).toBeGreaterThan(500);
  expect(bounds[99].hi).not.toBeNull();
  expect(latencyStatistics(Float64Array.of(1, 2, 3), false).bounds[50]).toEqual({lo: null, hi: null});
});

test("latencyStatistics of nothing is null throughout", () => {
  const {mean, std, percentiles, bounds} = latencyStatistics(new Float64Array());
  expect([mean, std, ...Object.values(percentiles)].every((x) => x === null)).toBe(true);
  expect(bounds[50]).toEqual({lo: null, hi: null});
});
