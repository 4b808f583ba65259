import type {LogDifference} from "../statistics/log-difference.js";
import {differencePower, equivalencePower, leastRepeats} from "../statistics/power.js";

/**
 * Repeats a side with which an undecided comparison would be decided with a chance of 80 %, were the difference what it looks
 * like now: shown when it reaches the margin, else shown to lie within. Never fewer than there are, plus one. Null without a spread.
 */
export function repeatsNeeded({difference, n_a, n_b}: LogDifference, limit: number, sd: number | null): number | null {
  if (sd === null) return null;
  const power =
    Math.abs(difference) >= limit
      ? (n: number) => differencePower(difference, sd, n)
      : (n: number) => equivalencePower(difference, limit, sd, n);
  const needed = leastRepeats(power);
  return needed === null ? null : Math.max(needed, Math.min(n_a, n_b) + 1);
}
