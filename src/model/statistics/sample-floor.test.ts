import {expect, test} from "vitest";
import {binomialCdf} from "./binomial.js";
import {sampleFloor} from "./sample-floor.js";

test("sampleFloor is 11, 64, 130 and 662 for p50, p90, p95 and p99", () => {
  expect([0.5, 0.9, 0.95, 0.99].map(sampleFloor)).toEqual([11, 64, 130, 662]);
});

test("it is the least n whose second largest value is a 99 % upper bound", () => {
  for (const p of [0.3, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999]) {
    const n = sampleFloor(p);
    expect(binomialCdf(1, n, 1 - p)).toBeLessThanOrEqual(0.01);
    expect(binomialCdf(1, n - 1, 1 - p)).toBeGreaterThan(0.01);
  }
  expect(() => sampleFloor(1)).toThrow("not in (0, 1): 1");
});
