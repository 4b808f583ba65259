import {bisectLeft, extent} from "d3";
import type {Dataset} from "../../model/dataset.js";
import {requestsOf} from "../../model/max-concurrency.js";
import {percentile} from "../../model/statistics/percentile.js";

/** Latencies of a request that Explore distributes. */
export const latencies = ["ttft_ms", "tpot_ms", "e2e_ms"] as const;

export type Latency = (typeof latencies)[number];

/** Shares of the requests at which a latency is kept: the ends and 63 steps between. */
const ranks = 65;

/** The limits of the heat map, ms, ascending. */
export interface SloGrid {
  readonly ttft_ms: readonly number[];
  readonly tpot_ms: readonly number[];
}

/** The requests of one point in a fixed size. */
export interface RequestAggregate {
  /** All that were sent; a failed one meets no limit. */
  readonly n: number;
  /** R-7 percentiles of completed requests at `ranks` evenly spaced shares from 0 to 1; empty where none completed. */
  readonly quantiles: Readonly<Record<Latency, Float64Array>>;
  /** Requests within both limits, row after row of the TTFT limits: `met[i * grid.tpot_ms.length + j]`. */
  readonly met: Uint32Array;
}

/** Limits of one latency that the heat map has at most. */
const mostLimits = 10;

/** Round limits that span what was seen. */
function gridOf(data: Dataset): SloGrid {
  const limits = (name: "ttft_ms" | "tpot_ms"): number[] => {
    const [lo, hi] = extent(data.requests, (request) => (request.ok ? (request[name] ?? undefined) : undefined));
    return lo === undefined || hi === undefined ? [] : roundLimits(lo, hi);
  };
  return {ttft_ms: limits("ttft_ms"), tpot_ms: limits("tpot_ms")};
}

/** The round numbers from the last one that nothing meets to the first that all meet, thinned from the greatest down. */
export function roundLimits(lo: number, hi: number): number[] {
  const ladder = (steps: readonly number[]): number[] => {
    const all: number[] = [];
    for (let k = Math.floor(Math.log10(lo)) - 1; k <= Math.ceil(Math.log10(hi)); k++)
      for (const step of steps) all.push(Number(`${step}e${k}`));
    const from = Math.max(
      0,
      all.findLastIndex((limit) => limit <= lo)
    );
    return all.slice(from, all.findIndex((limit) => limit >= hi) + 1);
  };
  const usual = ladder([1, 2, 5]);
  const limits = usual.length < 5 ? ladder([1, 1.5, 2, 3, 5, 7]) : usual;
  const every = Math.ceil(limits.length / mostLimits);
  return limits.filter((_, i) => (limits.length - 1 - i) % every === 0);
}

/** Aggregates of every point that has requests, and the common grid of limits. One pass over all requests. */
export function requestAggregates(data: Dataset): {slo: SloGrid; aggregates: ReadonlyMap<string, RequestAggregate>} {
  const slo = gridOf(data);
  const [rows, columns] = [slo.ttft_ms.length, slo.tpot_ms.length];
  const aggregates = new Map<string, RequestAggregate>();
  for (const [id, requests] of requestsOf(data)) {
    const met = new Uint32Array(rows * columns);
    const kept: Record<Latency, number[]> = {ttft_ms: [], tpot_ms: [], e2e_ms: []};
    for (const request of requests) {
      if (!request.ok) continue;
      for (const name of latencies) if (request[name] !== null) kept[name].push(request[name]);
      if (request.ttft_ms === null) continue;
      // An answer of one token has no TPOT: no limit on it is missed.
      const i = bisectLeft(slo.ttft_ms, request.ttft_ms);
      const j = request.tpot_ms === null ? 0 : bisectLeft(slo.tpot_ms, request.tpot_ms);
      if (i < rows && j < columns) met[i * columns + j]!++;
    }
    // Counts at the least limits that a request meets become counts within all larger ones.
    for (let i = 0; i < rows; i++) for (let j = 1; j < columns; j++) met[i * columns + j]! += met[i * columns + j - 1]!;
    for (let i = 1; i < rows; i++)
      for (let j = 0; j < columns; j++) met[i * columns + j]! += met[(i - 1) * columns + j]!;
    aggregates.set(id, {
      n: requests.length,
      quantiles: {ttft_ms: atRanks(kept.ttft_ms), tpot_ms: atRanks(kept.tpot_ms), e2e_ms: atRanks(kept.e2e_ms)},
      met
    });
  }
  return {slo, aggregates};
}

/** A sample at evenly spaced shares. */
function atRanks(values: number[]): Float64Array {
  if (values.length === 0) return new Float64Array(0);
  const sorted = Float64Array.from(values).sort();
  return Float64Array.from({length: ranks}, (_, i) => percentile(sorted, i / (ranks - 1)));
}
