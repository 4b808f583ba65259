/** One bin of a histogram: values in (gt_ms, le_ms]. */
interface Bin {
  readonly gt_ms: number;
  readonly le_ms: number;
  readonly n: number;
}

/**
 * Percentile `p` (a share) of a histogram, in the unit of its bins: the geometric middle of the bin that holds the
 * value of rank ceil(n p), so with bins that grow by 2 % it is within 1 % of that value. Bins may come in any order and
 * from several histograms of one layout, which merges them. Throws a RangeError when there is no value.
 */
export function histogramQuantile(bins: readonly Bin[], p: number): number {
  if (!(p > 0 && p <= 1)) throw new RangeError(`invalid percentile; not in (0, 1]: ${p}`);
  const ascending = bins.toSorted((a, b) => a.le_ms - b.le_ms);
  const rank = Math.ceil(ascending.reduce((sum, bin) => sum + bin.n, 0) * p - 1e-9);
  let below = 0;
  for (const {gt_ms, le_ms, n} of ascending) {
    below += n;
    if (n > 0 && below >= rank) return gt_ms > 0 ? Math.sqrt(gt_ms * le_ms) : le_ms;
  }
  throw new RangeError("percentile of no values");
}
