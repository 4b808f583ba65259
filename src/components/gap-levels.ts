import {group, max, sum} from "d3";
import type {Dataset} from "../model/dataset.js";
import {histogramQuantile} from "../model/statistics/histogram-quantile.js";
import {sampleFloor} from "../model/statistics/sample-floor.js";
import type {ItlRow} from "../model/tables/itl.js";
import type {PointRow} from "../model/tables/points.js";
import {drawnSeries} from "./series.js";
import {articleCurves} from "./workload.js";

/** The percentiles that are shown where there are gaps enough. */
export const gapShares = [
  {name: "itl_p50_ms", text: "p50", share: 0.5},
  {name: "itl_p90_ms", text: "p90", share: 0.9},
  {name: "itl_p99_ms", text: "p99", share: 0.99},
  {name: "itl_p999_ms", text: "p99.9", share: 0.999}
] as const;

type GapName = (typeof gapShares)[number]["name"];

/** The gaps of one concurrency, histograms of repeats merged. */
export interface GapLevel {
  /** The configuration's name: the same at all levels. */
  readonly label: string;
  readonly concurrency: number;
  readonly rows: readonly PointRow[];
  readonly bins: readonly ItlRow[];
  readonly n_gaps: number;
  /** ms; null below the sample floor. */
  readonly percentiles: Readonly<Record<GapName, number | null>>;
  /** Upper edge of the last bin. */
  readonly itl_max_ms: number;
}

/** The article's workload on the measured configuration with the most levels. */
export function gapLevels(data: Dataset): GapLevel[] {
  const curve = articleCurves(data).toSorted((a, b) => b.levels.length - a.levels.length)[0];
  if (curve === undefined) return [];
  const {label} = drawnSeries(data, curve);
  const byPoint = group(data.itl, (row) => row.point_id);
  return curve.levels.flatMap(({concurrency, rows}) => {
    const bins = rows.flatMap((row) => byPoint.get(row.point_id) ?? []);
    const n_gaps = sum(bins, (bin) => bin.n);
    if (n_gaps < sampleFloor(0.5)) return [];
    const percentiles = Object.fromEntries(
      gapShares.map(({name, share}) => [name, n_gaps < sampleFloor(share) ? null : histogramQuantile(bins, share)])
    ) as Record<GapName, number | null>;
    return [{label, concurrency, rows, bins, n_gaps, percentiles, itl_max_ms: max(bins, (bin) => bin.le_ms)!}];
  });
}
