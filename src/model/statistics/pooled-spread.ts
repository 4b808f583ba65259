import {variance} from "./between-runs.js";

/**
 * Standard deviation of logarithms within samples, pooled over samples by their degrees of freedom; samples of one value tell
 * nothing. `sd` is null when no sample has two, or none has spread.
 */
export function pooledSpread(samples: Iterable<readonly number[]>): {readonly sd: number | null; readonly df: number} {
  let [sum, df] = [0, 0];
  for (const values of samples) {
    if (values.length < 2) continue;
    sum += variance(values.map(Math.log)) * (values.length - 1);
    df += values.length - 1;
  }
  return {sd: sum > 0 ? Math.sqrt(sum / df) : null, df};
}
