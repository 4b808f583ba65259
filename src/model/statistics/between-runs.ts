import {percentile} from "./percentile.js";
import {random} from "./random.js";
import {studentQuantile} from "./student.js";

/** How far repeated runs of one point lie apart; which method was used follows from their number alone. */
export interface BetweenRuns {
  readonly n: number;
  /** none: one run; range: 2 to 4 runs, all shown; t-log: 5 to 9; bootstrap: from 10. */
  readonly method: "none" | "range" | "t-log" | "bootstrap";
  /** Geometric mean of the runs. */
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** 95 % interval of the mean over runs; null below five runs, where there is none to give. */
  readonly lo: number | null;
  readonly hi: number | null;
}

/**
 * Uncertainty between runs of one positive quantity, one value a run. Times and rates vary by factors, so means and
 * intervals are taken on logarithms: Student's t with n - 1 degrees of freedom for 5 to 9 runs, the percentile
 * bootstrap over whole runs (Efron 1979; the run is the cluster, its requests stay together) from 10.
 */
export function betweenRuns(values: readonly number[], seed = 1): BetweenRuns {
  const n = values.length;
  if (n === 0) throw new RangeError("no runs");
  const bad = values.find((value) => !(value > 0 && Number.isFinite(value)));
  if (bad !== undefined) throw new RangeError(`invalid value of a run; not above 0: ${bad}`);
  const logs = values.map(Math.log);
  const centre = average(logs);
  const base = {n, mean: Math.exp(centre), min: Math.min(...values), max: Math.max(...values)};
  if (n < 5) return {...base, method: n === 1 ? "none" : "range", lo: null, hi: null};
  if (n < 10) {
    const half = studentQuantile(0.975, n - 1) * Math.sqrt(variance(logs) / n);
    return {...base, method: "t-log", lo: Math.exp(centre - half), hi: Math.exp(centre + half)};
  }
  const {lo, hi} = clusterBootstrap(logs, average, {seed});
  return {...base, method: "bootstrap", lo: Math.exp(lo), hi: Math.exp(hi)};
}

/**
 * Percentile-bootstrap interval of a statistic of whole clusters (runs), resampled with replacement. The same seed
 * gives the same interval.
 */
export function clusterBootstrap<T>(
  clusters: readonly T[],
  statistic: (sample: readonly T[]) => number,
  options: {seed?: number; draws?: number; confidence?: number} = {}
): {readonly lo: number; readonly hi: number} {
  const {seed = 1, draws = 2000, confidence = 0.95} = options;
  const next = random(seed);
  const n = clusters.length;
  const values = Float64Array.from({length: draws}, () =>
    statistic(Array.from({length: n}, () => clusters[Math.floor(next() * n)]!))
  ).sort();
  return {lo: percentile(values, (1 - confidence) / 2), hi: percentile(values, (1 + confidence) / 2)};
}

export function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample variance, n - 1 in the denominator. */
export function variance(values: readonly number[]): number {
  const mean = average(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
