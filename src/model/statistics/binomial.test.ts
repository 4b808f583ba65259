import {expect, test} from "vitest";
import {binomialCdf, binomialQuantile} from "./binomial.js";

test("binomialCdf agrees with scipy.stats.binom.cdf 1.17", () => {
  for (const [k, n, p, value] of [
    [0, 10, 0.1, 0.34867844009999993],
    [3, 10, 0.5, 0.171875],
    [94, 100, 0.9, 0.9424231135129661],
    [655, 662, 0.99, 0.49276662000115656],
    [5, 1000, 0.01, 0.0661395116072514],
    [50_123, 100_000, 0.5, 0.7826229625844192],
    [1, 662, 0.01, 0.009913985645459311],
    [2, 5, 0, 1]
  ] as const)
    expect(binomialCdf(k, n, p) / value).toBeCloseTo(1, 8);
  expect(binomialCdf(-1, 5, 0.5)).toBe(0);
  expect(binomialCdf(5, 5, 0.5)).toBe(1);
  expect(() => binomialCdf(1, 2.5, 0.5)).toThrow("2.5");
  expect(() => binomialCdf(1, 2, 1.5)).toThrow("1.5");
});

test("binomialQuantile agrees with scipy.stats.binom.ppf 1.17", () => {
  for (const [q, n, p, value] of [
    [0.025, 100, 0.5, 40],
    [0.975, 100, 0.5, 60],
    [0.025, 384, 0.99, 376],
    [0.975, 384, 0.9, 357],
    [0.5, 7, 0.3, 2]
  ] as const)
    expect(binomialQuantile(q, n, p)).toBe(value);
});
