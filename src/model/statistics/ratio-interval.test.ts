import * as fc from "fast-check";
import {expect, test} from "vitest";
import {ratioInterval} from "./ratio-interval.js";

test("from five runs a side: Welch's t on logarithms (scipy.stats.ttest_ind, equal_var=False, 1.17)", () => {
  const ratio = ratioInterval([101, 99, 103, 98, 105], [91, 95, 93, 90, 96, 92], 0.05);
  expect(ratio.method).toBe("welch");
  expect(ratio.ratio).toBeCloseTo(1.090059608875032, 10);
  expect(ratio.lo).toBeCloseTo(1.050176267233319, 9);
  expect(ratio.hi).toBeCloseTo(1.1314576304710926, 9);
  expect(ratio.p).toBeCloseTo(0.00067373813204311, 10);
});

test("single runs get the stated spread on both sides; a wider range of the runs wins", () => {
  const single = ratioInterval([48], [42], 0.05);
  expect(single).toMatchObject({method: "spread", p: null, n_runs: 1});
  expect(single.lo).toBeCloseTo(48 / 42 / 1.05, 12);
  expect(single.hi).toBeCloseTo((48 / 42) * 1.05, 12);
  expect(ratioInterval([10, 20], [10], 0.05)).toMatchObject({lo: 1, hi: 2});
});

test("exchanging the sides inverts the interval, and a unit cancels", () => {
  const runs = fc.array(fc.double({min: 0.1, max: 1e4, noNaN: true}), {minLength: 1, maxLength: 8});
  fc.assert(
    fc.property(runs, runs, (a, b) => {
      const [ab, ba] = [ratioInterval(a, b, 0.05), ratioInterval(b, a, 0.05)];
      expect(ab.lo * ba.hi).toBeCloseTo(1, 6);
      expect(ab.lo).toBeLessThanOrEqual(ab.ratio * (1 + 1e-12));
      const scaled = ratioInterval(
        a.map((v) => v * 1000),
        b.map((v) => v * 1000),
        0.05
      );
      expect(scaled.ratio / ab.ratio).toBeCloseTo(1, 9);
    })
  );
});

test("no runs, impossible values and a negative spread are refused", () => {
  expect(() => ratioInterval([], [1], 0.05)).toThrow("no runs");
  expect(() => ratioInterval([0], [1], 0.05)).toThrow("not above 0: 0");
  expect(() => ratioInterval([1], [1], -1)).toThrow("-1");
});
