import {expect, it} from "vitest";
import {array, assert, double, property} from "fast-check";
import {histogramQuantile} from "./histogram-quantile.js";

const gamma = 1.02;
const bin = (value: number): {gt_ms: number; le_ms: number; n: number} => {
  const k = Math.ceil(Math.log(value) / Math.log(gamma));
  return {gt_ms: gamma ** (k - 1), le_ms: gamma ** k, n: 1};
};

it("is within 1 % of the value of that rank, however the bins are ordered or split", () => {
  assert(
    property(
      array(double({min: 0.01, max: 1e5, noNaN: true}), {minLength: 1, maxLength: 200}),
      double({min: 0.001, max: 1, noNaN: true}),
      (values, p) => {
        const sorted = values.toSorted((a, b) => a - b);
        const exact = sorted[Math.ceil(values.length * p - 1e-9) - 1]!;
        expect(Math.abs(histogramQuantile(values.map(bin), p) / exact - 1)).toBeLessThan(0.0101);
      }
    )
  );
});

it("refuses no values and no share", () => {
  expect(() => histogramQuantile([], 0.5)).toThrow(RangeError);
  expect(() => histogramQuantile([bin(1)], 0)).toThrow(RangeError);
});
