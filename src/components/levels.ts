import type {Curve, Level} from "../model/curve.js";
import type {Dataset} from "../model/dataset.js";
import type {MetricName} from "../model/metrics.js";
import type {PointRow} from "../model/tables/points.js";
import type {LoadMark} from "./load-chart.js";
import {drawnSeries} from "./series.js";
import {spread, type Spread} from "./workload.js";

/** Every level of the curves as a mark of one metric, with its whisker. */
export function loadMarks(data: Dataset, curves: readonly Curve[], metric: MetricName & keyof PointRow): LoadMark[] {
  return curves.flatMap((curve) => {
    const {label, color, symbol, dash} = drawnSeries(data, curve);
    return curve.levels.flatMap((level) => {
      const {value, lo, hi} = levelSpread(level, metric);
      if (value === null) return [];
      const {concurrency: load, rows} = level;
      return [{id: rows[0]!.point_id, load, value, lo, hi, series: label, color, symbol, dash}];
    });
  });
}

/**
 * The mean of a level's repeats with what stands as its whisker: the uncertainty between repeats where there are any,
 * of a single run the within-run interval.
 */
export function levelSpread(level: Level, metric: MetricName & keyof PointRow): Spread {
  const over = spread(level, metric);
  const single = level.rows.find((row) => row[metric] !== null);
  return over.n_runs !== 1 || single === undefined ? over : {...over, ...within(single, metric)};
}

/** All points of the curves, in the order of their loads. */
export function rowsOf(curves: readonly Curve[]): PointRow[] {
  return curves.flatMap((curve) => curve.levels.flatMap((level) => level.rows));
}

/** The within-run 95 % interval of a metric of a point; null where the table has none. */
function within(row: PointRow, metric: string): {lo: number | null; hi: number | null} {
  const cells = row as unknown as Readonly<Record<string, unknown>>;
  const end = (name: string): number | null => (typeof cells[name] === "number" ? cells[name] : null);
  const lo = end(`${metric}_lo`);
  const hi = end(`${metric}_hi`);
  return lo === null || hi === null ? {lo: null, hi: null} : {lo, hi};
}
