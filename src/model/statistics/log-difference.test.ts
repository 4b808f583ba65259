import * as fc from "fast-check";
import {describe, expect, test} from "vitest";
import {logDifference} from "./log-difference.js";
import {normalQuantile} from "./normal.js";
import {random} from "./random.js";

const a = [100, 101.5, 99.2, 100.8, 98.9];
const b = [105.1, 104, 106.2, 103.7, 105.5];

describe("from two values a side: Welch's t on logarithms", () => {
  const found = logDifference(a, b);

  test("intervals agree with scipy.stats.ttest_ind(equal_var=False) 1.17", () => {
    expect(found.method).toBe("welch");
    expect(found.interval(0.95)!.lo).toBeCloseTo(0.03187177869951081, 10);
    expect(found.interval(0.95)!.hi).toBeCloseTo(0.06221852568329927, 10);
    expect(found.interval(0.9)!.lo).toBeCloseTo(0.034813505104915335, 10);
  });

  test("one-sided p values agree with scipy and with statsmodels' ttost_ind 0.14", () => {
    expect(found.above(Math.log(1.03))).toBeCloseTo(0.014474977523933537, 10);
    expect(found.below(Math.log(1.08))).toBeCloseTo(0.0009521918994979918, 10);
    expect(found.above(Math.log(1 / 1.08))).toBeCloseTo(3.510199990280943e-8, 12);
    expect(2 * found.above(0)!).toBeCloseTo(9.98447389876988e-5, 10);
  });

  test("by hand: two against two", () => {
    // Logs 0, 0.02 and 0.1, 0.12: difference 0.1, variance of each 0.0002, error sqrt(0.0002), df 2.
    const two = logDifference([1, Math.exp(0.02)], [Math.exp(0.1), Math.exp(0.12)]);
    expect(two.difference).toBeCloseTo(0.1, 12);
    expect(two.interval(0.95)!.hi - 0.1).toBeCloseTo(4.302652729911275 * Math.sqrt(0.0002), 9);
  });
});

test("one value a side, or copies, cannot be tested; what is no rate or time is refused", () => {
  for (const found of [logDifference([1], [2]), logDifference([1], b), logDifference([3, 3], [4, 4])]) {
    expect(found.method).toBe("none");
    expect([found.interval(0.95), found.above(0), found.below(0)]).toEqual([null, null, null]);
  }
  expect(() => logDifference([0], [1])).toThrow("not above 0: 0");
  expect(() => logDifference([], [1])).toThrow("no runs");
});

test("exchanging the sides turns the interval round, and a unit cancels", () => {
  const runs = fc.array(fc.double({min: 0.5, max: 2, noNaN: true}), {minLength: 2, maxLength: 8});
  fc.assert(
    fc.property(runs, runs, fc.double({min: -0.2, max: 0.2, noNaN: true}), (x, y, limit) => {
      const [xy, yx] = [logDifference(x, y), logDifference(y, x)];
      if (xy.method === "none") return;
      expect(xy.interval(0.95)!.lo).toBeCloseTo(-yx.interval(0.95)!.hi, 9);
      expect(xy.above(limit)).toBeCloseTo(yx.below(-limit)!, 9);
      expect(xy.above(limit)! + xy.below(limit)!).toBeCloseTo(1, 9);
      const scaled = logDifference(
        x.map((v) => 1000 * v),
        y.map((v) => 1000 * v)
      );
      expect(scaled.difference).toBeCloseTo(xy.difference, 9);
    })
  );
});

test("a spread between starts widens the interval and leaves the estimate", () => {
  const [alone, with2] = [logDifference(a, b), logDifference(a, b, {startSpread: 0.02})];
  expect(with2.difference).toBe(alone.difference);
  expect(with2.interval(0.95)!.lo).toBeLessThan(alone.interval(0.95)!.lo - 0.02);
});

test("from ten a side the bootstrap covers as it says, on skewed spread too", () => {
  const next = random(5);
  const pairs = 300;
  let covered = 0;
  // Exponential on top of a base: far from log-normal, as a run with an occasional hiccup is.
  const side = (): number[] => Array.from({length: 12}, () => 100 - 2 * Math.log(1 - next()));
  const normal = (): number[] => Array.from({length: 12}, () => Math.exp(0.015 * normalQuantile(next() || 0.5)));
  for (let i = 0; i < pairs; i++) {
    const found =
      i % 2 === 0 ? logDifference(side(), side(), {draws: 500}) : logDifference(normal(), normal(), {draws: 500});
    expect(found.method).toBe("bootstrap");
    const {lo, hi} = found.interval(0.95)!;
    if (lo <= 0 && hi >= 0) covered++;
    if (i === 0) expect(found.above(lo)).toBeCloseTo(0.025, 2); // interval and test are of one piece
  }
  expect(covered / pairs).toBeGreaterThan(0.91);
});

test("the same seed gives the same bootstrap", () => {
  const many = Array.from({length: 10}, (_, i) => 100 + i);
  const other = many.map((v) => v * 1.02);
  expect(logDifference(many, other).interval(0.95)).toEqual(logDifference(many, other).interval(0.95));
});
