import type {Slo} from "./assumptions.js";
import type {Dataset} from "./dataset.js";
import {sloBound, type SloBound} from "./statistics/slo-bound.js";
import type {PointRow} from "./tables/points.js";
import type {RequestRow} from "./tables/requests.js";

/** One tested concurrency, all its repeats together. */
interface SloLevel extends SloBound {
  readonly concurrency: number;
  readonly n_runs: number;
}

export interface MaxConcurrency {
  /** Largest tested concurrency that passes with none failing at or below it; null when none passes. */
  readonly passes: number | null;
  /** Least tested concurrency above it that fails; null when none tested does. */
  readonly fails: number | null;
  readonly levels: readonly SloLevel[];
  /** Runs of the level that has fewest. */
  readonly n_runs: number;
}

/**
 * Largest closed-loop concurrency at which an SLO holds with 95 % confidence (one-sided, exact binomial, on the share of
 * requests that meet the limit; a failed request misses), among the given points of one configuration and one load.
 * "No concurrency passes, 1 fails" is a result; levels whose requests are too few to tell are undecided.
 */
export function maxConcurrency(dataset: Dataset, points: readonly PointRow[], slo: Slo): MaxConcurrency {
  const byLevel = new Map<number, PointRow[]>();
  for (const point of points) {
    if (point.load !== "closed" || point.concurrency === null || point.status !== "ok") continue;
    byLevel.set(point.concurrency, [...(byLevel.get(point.concurrency) ?? []), point]);
  }
  const requests = requestsOf(dataset);
  const levels: SloLevel[] = [];
  for (const [concurrency, repeats] of [...byLevel].sort(([a], [b]) => a - b)) {
    const sent = repeats.flatMap(({point_id}) => requests.get(point_id) ?? []);
    if (sent.length === 0) continue;
    const met = sent.filter((request) => request.ok && (latencyOf(request, slo.metric) ?? Infinity) <= slo.limit_ms);
    levels.push({concurrency, n_runs: repeats.length, ...sloBound(met.length, sent.length, slo.percentile)});
  }
  const firstFail = levels.find(({outcome}) => outcome === "fail")?.concurrency ?? Infinity;
  const passing = levels.filter(({outcome, concurrency}) => outcome === "pass" && concurrency < firstFail);
  return {
    passes: passing.at(-1)?.concurrency ?? null,
    fails: Number.isFinite(firstFail) ? firstFail : null,
    levels,
    n_runs: levels.length === 0 ? 0 : Math.min(...levels.map(({n_runs}) => n_runs))
  };
}

function latencyOf(request: RequestRow, metric: Slo["metric"]): number | null {
  return metric === "ttft" ? request.ttft_ms : metric === "tpot" ? request.tpot_ms : request.e2e_ms;
}

const indexed = new WeakMap<readonly RequestRow[], Map<string, RequestRow[]>>();

/** Requests by point, indexed once a data set. */
export function requestsOf({requests}: Dataset): ReadonlyMap<string, readonly RequestRow[]> {
  const known = indexed.get(requests);
  if (known !== undefined) return known;
  const index = new Map<string, RequestRow[]>();
  for (const request of requests) {
    const list = index.get(request.point_id);
    if (list === undefined) index.set(request.point_id, [request]);
    else list.push(request);
  }
  indexed.set(requests, index);
  return index;
}
