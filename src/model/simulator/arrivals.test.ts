import {describe, expect, it} from "vitest";
import {random} from "../statistics/random.js";
import {gammaArrivals} from "./arrivals.js";

describe("gammaArrivals", () => {
  it.each([0.5, 1, 4])("has the mean and the variance of burstiness %d", (burstiness) => {
    const n = 40_000;
    const at = gammaArrivals(10, burstiness, n, random(3));
    const gaps = Array.from(at.subarray(1), (ms, i) => ms - (at[i] as number));
    const mean = gaps.reduce((a, b) => a + b) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    expect(at[0]).toBe(0);
    expect(mean).toBeGreaterThan(98);
    expect(mean).toBeLessThan(102);
    expect(Math.abs((variance * burstiness) / mean ** 2 - 1)).toBeLessThan(0.06);
  });
});
