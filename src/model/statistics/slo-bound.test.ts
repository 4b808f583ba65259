import * as fc from "fast-check";
import {expect, test} from "vitest";
import {sloBound, sloOutcome} from "./slo-bound.js";

test("bounds agree with scipy.stats.binomtest one-sided exact intervals 1.17", () => {
  for (const [met, n, lo, hi] of [
    [299, 299, 0.990030853207042, 1],
    [298, 299, 0.9842332168723834, 0.9998284652340756],
    [380, 384, 0.9763223148819371, 0.9964342786675185],
    [0, 20, 0, 0.1391083406683753],
    [10, 20, 0.3019539112864617, 0.6980460887135383]
  ] as const) {
    const bound = sloBound(met, n, 0.99);
    expect(bound.lo).toBeCloseTo(lo, 9);
    expect(bound.hi).toBeCloseTo(hi, 9);
  }
});

test("P99 passes from 299 requests in time on; a late one more leaves it open; half late fails", () => {
  expect(sloBound(299, 299, 0.99).outcome).toBe("pass");
  expect(sloBound(298, 298, 0.99).outcome).toBe("undecided");
  expect(sloBound(298, 299, 0.99).outcome).toBe("undecided");
  expect(sloBound(150, 299, 0.99).outcome).toBe("fail");
  expect(sloBound(0, 0, 0.99)).toMatchObject({share: null, lo: 0, hi: 1, outcome: "undecided"});
  expect(() => sloBound(1, 1, 99)).toThrow("99");
});

test("the share lies inside its bounds, and one more request in time never lowers them", () => {
  fc.assert(
    fc.property(fc.integer({min: 1, max: 300}), fc.integer({min: 0, max: 300}), (n, k) => {
      const met = k % n;
      const [less, more] = [sloBound(met, n, 0.9), sloBound(met + 1, n, 0.9)];
      expect(less.lo).toBeLessThanOrEqual(less.share! + 1e-12);
      expect(less.hi).toBeGreaterThanOrEqual(less.share! - 1e-12);
      expect(more.lo).toBeGreaterThanOrEqual(less.lo);
      expect(more.hi).toBeGreaterThanOrEqual(less.hi);
    }),
    {numRuns: 50}
  );
});

test("the outcome alone is that of the bounds", () => {
  fc.assert(
    fc.property(fc.integer({min: 1, max: 700}), fc.nat(), fc.constantFrom(0.5, 0.9, 0.95, 0.99), (n, k, target) => {
      // Mostly near the target, where outcomes change.
      const met = Math.max(0, Math.min(n, Math.round(n * target) + (k % 31) - 15));
      expect(sloOutcome(met, n, target)).toBe(sloBound(met, n, target).outcome);
    }),
    {numRuns: 200}
  );
  expect(sloOutcome(0, 0, 0.9)).toBe("undecided");
});
