import {incompleteBeta} from "./incomplete-beta.js";

/** P(T <= t) of Student's t with `df` degrees of freedom. Source: Abramowitz and Stegun 26.7.1. */
export function studentCdf(t: number, df: number): number {
  if (!(df > 0)) throw new RangeError(`invalid degrees of freedom; not above 0: ${df}`);
  if (!Number.isFinite(t)) return t > 0 ? 1 : 0;
  const tail = 0.5 * incompleteBeta(df / (df + t * t), df / 2, 0.5);
  return t > 0 ? 1 - tail : tail;
}

/** Quantile of Student's t: the t with P(T <= t) = p. */
export function studentQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`invalid probability; not in (0, 1): ${p}`);
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  let low = 0;
  let high = 1;
  while (studentCdf(-high, df) > tail) high *= 2;
  for (let i = 0; i < 100 && high - low > 1e-14 * high; i++) {
    const middle = (low + high) / 2;
    if (studentCdf(-middle, df) > tail) low = middle;
    else high = middle;
  }
  return (p < 0.5 ? -1 : 1) * ((low + high) / 2);
}
