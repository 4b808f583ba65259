import {expect, test} from "vitest";
import {arrivals} from "./arrivals.js";

const gaps = (times: Float64Array): number[] => Array.from(times, (time, i) => time - (i === 0 ? 0 : times[i - 1]!));
const cv = (values: number[]): number => {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) / mean;
};

test("an infinite rate sends all at once", () => {
  expect([...arrivals(3, Number.POSITIVE_INFINITY, 1, 1)]).toEqual([0, 0, 0]);
});

test("the last request comes at n / rate, so the delivered rate is the asked one", () => {
  const times = arrivals(500, 4, 0.7, 9);
  expect(times[499]).toBeCloseTo(125_000, 6);
  expect(gaps(times).every((gap) => gap > 0)).toBe(true);
});

test.each([
  [1, 1],
  [4, 0.5],
  [0.25, 2]
])("gaps of shape %d vary by a coefficient of %d: 1 / sqrt(shape)", (shape, expected) => {
  expect(cv(gaps(arrivals(20_000, 10, shape, 3)))).toBeCloseTo(expected, 1);
});

test("the seed decides", () => {
  expect(arrivals(10, 1, 1, 5)).toEqual(arrivals(10, 1, 1, 5));
  expect(arrivals(10, 1, 1, 5)).not.toEqual(arrivals(10, 1, 1, 6));
});
