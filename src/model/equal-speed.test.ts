import {assert, double, property} from "fast-check";
import {expect, test} from "vitest";
import {atEqualSpeed, type LoadLevel} from "./equal-speed.js";

/** A server whose token time grows with the load, slowly at first: a + b c + d c^2 ms, the first token after one more such time. */
const server =
  (a: number, b: number, d: number) =>
  (concurrency: number): LoadLevel => {
    const tpot_ms = a + b * concurrency + d * concurrency ** 2;
    return {concurrency, tpot_ms, output_tokens_per_s: (1000 * concurrency) / (tpot_ms * 1.1)};
  };

test("law: the true throughput lies between the ends, whatever the curve", () => {
  assert(
    property(
      double({min: 1, max: 20, noNaN: true}),
      double({min: 0.001, max: 0.2, noNaN: true}),
      double({min: 0, max: 0.001, noNaN: true}),
      double({min: 16.5, max: 63.5, noNaN: true}),
      (a, b, d, streams) => {
        const at = server(a, b, d);
        const seen = atEqualSpeed([at(64), at(1), at(4), at(16)], at(streams).tpot_ms)!;
        const truth = at(streams).output_tokens_per_s;
        expect(seen.lo).toBeLessThanOrEqual(truth * (1 + 1e-6));
        expect(seen.hi).toBeGreaterThanOrEqual(truth * (1 - 1e-6));
      }
    )
  );
});

test("nothing is read beyond the measured loads", () => {
  const at = server(5, 0.05, 0);
  expect(atEqualSpeed([at(1), at(16)], 4)).toBeNull();
  expect(atEqualSpeed([at(1), at(16)], 9)).toBeNull();
});

test("of two levels alone the ends are wide, and hold the truth", () => {
  const at = server(5, 0.05, 0.001);
  const seen = atEqualSpeed([at(4), at(16)], at(8).tpot_ms)!;
  expect(seen.hi).toBeCloseTo(16 / (4 / at(4).output_tokens_per_s), 9);
  expect(seen.lo).toBeLessThan(at(8).output_tokens_per_s);
});
