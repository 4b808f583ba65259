import {binomialCdf, binomialQuantile} from "./binomial.js";

/** Both ends of an interval; an end is null where so few values cannot bound it. */
export interface OrderBounds {
  readonly lo: number | null;
  readonly hi: number | null;
}

/**
 * Two-sided interval of the percentile `p` (a share) from order statistics, without assuming a distribution: the
 * number of values below the true percentile is Bin(n, p), so each end is the order statistic that the percentile
 * passes with a chance of at most (1 - confidence) / 2. Coverage is at least `confidence` for independent requests.
 * Source: Conover, Practical Nonparametric Statistics, 3rd ed., section 3.2; Hahn and Meeker 1991, section 5.2.
 */
export function orderBounds(sorted: ArrayLike<number>, p: number, confidence = 0.95): OrderBounds {
  if (!(p > 0 && p < 1)) throw new RangeError(`invalid percentile; not in (0, 1): ${p}`);
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`invalid confidence; not in (0, 1): ${confidence}`);
  const {lower, upper} = orderRanks(sorted.length, p, confidence);
  return {lo: lower === null ? null : sorted[lower - 1]!, hi: upper === null ? null : sorted[upper - 1]!};
}

interface Ranks {
  readonly lower: number | null;
  readonly upper: number | null;
}
const ranks = new Map<string, Ranks>(); // a sweep asks for the same n and p again and again

function orderRanks(n: number, p: number, confidence: number): Ranks {
  const key = `${n}/${p}/${confidence}`;
  const known = ranks.get(key);
  if (known !== undefined) return known;
  const tail = (1 - confidence) / 2;
  // X(l) lies above the percentile when at most l - 1 values fall below it: the largest l with that chance <= tail.
  const first = binomialQuantile(tail, n, p);
  const lower = binomialCdf(first, n, p) <= tail ? first + 1 : first;
  // X(u) lies below the percentile when at least u values do: the least u with that chance <= tail.
  const upper = binomialQuantile(1 - tail, n, p) + 1;
  const found = {lower: lower >= 1 && lower <= n ? lower : null, upper: upper <= n ? upper : null};
  if (ranks.size > 10_000) ranks.clear();
  ranks.set(key, found);
  return found;
}
