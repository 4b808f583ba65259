import {expect, test} from "vitest";
import {incompleteBeta, logGamma} from "./incomplete-beta.js";

test("logGamma agrees with scipy.special.gammaln 1.17", () => {
  for (const [x, value] of [
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247],
    [1, 0],
    [2.5, 0.2846828704729192],
    [10, 12.801827480081469],
    [1000.5, 5908.674175848678]
  ] as const)
    expect(logGamma(x)).toBeCloseTo(value, 10);
});

test("incompleteBeta agrees with scipy.special.betainc 1.17", () => {
  for (const [x, a, b, value] of [
    [0.5, 2, 3, 0.6875],
    [0.01, 0.5, 5, 0.24284189089843747],
    [0.99, 30, 2, 0.9616104854047645],
    [0.3, 1000, 2000, 4.0738279160507626e-5],
    [0.5, 50_000, 50_001, 0.5012615631070978]
  ] as const)
    expect(incompleteBeta(x, a, b) / value).toBeCloseTo(1, 9);
  expect(incompleteBeta(0, 2, 3)).toBe(0);
  expect(incompleteBeta(1, 2, 3)).toBe(1);
  expect(() => incompleteBeta(1.5, 1, 1)).toThrow("1.5");
  expect(() => incompleteBeta(0.5, 0, 1)).toThrow("not above 0");
});
