import {expect, test} from "vitest";
import {betweenRuns, clusterBootstrap} from "./between-runs.js";

test("one run gives no interval, two to four give their range and no interval", () => {
  expect(betweenRuns([7])).toEqual({n: 1, method: "none", mean: 7, min: 7, max: 7, lo: null, hi: null});
  const four = betweenRuns([8, 2, 4, 4]);
  expect(four).toMatchObject({n: 4, method: "range", min: 2, max: 8, lo: null, hi: null});
  expect(four.mean).toBeCloseTo(4, 12);
});

test("five to nine runs give Student's t on logarithms (numpy and scipy.stats.t 1.17)", () => {
  const five = betweenRuns([101, 99, 103, 98, 105]);
  expect(five.method).toBe("t-log");
  expect(five.mean).toBeCloseTo(101.16768997, 7);
  expect(five.lo).toBeCloseTo(97.68256158, 7);
  expect(five.hi).toBeCloseTo(104.77716113, 7);
});

test("from ten runs: a seeded percentile bootstrap near scipy.stats.bootstrap's of 200,000 draws, 98.98 to 101.97", () => {
  const runs = [100, 104, 98, 101, 103, 99, 97, 105, 102, 100, 101, 96];
  const many = betweenRuns(runs);
  expect(many.method).toBe("bootstrap");
  expect(Math.abs(many.lo! - 98.979)).toBeLessThan(0.15);
  expect(Math.abs(many.hi! - 101.968)).toBeLessThan(0.15);
  expect(betweenRuns(runs)).toEqual(many);
  expect(betweenRuns(runs, 2).lo).not.toBe(many.lo);
});

test("a change of unit scales mean and interval", () => {
  const runs = [101, 99, 103, 98, 105, 100];
  const scaled = betweenRuns(runs.map((v) => v / 1000));
  expect(scaled.lo! * 1000).toBeCloseTo(betweenRuns(runs).lo!, 9);
});

test("clusters keep their members together", () => {
  const interval = clusterBootstrap(
    [
      [1, 1, 1],
      [5, 5, 5]
    ],
    (sample) => Math.max(...sample.flat()),
    {draws: 200}
  );
  expect(interval).toEqual({lo: 1, hi: 5});
});

test("no runs and values that have no logarithm are refused", () => {
  expect(() => betweenRuns([])).toThrow("no runs");
  expect(() => betweenRuns([1, 0])).toThrow("not above 0: 0");
});
