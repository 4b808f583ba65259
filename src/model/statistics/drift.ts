import {average} from "./between-runs.js";
import {studentCdf} from "./student.js";

/** One repeat of a sentinel point: when it ran and what it gave. */
export interface Sentinel {
  readonly time_s: number;
  readonly value: number;
}

export interface Drift {
  readonly n: number;
  /** Last over first along the fitted trend, less 1: 0.02 is 2 % more at the end. */
  readonly change: number;
  /** Two-sided p value of "no trend", Student's t of the slope; null with fewer than three sentinels. */
  readonly p: number | null;
}

/**
 * Trend of a positive quantity over repeats of one sentinel point: least squares of its logarithm on time. Two
 * sentinels give a change but no test. Null with fewer than two, or when all ran at one instant.
 */
export function drift(sentinels: readonly Sentinel[]): Drift | null {
  const n = sentinels.length;
  const bad = sentinels.find(({value}) => !(value > 0 && Number.isFinite(value)));
  if (bad !== undefined) throw new RangeError(`invalid value of a sentinel; not above 0: ${bad.value}`);
  const times = sentinels.map(({time_s}) => time_s);
  const logs = sentinels.map(({value}) => Math.log(value));
  const [t, y] = [average(times), average(logs)];
  const spread = times.reduce((sum, time) => sum + (time - t) ** 2, 0);
  if (n < 2 || spread === 0) return null;
  const slope = times.reduce((sum, time, i) => sum + (time - t) * (logs[i]! - y), 0) / spread;
  const change = Math.exp(slope * (Math.max(...times) - Math.min(...times))) - 1;
  if (n === 2) return {n, change, p: null};
  const rest = times.reduce((sum, time, i) => sum + (logs[i]! - y - slope * (time - t)) ** 2, 0);
  const error = Math.sqrt(rest / (n - 2) / spread);
  if (error === 0) return {n, change, p: slope === 0 ? 1 : 0};
  return {n, change, p: 2 * studentCdf(-Math.abs(slope) / error, n - 2)};
}
