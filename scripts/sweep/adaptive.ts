import {betweenRuns} from "../../src/model/statistics/between-runs.js";

/** What one repeat of a point gave. */
export interface RepeatValues {
  readonly output_tokens_per_s: number;
  readonly tpot_mean_ms: number | null;
}

/** Whether a point has been repeated often enough, and which rule says so. */
export interface AdaptiveState {
  readonly enough: boolean;
  readonly n: number;
  /** The wider of throughput's and TPOT's, relative; null below five repeats. */
  readonly half_width: number | null;
  readonly why: "below target" | "at most" | "too few" | "too wide";
}

/** Intervals between runs exist from here on. */
const leastRepeats = 5;

/**
 * From five repeats on (or `count`, if more): enough when the relative half-width of the 95 % interval between repeats
 * is below the target for throughput and for mean TPOT, or when `at_most` is reached. Pure.
 */
export function adaptiveState(
  rule: {readonly count: number; readonly until_half_width: number; readonly at_most: number},
  values: readonly RepeatValues[]
): AdaptiveState {
  const n = values.length;
  const width =
    n < leastRepeats ? null : Math.max(halfWidth(values.map((v) => v.output_tokens_per_s)), tpotWidth(values));
  if (n >= Math.max(rule.count, leastRepeats) && width !== null && width <= rule.until_half_width) {
    return {enough: true, n, half_width: width, why: "below target"};
  }
  if (n >= rule.at_most) return {enough: true, n, half_width: width, why: "at most"};
  return {enough: false, n, half_width: width, why: n < Math.max(rule.count, leastRepeats) ? "too few" : "too wide"};
}

function tpotWidth(values: readonly RepeatValues[]): number {
  const tpot = values.flatMap((v) => (v.tpot_mean_ms === null || v.tpot_mean_ms <= 0 ? [] : [v.tpot_mean_ms]));
  return tpot.length < leastRepeats ? 0 : halfWidth(tpot);
}

function halfWidth(values: readonly number[]): number {
  const {lo, hi, mean} = betweenRuns(values);
  return lo === null || hi === null ? Number.POSITIVE_INFINITY : (hi - lo) / 2 / mean;
}
