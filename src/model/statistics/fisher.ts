import {logGamma} from "./incomplete-beta.js";

/**
 * One-sided exact p value of "B fails no more often than A", from failures among requests of both: the chance of as many
 * failures on B, or more, when all failures are dealt out at random. Source: Fisher 1935; scipy.stats.fisher_exact.
 */
export function moreFailures(
  a: {readonly failed: number; readonly n: number},
  b: {readonly failed: number; readonly n: number}
): number {
  const choose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  const failed = a.failed + b.failed;
  const whole = choose(a.n + b.n, failed);
  let p = 0;
  for (let k = b.failed; k <= Math.min(failed, b.n); k++)
    if (failed - k <= a.n) p += Math.exp(choose(b.n, k) + choose(a.n, failed - k) - whole);
  return Math.min(1, p);
}
