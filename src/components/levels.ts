import type {Curve} from "../model/curve.js";
import type {Dataset} from "../model/dataset.js";
import type {MetricName} from "../model/metrics.js";
import type {PointRow} from "../model/tables/points.js";
import type {LoadMark} from "./load-chart.js";
import {drawnSeries} from "./series.js";

/** Every point of the curves as a mark of one metric, with the within-run interval that the table gives for it. */
export function loadMarks(data: Dataset, curves: readonly Curve[], metric: MetricName & keyof PointRow): LoadMark[] {
  return curves.flatMap((curve) => {
    const {label, color, symbol, dash} = drawnSeries(data, curve);
    return rowsOf([curve]).flatMap((row) => {
      const value = row[metric];
      if (typeof value !== "number" || row.concurrency === null) return [];
      const {lo, hi} = within(row, metric);
      return [{id: row.point_id, load: row.concurrency, value, lo, hi, series: label, color, symbol, dash}];
    });
  });
}

/** All points of the curves, in the order of their loads. */
export function rowsOf(curves: readonly Curve[]): PointRow[] {
  return curves.flatMap((curve) => curve.levels.flatMap((level) => level.rows));
}

/** The within-run 95 % interval of a metric of a point; null where the table has none. */
export function within(row: PointRow, metric: string): {lo: number | null; hi: number | null} {
  const cells = row as unknown as Readonly<Record<string, unknown>>;
  const end = (name: string): number | null => (typeof cells[name] === "number" ? cells[name] : null);
  const lo = end(`${metric}_lo`);
  const hi = end(`${metric}_hi`);
  return lo === null || hi === null ? {lo: null, hi: null} : {lo, hi};
}
