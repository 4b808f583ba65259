import {expect, test} from "vitest";
import {orderBounds} from "./order-bounds.js";

const ranks = (n: number): number[] => Array.from({length: n}, (_, i) => i + 1);

test("orderBounds takes the ranks that exact binomial tails give (scipy 1.17; n = 100, p50 is the textbook's 40 and 61)", () => {
  for (const [n, p, lo, hi] of [
    [5, 0.5, null, null],
    [6, 0.5, 1, 6],
    [10, 0.5, 2, 9],
    [20, 0.5, 6, 15],
    [100, 0.5, 40, 61],
    [40, 0.9, 32, 40],
    [384, 0.9, 334, 358],
    [384, 0.99, 376, 384],
    [662, 0.99, 650, 661],
    [1000, 0.99, 983, 997]
  ] as const)
    expect(orderBounds(ranks(n), p), `n ${n}, p ${p}`).toEqual({lo, hi});
});

test("an end that so few values cannot bound is null, never the extreme", () => {
  expect(orderBounds(ranks(40), 0.99).hi).toBeNull();
  expect(orderBounds([], 0.5)).toEqual({lo: null, hi: null});
});

test("a higher confidence widens, and impossible options are refused", () => {
  expect(orderBounds(ranks(100), 0.5, 0.99)).toEqual({lo: 37, hi: 64});
  expect(() => orderBounds(ranks(9), 1)).toThrow("not in (0, 1): 1");
  expect(() => orderBounds(ranks(9), 0.5, 95)).toThrow("95");
});
