import type {Dataset} from "../model/dataset.js";
import {tpotFloorMs, ttftFloorMs} from "../model/physics/bounds.js";
import {boundTarget} from "./bounds.js";
import {printedRows} from "./published.js";
import {drawnSeries} from "./series.js";
import {articleCurves, articleWorkload, spread} from "./workload.js";

/** A configuration's latencies at one stream, printed or measured, with what physics allows. */
export interface BoundRow {
  readonly id: string;
  readonly kind: "published" | "measured";
  readonly label: string;
  readonly color: string;
  readonly symbol: string;
  readonly tpot_ms: number | null;
  readonly tpot_floor_ms: number;
  readonly ttft_ms: number | null;
  readonly ttft_floor_ms: number;
}

/** The article's printed latencies and, below, the lightest measured load of each GPU, all with their floors. */
export function boundRows(data: Dataset): BoundRow[] {
  const {input_tokens: inputTokens, output_tokens: outputTokens} = articleWorkload(data);
  const floors = (configuration: {gpu: string; gpus: number; precision: string}, concurrency: number) => {
    const target = boundTarget(data, {model: null, ...configuration});
    if (target === null) return null;
    return {
      tpot_floor_ms: tpotFloorMs(target, {inputTokens, outputTokens, concurrency}),
      ttft_floor_ms: ttftFloorMs(target, inputTokens)
    };
  };
  const printed = printedRows(data, ["tpot_ms", "ttft_ms"]).flatMap((row) => {
    const bound = floors({gpu: row.gpu, gpus: row.gpus, precision: row.precision}, 1);
    const {label, color, symbol} = drawnSeries(data, row);
    const {published_id: id, tpot_ms, ttft_ms} = row;
    return bound === null ? [] : [{id, kind: "published" as const, label, color, symbol, tpot_ms, ttft_ms, ...bound}];
  });
  const measured = articleCurves(data).flatMap((curve) => {
    const level = curve.levels[0]!;
    const bound = floors({gpu: curve.gpu, gpus: curve.gpus, precision: curve.precision}, level.concurrency);
    if (bound === null || level.concurrency !== 1) return [];
    const {label, color, symbol} = drawnSeries(data, curve);
    const tpot_ms = spread(level, "tpot_p50_ms").value;
    const ttft_ms = spread(level, "ttft_p50_ms").value;
    return [{id: level.rows[0]!.point_id, kind: "measured" as const, label, color, symbol, tpot_ms, ttft_ms, ...bound}];
  });
  return [...printed, ...measured];
}

/** Floor / value: the share of what physics allows that a latency reaches; null where it is not given. */
export function shareOf(row: Omit<BoundRow, "color" | "symbol">, quantity: "tpot" | "ttft"): number | null {
  const value = row[`${quantity}_ms`];
  return value === null ? null : row[`${quantity}_floor_ms`] / value;
}
