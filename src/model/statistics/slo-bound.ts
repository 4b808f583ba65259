import {binomialCdf} from "./binomial.js";

/** Share of requests that meet a limit, with exact one-sided bounds at the given confidence each. */
export interface SloBound {
  readonly n: number;
  readonly met: number;
  readonly share: number | null;
  /** With this confidence the true share is at least `lo`. */
  readonly lo: number;
  /** With this confidence the true share is at most `hi`. */
  readonly hi: number;
  /** pass: `lo` reaches the share asked; fail: `hi` stays below it; undecided: the requests do not tell. */
  readonly outcome: "pass" | "fail" | "undecided";
}

/**
 * Judges an SLO such as "99 % of requests under 3 s": `met` of `n` requests were under the limit (a failed one was
 * not), `target` is 0.99. Bounds are Clopper and Pearson's (1934), one-sided at 95 %. The least n that can pass a
 * target of 0.99 with every request in time is therefore 299.
 */
export function sloBound(met: number, n: number, target: number, confidence = 0.95): SloBound {
  if (!(Number.isInteger(met) && Number.isInteger(n) && met >= 0 && met <= n))
    throw new RangeError(`invalid count; not met of n with 0 <= met <= n: ${met} of ${n}`);
  if (!(target > 0 && target < 1)) throw new RangeError(`invalid share; not in (0, 1): ${target}`);
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`invalid confidence; not in (0, 1): ${confidence}`);
  const tail = 1 - confidence;
  const lo = met === 0 ? 0 : root((p) => 1 - binomialCdf(met - 1, n, p) - tail);
  const hi = met === n ? 1 : root((p) => tail - binomialCdf(met, n, p));
  const outcome = lo >= target ? "pass" : hi < target ? "fail" : "undecided";
  return {n, met, share: n === 0 ? null : met / n, lo, hi, outcome};
}

/** The outcome of `sloBound` alone, without its bounds: two tails of a binomial in place of a search for two roots. */
export function sloOutcome(met: number, n: number, target: number, confidence = 0.95): SloBound["outcome"] {
  const tail = 1 - confidence;
  if (met > 0 && 1 - binomialCdf(met - 1, n, target) <= tail) return "pass";
  return met < n && binomialCdf(met, n, target) < tail ? "fail" : "undecided";
}

/** Where an increasing function on [0, 1] crosses 0. */
function root(f: (p: number) => number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
