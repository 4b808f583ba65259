import {noncentralTCdf} from "./noncentral-t.js";
import {studentQuantile} from "./student.js";

/**
 * Chance that the two-sided t test at level `alpha` finds a true difference of `difference` on the scale of logarithms, with `n`
 * repeats a side that spread by `sd`. Exact, by the noncentral t with 2 (n - 1) degrees of freedom; statsmodels' TTestIndPower.
 */
export function differencePower(difference: number, sd: number, n: number, alpha = 0.05): number {
  const df = 2 * (n - 1);
  const delta = Math.abs(difference) / (sd * Math.sqrt(2 / n));
  const critical = studentQuantile(1 - alpha / 2, df);
  return 1 - noncentralTCdf(critical, df, delta) + noncentralTCdf(-critical, df, delta);
}

/**
 * Chance, at least, that two one-sided tests at level `alpha` show that a true difference lies within `margin` (both on the
 * scale of logarithms). It is the bound P1 + P2 - 1 of the two tests, which is close where that chance is worth having.
 */
export function equivalencePower(difference: number, margin: number, sd: number, n: number, alpha = 0.05): number {
  const df = 2 * (n - 1);
  const error = sd * Math.sqrt(2 / n);
  const critical = studentQuantile(1 - alpha, df);
  const one = (distance: number): number => 1 - noncentralTCdf(critical, df, distance / error);
  return Math.max(0, one(margin - difference) + one(margin + difference) - 1);
}

/** Most repeats that a plan asks for: whoever needs more should look for another load or another machine. */
const mostRepeats = 1000;

/** Least number of repeats a side, from 2, whose `power` reaches the one wanted; null above `mostRepeats`. */
export function leastRepeats(power: (n: number) => number, wanted = 0.8): number | null {
  let [low, high] = [1, 2];
  while (power(high) < wanted) {
    if (high >= mostRepeats) return null;
    [low, high] = [high, Math.min(mostRepeats, 2 * high)];
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (power(middle) < wanted) low = middle;
    else high = middle;
  }
  return high;
}
