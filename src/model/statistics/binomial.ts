import {incompleteBeta} from "./incomplete-beta.js";

/** P(Bin(n, p) <= k): the chance of at most k successes in n trials of chance p. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (!(Number.isInteger(n) && n >= 0)) throw new RangeError(`invalid number of trials; not a whole number: ${n}`);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`invalid chance; not in [0, 1]: ${p}`);
  const whole = Math.floor(k);
  if (whole < 0) return 0;
  if (whole >= n) return 1;
  return incompleteBeta(1 - p, n - whole, whole + 1);
}

/** Least k with P(Bin(n, p) <= k) >= q. */
export function binomialQuantile(q: number, n: number, p: number): number {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (binomialCdf(middle, n, p) >= q) high = middle;
    else low = middle + 1;
  }
  return low;
}
