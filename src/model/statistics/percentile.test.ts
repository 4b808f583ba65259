import * as fc from "fast-check";
import {expect, test} from "vitest";
import {percentile} from "./percentile.js";

const ascending = fc
  .array(fc.double({min: -1e6, max: 1e6, noNaN: true}), {minLength: 1, maxLength: 50})
  // Below 1e-300 a product is rounded to multiples of the least number, and no unit can be changed exactly.
  .map((values) => values.map((v) => (Math.abs(v) < 1e-290 ? 0 : v)).sort((a, b) => a - b));

test("percentile(sorted, p) uses the R-7 method", () => {
  const even = [3, 6, 7, 8, 8, 10, 13, 15, 16, 20]; // values of numpy.percentile, 2.x
  expect(percentile(even, 0)).toBe(3);
  expect(percentile(even, 0.25)).toBe(7.25);
  expect(percentile(even, 0.5)).toBe(9);
  expect(percentile(even, 0.75)).toBe(14.5);
  expect(percentile(even, 0.9)).toBeCloseTo(16.4, 12);
  expect(percentile(even, 0.99)).toBeCloseTo(19.64, 12);
  expect(percentile(even, 1)).toBe(20);
  expect(percentile([42], 0.99)).toBe(42);
  expect(percentile(Float64Array.of(1, 2), 0.5)).toBe(1.5);
});

test("a percentile lies between the extremes, grows with p, and follows a change of unit", () => {
  fc.assert(
    fc.property(
      ascending,
      fc.double({min: 0, max: 1, noNaN: true}),
      fc.double({min: 0, max: 1, noNaN: true}),
      (x, p, q) => {
        const value = percentile(x, p);
        expect(value).toBeGreaterThanOrEqual(x[0]!);
        expect(value).toBeLessThanOrEqual(x.at(-1)! + 1e-9);
        const [less, more] = p < q ? [p, q] : [q, p];
        expect(percentile(x, less)).toBeLessThanOrEqual(percentile(x, more) + 1e-9);
        // A power of two scales exactly, but for numbers so small that they lose digits.
        const scaled = percentile(
          x.map((v) => v * 1024),
          p
        );
        expect(Math.abs(scaled - value * 1024)).toBeLessThanOrEqual(1e-300);
      }
    )
  );
});

test("no values and impossible shares are refused with the value", () => {
  expect(() => percentile([], 0.5)).toThrow("no values");
  expect(() => percentile([1], 99)).toThrow("not in [0, 1]: 99");
  expect(() => percentile([1], Number.NaN)).toThrow("NaN");
});
