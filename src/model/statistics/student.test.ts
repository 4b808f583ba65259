import {expect, test} from "vitest";
import {studentCdf, studentQuantile} from "./student.js";

test("studentCdf agrees with scipy.stats.t.cdf 1.17", () => {
  for (const [t, df, p] of [
    [1, 1, 0.75],
    [2.776, 4, 0.9749886108400118],
    [-1.5, 7, 0.088649243494985],
    [0, 3, 0.5],
    [10, 30, 0.9999999999771237],
    [0.1, 200.5, 0.5397778785650108]
  ] as const)
    expect(studentCdf(t, df)).toBeCloseTo(p, 11);
  expect(studentCdf(Number.POSITIVE_INFINITY, 3)).toBe(1);
  expect(() => studentCdf(1, 0)).toThrow("not above 0: 0");
});

test("studentQuantile agrees with scipy.stats.t.ppf 1.17 and the printed tables (12.706, 2.776, 2.306)", () => {
  for (const [p, df, t] of [
    [0.975, 1, 12.706204736174694],
    [0.975, 4, 2.7764451051977934],
    [0.975, 8, 2.306004135204166],
    [0.95, 30, 1.697260886593957],
    [0.01, 2.5, -5.353111173030874],
    [0.995, 120, 2.6174211451068654]
  ] as const)
    expect(studentQuantile(p, df) / t).toBeCloseTo(1, 9);
  expect(studentQuantile(0.5, 3)).toBe(0);
  expect(() => studentQuantile(1, 3)).toThrow("not in (0, 1): 1");
});
