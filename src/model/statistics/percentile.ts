/**
 * The percentile `p` (a share in [0, 1]) of ascending values by the R-7 method: linear interpolation between the
 * order statistics around rank (n - 1) p. It is numpy's default, d3's and vLLM's own.
 * Source: Hyndman and Fan, Sample Quantiles in Statistical Packages, 1996, definition 7.
 * Throws a RangeError when there is no value, or when p is no share.
 */
export function percentile(sorted: ArrayLike<number>, p: number): number {
  const n = sorted.length;
  if (n === 0) throw new RangeError("percentile of no values");
  if (!(p >= 0 && p <= 1)) throw new RangeError(`invalid percentile; not in [0, 1]: ${p}`);
  const rank = (n - 1) * p;
  const below = Math.floor(rank);
  const low = sorted[below]!;
  return below + 1 < n ? low + (sorted[below + 1]! - low) * (rank - below) : low;
}
