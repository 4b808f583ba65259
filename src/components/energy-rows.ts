import {greatest} from "d3";
import type {Dataset} from "../model/dataset.js";
import {sameBytes} from "../model/physics/precision.js";
import {impliedStreams, printedRows} from "./published.js";
import {drawnSeries} from "./series.js";
import {articleCurves} from "./workload.js";

/** A printed tok/s/W, the same from the row's own numbers, and a measured one at the load that the row means. */
export interface EnergyRow {
  readonly id: string;
  readonly label: string;
  readonly color: string;
  readonly symbol: string;
  readonly tokens_per_s_per_w: number;
  readonly recomputed_tokens_per_s_per_w: number;
  /** Printed throughput x TPOT / 1000, rounded; null where the article prints no TPOT for this configuration. */
  readonly streams: number | null;
  readonly measured_id: string | null;
  readonly measured_label: string;
  readonly measured_color: string;
  readonly measured_symbol: string;
  readonly measured_tokens_per_s_per_w: number | null;
  /** Measured / printed. */
  readonly ratio: number | null;
}

/** The rows of the article's energy table; the best measured configuration of a row's precision stands beside it. */
export function energyRows(data: Dataset): EnergyRow[] {
  const latencies = printedRows(data, ["tpot_ms", "throughput_tokens_per_s"]);
  const curves = articleCurves(data);
  return printedRows(data, ["tokens_per_s_per_w", "throughput_tokens_per_s", "power_w"]).map((row) => {
    const twin = latencies.find((other) => other.source_gpu === row.source_gpu && other.precision === row.precision);
    const streams = twin === undefined ? null : Math.round(impliedStreams(twin)!);
    const found = greatest(
      curves
        .filter((curve) => sameBytes(curve.precision, row.precision))
        .flatMap((curve) =>
          curve.levels
            .filter((level) => level.concurrency === streams)
            .flatMap((level) => level.rows.map((point) => ({curve, point})))
        ),
      ({point}) => (point.energy_valid ? point.output_tokens_per_s_per_w : null) ?? -1
    );
    const measured = found?.point.energy_valid === true ? found.point.output_tokens_per_s_per_w : null;
    const drawn = found === undefined ? null : drawnSeries(data, found.curve);
    const {label, color, symbol} = drawnSeries(data, row);
    const printed = row.tokens_per_s_per_w!;
    return {
      id: row.published_id,
      label,
      color,
      symbol,
      tokens_per_s_per_w: printed,
      recomputed_tokens_per_s_per_w: row.throughput_tokens_per_s! / row.power_w!,
      streams,
      measured_id: measured === null ? null : found!.point.point_id,
      measured_label: drawn?.label ?? "",
      measured_color: drawn?.color ?? "",
      measured_symbol: drawn?.symbol ?? "",
      measured_tokens_per_s_per_w: measured,
      ratio: measured === null ? null : measured / printed
    };
  });
}
