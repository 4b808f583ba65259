const floors = new Map<number, number>();

/**
 * Least number of requests for which the percentile `p` (a share) may be printed: from there on, the second largest
 * value is a 99 % upper bound of it, P(Bin(n, 1 - p) <= 1) <= 0.01. p50 needs 11, p90 64, p95 130, p99 662.
 * The rule takes requests as independent; those of a closed loop are not, so the rule is printed beside the number.
 */
export function sampleFloor(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`invalid percentile; not in (0, 1): ${p}`);
  const known = floors.get(p);
  if (known !== undefined) return known;
  let n = 2;
  while (p ** n + n * (1 - p) * p ** (n - 1) > 0.01) n++;
  floors.set(p, n);
  return n;
}
