import {ascending} from "./ascending.js";
import {orderBounds} from "./order-bounds.js";
import {percentile} from "./percentile.js";

/** What a point says about one latency, in the unit of the values. Null when there is no value. */
export interface LatencyStatistics {
  readonly n: number;
  readonly mean: number | null;
  /** Of the population: divided by n, as numpy does and vLLM prints. */
  readonly std: number | null;
  readonly percentiles: Readonly<Record<50 | 90 | 95 | 99, number | null>>;
  /** 95 % interval of each percentile from order statistics; an end is null where n does not allow it. */
  readonly bounds: Readonly<Record<50 | 90 | 99, {readonly lo: number | null; readonly hi: number | null}>>;
}

const unbounded = {lo: null, hi: null};

/**
 * Statistics of a latency; NaN in the values stands for "not given" and is left out.
 * @param bounded false leaves the intervals out: gaps within an answer depend on each other, so they get none
 */
export function latencyStatistics(values: Float64Array, bounded = true): LatencyStatistics {
  return orderedStatistics(ascending(values), bounded);
}

/** The same of values that ascend already. */
export function orderedStatistics(sorted: Float64Array, bounded = true): LatencyStatistics {
  const n = sorted.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += sorted[i]!;
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (sorted[i]! - mean) ** 2;
  const at = (p: number): number | null => (n === 0 ? null : percentile(sorted, p / 100));
  const bounds = (p: number): {lo: number | null; hi: number | null} =>
    n === 0 || !bounded ? unbounded : orderBounds(sorted, p / 100);
  return {
    n,
    mean: n === 0 ? null : mean,
    std: n === 0 ? null : Math.sqrt(squares / n),
    percentiles: {50: at(50), 90: at(90), 95: at(95), 99: at(99)},
    bounds: {50: bounds(50), 90: bounds(90), 99: bounds(99)}
  };
}
