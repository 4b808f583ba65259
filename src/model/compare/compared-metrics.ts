import {metrics, type MetricName} from "../metrics.js";
import {Problem} from "../problem.js";
import {points, type PointRow} from "../tables/points.js";

/** A metric of points that can be compared: positive, with a better side. */
export type ComparedName = MetricName & keyof PointRow;

/** A metric with the change that is too small to matter. */
export interface ComparedMetric {
  readonly name: ComparedName;
  /** Share: with 0.03, B / A from 1 / 1.03 to 1.03 counts as no change that matters. */
  readonly margin: number;
}

/** What is compared unless other metrics are asked for: 3 % on throughput, pace and energy, 10 % on TTFT and on tails. */
export const defaultMetrics: readonly ComparedMetric[] = [
  {name: "output_tokens_per_s", margin: 0.03},
  {name: "tpot_p50_ms", margin: 0.03},
  {name: "tpot_p99_ms", margin: 0.1},
  {name: "ttft_p50_ms", margin: 0.1},
  {name: "ttft_p90_ms", margin: 0.1},
  {name: "ttft_p99_ms", margin: 0.1},
  {name: "itl_p99_ms", margin: 0.1},
  {name: "energy_j_per_output_token", margin: 0.03}
];

const isTail = (name: string): boolean => /_p(?:9\d|99\d*)_|^ttft_/.test(name);

/** The metric of this name with its default margin; throws a Problem when points have none that can be compared. */
export function comparedMetric(name: string): ComparedMetric {
  if (!(name in points.columns && name in metrics) || metrics[name as MetricName].better === null)
    throw new Problem("not a metric that can be compared", {
      value: name,
      remedy: `there are: ${comparable().join(", ")}`
    });
  const known = defaultMetrics.find((metric) => metric.name === name);
  return known ?? {name: name as ComparedName, margin: isTail(name) ? 0.1 : 0.03};
}

function comparable(): string[] {
  return Object.keys(points.columns).filter((name) => name in metrics && metrics[name as MetricName].better !== null);
}

/** Percentile of a metric's name as a share, such as 0.99; null when it is none. */
export function percentileOf(name: string): number | null {
  const found = /_p(\d{2})(\d*)_/.exec(name);
  return found === null ? null : Number(`0.${found[1]}${found[2]}`);
}
