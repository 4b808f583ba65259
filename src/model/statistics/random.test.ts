import {expect, test} from "vitest";
import {random} from "./random.js";

test("random gives sfc32's own sequence (an independent Python transcription of PractRand's definition)", () => {
  const first = (seed: number, n: number): number[] => {
    const next = random(seed);
    return Array.from({length: n}, () => next() * 2 ** 32);
  };
  expect(first(1, 3)).toEqual([441792574, 614447336, 1644328534]);
  expect(first(20261124, 3)).toEqual([104868856, 3496813241, 2900116738]);
  expect(first(2 ** 33 + 5, 2)).toEqual([3895720127, 943244370]);
});

test("it is even over [0, 1): mean 1/2 and variance 1/12 within four standard errors", () => {
  const next = random(7);
  const n = 100_000;
  const values = Array.from({length: n}, next);
  const mean = values.reduce((a, b) => a + b) / n;
  expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / n));
  expect(Math.abs(values.reduce((a, b) => a + (b - 0.5) ** 2, 0) / n - 1 / 12)).toBeLessThan(
    4 * Math.sqrt(1 / 180 / n)
  );
  expect(Math.min(...values.slice(0, 1000))).toBeGreaterThanOrEqual(0);
  expect(() => random(0.5)).toThrow("0.5");
});
