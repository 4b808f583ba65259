import {expect, test} from "vitest";
import {noncentralTCdf} from "./noncentral-t.js";
import {normalCdf} from "./normal.js";
import {differencePower, equivalencePower, leastRepeats} from "./power.js";
import {random} from "./random.js";
import {normalQuantile} from "./normal.js";
import {logDifference} from "./log-difference.js";

test("normalCdf agrees with scipy.stats.norm.cdf 1.17, and with normalQuantile", () => {
  for (const [z, p] of [
    [-6, 9.865876450376946e-10],
    [-2, 0.022750131948179195],
    [-0.5, 0.3085375387259869],
    [0, 0.5],
    [2.5, 0.9937903346742238]
  ] as const)
    expect(normalCdf(z)).toBeCloseTo(p, 13);
  expect(normalCdf(-8) / 6.220960574271785e-16).toBeCloseTo(1, 9);
  for (const p of [1e-12, 0.01, 0.4, 0.999]) expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 12);
});

test("noncentralTCdf agrees with scipy.stats.nct.cdf 1.17", () => {
  for (const [t, df, delta, p] of [
    [2, 8, 1, 0.7998791407863383],
    [2.306, 8, 5.27, 0.004537568973623832],
    [1.86, 8, 2.1, 0.3923586984387748],
    [1, 3, 0, 0.8044988905221148],
    [3, 2.5, 4, 0.2096450076919213]
  ] as const)
    expect(noncentralTCdf(t, df, delta)).toBeCloseTo(p, 10);
});

test("differencePower agrees with statsmodels TTestIndPower.power 0.14", () => {
  for (const [effect, n, power] of [
    [5 / 1.5, 5, 0.9954675644000979],
    [2 / 1.5, 5, 0.45818344164809355],
    [1, 2, 0.09520175549788396],
    [0.5, 40, 0.5981469011410997]
  ] as const)
    expect(differencePower(effect, 1, n)).toBeCloseTo(power, 8);
});

test("leastRepeats rounds up what TTestIndPower.solve_power gives", () => {
  const repeats = (effect: number, wanted: number): number | null =>
    leastRepeats((n) => differencePower(effect, 1, n), wanted);
  expect(repeats(5 / 1.5, 0.8)).toBe(3); // 2.78
  expect(repeats(3 / 1.5, 0.8)).toBe(6); // 5.09
  expect(repeats(1 / 1.5, 0.8)).toBe(37); // 36.31
  expect(repeats(2 / 1.5, 0.9)).toBe(13); // 12.86
  expect(repeats(0.01, 0.8)).toBeNull();
});

test("equivalencePower is what simulated pairs show", () => {
  const next = random(12);
  const normal = (): number => normalQuantile(next() || 0.5);
  const [sd, margin, n, pairs] = [0.015, 0.03, 6, 2000];
  const side = (): number[] => Array.from({length: n}, () => Math.exp(sd * normal()));
  let shown = 0;
  for (let i = 0; i < pairs; i++) {
    const found = logDifference(side(), side());
    if (Math.max(found.above(-margin)!, found.below(margin)!) <= 0.05) shown++;
  }
  expect(Math.abs(shown / pairs - equivalencePower(0, margin, sd, n))).toBeLessThan(0.04);
});
