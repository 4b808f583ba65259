import {group} from "d3";
import type {Dataset} from "../model/dataset.js";
import {percentile} from "../model/statistics/percentile.js";
import type {PointRow} from "../model/tables/points.js";
import type {RequestRow} from "../model/tables/requests.js";
import {drawnSeries} from "./series.js";
import {articleCurves} from "./workload.js";

/** The completed requests of one concurrency, repeats pooled. */
export interface RequestLevel {
  /** The configuration's name: the same at all levels. */
  readonly label: string;
  readonly concurrency: number;
  readonly rows: readonly PointRow[];
  /** Ascending. */
  readonly ttft_ms: readonly number[];
  /** Ascending. */
  readonly e2e_ms: readonly number[];
  /** TTFT of first requests that the prefix cache answered, by every sign: see `isCached`. */
  readonly cached: readonly number[];
}

/** The article's workload on the measured configuration with the most levels, request by request. */
export function requestLevels(data: Dataset): RequestLevel[] {
  const curve = articleCurves(data).toSorted((a, b) => b.levels.length - a.levels.length)[0];
  if (curve === undefined) return [];
  const {label} = drawnSeries(data, curve);
  const byPoint = group(data.requests, (request) => request.point_id);
  return curve.levels.flatMap(({concurrency, rows}) => {
    const done = rows.flatMap((row) => (byPoint.get(row.point_id) ?? []).filter((request) => request.ok));
    const sorted = (name: "ttft_ms" | "e2e_ms"): number[] =>
      done.flatMap((request) => request[name] ?? []).sort((a, b) => a - b);
    const ttft_ms = sorted("ttft_ms");
    if (ttft_ms.length === 0) return [];
    const median = percentile(ttft_ms, 0.5);
    const cached = rows.flatMap((row) => {
      const first = byPoint.get(row.point_id)?.find((request) => request.request === 0);
      return first !== undefined && isCached(row, first, median) ? [first.ttft_ms!] : [];
    });
    return [{label, concurrency, rows, ttft_ms, e2e_ms: sorted("e2e_ms"), cached}];
  });
}

/** The server counted hits during the point, and its first request came back in less than two thirds of the median. */
function isCached(row: PointRow, first: RequestRow, median: number): boolean {
  return (row.prefix_cache_hit_tokens ?? 0) > 0 && first.ttft_ms !== null && first.ttft_ms < (2 / 3) * median;
}
