import {average} from "./between-runs.js";
import {studentCdf, studentQuantile} from "./student.js";
import {welch} from "./welch.js";

/** The ratio a / b of one quantity in two conditions, with an interval that says where it comes from. */
export interface RatioInterval {
  readonly ratio: number;
  readonly lo: number;
  readonly hi: number;
  /** spread: fewer than five runs on a side, so the stated run-to-run spread widens the ratio; welch: 95 %, on logarithms. */
  readonly method: "spread" | "welch";
  /** Two-sided p value of "no difference"; null where runs are too few to give one. */
  readonly p: number | null;
  /** Runs of the side that has fewer. */
  readonly n_runs: number;
}

/**
 * Interval of the ratio of the geometric means of two sets of runs, one positive value a run. From five runs on both
 * sides: Welch's t on logarithms (Welch 1947, with Satterthwaite's degrees of freedom). Below: the ratio, widened by
 * the stated `spread` (0.05 for 5 %) and at least as far as the extremes of the runs lie apart.
 */
export function ratioInterval(a: readonly number[], b: readonly number[], spread: number): RatioInterval {
  for (const value of [...a, ...b])
    if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`invalid value of a run; not above 0: ${value}`);
  if (a.length === 0 || b.length === 0) throw new RangeError("no runs");
  if (!(spread >= 0 && Number.isFinite(spread))) throw new RangeError(`invalid spread; not 0 or more: ${spread}`);
  const [x, y] = [a.map(Math.log), b.map(Math.log)];
  const difference = average(x) - average(y);
  const ratio = Math.exp(difference);
  const n_runs = Math.min(a.length, b.length);
  if (n_runs < 5) {
    const lo = Math.min(ratio / (1 + spread), Math.min(...a) / Math.max(...b));
    const hi = Math.max(ratio * (1 + spread), Math.max(...a) / Math.min(...b));
    return {ratio, lo, hi, method: "spread", p: null, n_runs};
  }
  const {error, df} = welch(y, x);
  if (error === 0) return {ratio, lo: ratio, hi: ratio, method: "welch", p: difference === 0 ? 1 : 0, n_runs};
  const half = studentQuantile(0.975, df) * error;
  const p = 2 * studentCdf(-Math.abs(difference) / error, df);
  return {ratio, lo: Math.exp(difference - half), hi: Math.exp(difference + half), method: "welch", p, n_runs};
}
