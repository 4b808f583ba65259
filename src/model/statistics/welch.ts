import {average, variance} from "./between-runs.js";

/** The difference of two means, mean(y) - mean(x), with its standard error and degrees of freedom. */
export interface MeanDifference {
  readonly difference: number;
  readonly error: number;
  /** Infinite when nothing was estimated: both sides without spread. */
  readonly df: number;
}

/**
 * Welch's statistic of two samples of two values or more each, whose variances may differ. Source: Welch 1947, with
 * Satterthwaite's degrees of freedom.
 * @param known variance of the difference that is known from elsewhere and comes on top, without taking degrees of freedom
 */
export function welch(x: readonly number[], y: readonly number[], known = 0): MeanDifference {
  const [u, v] = [variance(x) / x.length, variance(y) / y.length];
  const total = u + v + known;
  const df = u + v === 0 ? Infinity : total ** 2 / (u ** 2 / (x.length - 1) + v ** 2 / (y.length - 1));
  return {difference: average(y) - average(x), error: Math.sqrt(total), df};
}
