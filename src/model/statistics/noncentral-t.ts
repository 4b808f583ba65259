import {incompleteBeta, logGamma} from "./incomplete-beta.js";
import {normalCdf} from "./normal.js";

/**
 * P(T <= t) of the noncentral t distribution with `df` degrees of freedom and noncentrality `delta`: what the t statistic of a
 * difference of `delta` standard errors follows. Source: Lenth 1989, algorithm AS 243.
 */
export function noncentralTCdf(t: number, df: number, delta: number): number {
  if (!(df > 0)) throw new RangeError(`invalid degrees of freedom; not above 0: ${df}`);
  if (t < 0) return 1 - noncentralTCdf(-t, df, -delta);
  // Beyond 37 the leading term underflows; by then a test finds the difference for certain, or never.
  if (Math.abs(delta) > 37) return normalCdf(t * (1 - 1 / (4 * df)) - delta);
  let sum = normalCdf(-delta);
  if (t === 0) return sum;
  const x = (t * t) / (t * t + df);
  const half = (delta * delta) / 2;
  for (let j = 0; j < 3000; j++) {
    const p = Math.exp(-half + j * Math.log(half || 1e-300) - logGamma(j + 1));
    const q = Math.exp(-half + j * Math.log(half || 1e-300) - logGamma(j + 1.5)) * (delta / Math.SQRT2);
    const term = 0.5 * (p * incompleteBeta(x, j + 0.5, df / 2) + q * incompleteBeta(x, j + 1, df / 2));
    sum += term;
    if (j > half && Math.abs(term) < 1e-13) break;
  }
  return Math.min(1, Math.max(0, sum));
}
