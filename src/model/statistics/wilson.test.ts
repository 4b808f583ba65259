import {expect, test} from "vitest";
import {wilson} from "./wilson.js";

test("wilson agrees with scipy.stats.binomtest(k, n).proportion_ci(method='wilson') 1.17", () => {
  for (const [k, n, lo, hi] of [
    [0, 10, 0, 0.27753279986288926],
    [5, 10, 0.236593090512564, 0.7634069094874361],
    [95, 100, 0.8882495307680809, 0.978456320845632],
    [384, 384, 0.990095285758323, 1],
    [380, 384, 0.973526387281403, 0.995941913356955]
  ] as const) {
    expect(wilson(k, n).lo).toBeCloseTo(lo, 10);
    expect(wilson(k, n).hi).toBeCloseTo(hi, 10);
  }
});

test("no requests bound nothing, and impossible counts are refused", () => {
  expect(wilson(0, 0)).toEqual({lo: 0, hi: 1});
  expect(() => wilson(3, 2)).toThrow("3 of 2");
  expect(() => wilson(1, 2, 95)).toThrow("95");
});
