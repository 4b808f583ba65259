import * as fc from "fast-check";
import {expect, test} from "vitest";
import {benjaminiHochberg} from "./benjamini-hochberg.js";

test("benjaminiHochberg agrees with scipy.stats.false_discovery_control 1.17", () => {
  const adjusted = benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.5, 0.2]);
  [0.03, 0.06, 0.06, 0.03, 0.5, 0.24].forEach((p, i) => expect(adjusted[i]).toBeCloseTo(p, 12));
  expect(benjaminiHochberg([])).toEqual([]);
  expect(() => benjaminiHochberg([1.5])).toThrow("1.5");
});

test("adjusting never lowers a p value and keeps the order", () => {
  fc.assert(
    fc.property(fc.array(fc.double({min: 0, max: 1, noNaN: true}), {minLength: 1, maxLength: 30}), (ps) => {
      const adjusted = benjaminiHochberg(ps);
      ps.forEach((p, i) => {
        expect(adjusted[i]).toBeGreaterThanOrEqual(p - 1e-12);
        ps.forEach((q, j) => {
          if (p < q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!);
        });
      });
    })
  );
});
