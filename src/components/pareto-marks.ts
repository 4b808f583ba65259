import {shownKind, type Dataset, type RunKind} from "../model/dataset.js";
import {throughputCeiling, tpotFloorMs} from "../model/physics/bounds.js";
import {boundTarget} from "./bounds.js";
import {inverse, predictedEntry} from "./predicted-entries.js";
import {predictedConfigurations} from "./predicted-rows.js";
import {printedRows} from "./published.js";
import {drawnSeries} from "./series.js";
import {articleCurves, articleWorkload, spread} from "./workload.js";

/** One dot of throughput against interactivity. */
export interface ParetoMark {
  readonly kind: RunKind | "published" | "predicted" | "bound";
  readonly id: string;
  readonly label: string;
  readonly color: string;
  readonly symbol: string;
  /** Of the line that joins a measured configuration's marks. */
  readonly dash: string | null;
  readonly concurrency: number | null;
  readonly output_tokens_per_s_per_user: number;
  readonly output_tokens_per_s: number;
  readonly n_runs: number | null;
  /** Ends of a prediction's 90 % interval, or of what the repeats of a measured level gave, of both quantities. */
  readonly interval?: {readonly user: readonly [number, number]; readonly all: readonly [number, number]};
}

/** The article's workload as measured: one mark a level, the mean of its repeats. */
export function measuredMarks(data: Dataset): ParetoMark[] {
  return articleCurves(data).flatMap((curve) => {
    const {label, color, symbol, dash} = drawnSeries(data, curve);
    return curve.levels.flatMap((level) => {
      const user = spread(level, "output_tokens_per_s_per_user");
      const all = spread(level, "output_tokens_per_s");
      if (user.value === null || all.value === null) return [];
      const {concurrency} = level;
      const id = level.rows[0]!.point_id;
      const pair = {output_tokens_per_s_per_user: user.value, output_tokens_per_s: all.value, n_runs: all.n_runs};
      const known = user.lo !== null && user.hi !== null && all.lo !== null && all.hi !== null;
      const interval = known
        ? {interval: {user: [user.lo, user.hi], all: [all.lo, all.hi]} satisfies ParetoMark["interval"]}
        : {};
      return [{kind: shownKind(data), id, label, color, symbol, dash, concurrency, ...pair, ...interval}];
    });
  });
}

/** What the article prints: its throughput against the pace that its TPOT means. */
export function publishedMarks(data: Dataset): ParetoMark[] {
  return printedRows(data, ["tpot_ms", "throughput_tokens_per_s"]).map((row) => {
    const {label, color, symbol, dash} = drawnSeries(data, row);
    return {
      kind: "published",
      id: row.published_id,
      label,
      color,
      symbol,
      dash,
      concurrency: null,
      output_tokens_per_s_per_user: 1000 / row.tpot_ms!,
      output_tokens_per_s: row.throughput_tokens_per_s!,
      n_runs: null
    };
  });
}

/** The physical limit of each measured configuration at its measured concurrencies. */
export function boundLines(data: Dataset, measured: readonly ParetoMark[]): ParetoMark[] {
  const {input_tokens, output_tokens} = articleWorkload(data);
  return articleCurves(data).flatMap((curve) => {
    const target = boundTarget(data, curve);
    const series = drawnSeries(data, curve);
    if (target === null || !measured.some((mark) => mark.label === series.label)) return [];
    return curve.levels.map(({concurrency}) => {
      const load = {inputTokens: input_tokens, outputTokens: output_tokens, concurrency};
      return {
        kind: "bound" as const,
        id: `bound/${curve.gpu}x${curve.gpus}/${curve.precision}/c${concurrency}`,
        label: series.label,
        color: series.color,
        symbol: series.symbol,
        dash: series.dash,
        concurrency,
        output_tokens_per_s_per_user: 1000 / tpotFloorMs(target, load),
        output_tokens_per_s: throughputCeiling(target, load),
        n_runs: null
      };
    });
  });
}

/** What is predicted of the article's configurations, one mark a load. */
export function predictedMarks(data: Dataset): ParetoMark[] {
  return predictedConfigurations(data)
    .filter(({group, fitted}) => (group === "article" || group === "study") && !fitted)
    .flatMap(({rows}) => rows)
    .flatMap(({id, concurrency, prediction}) => {
      const {label, color, symbol, dash} = drawnSeries(data, prediction);
      const [all] = predictedEntry(prediction, "output_tokens_per_s");
      const [user] = inverse(
        predictedEntry(prediction, "tpot_p50_ms"),
        (ms) => 1000 / ms,
        "output_tokens_per_s_per_user"
      );
      if (all === undefined || user === undefined) return [];
      return [
        {
          kind: "predicted" as const,
          id,
          label,
          color,
          symbol,
          dash,
          concurrency,
          output_tokens_per_s_per_user: user.value,
          output_tokens_per_s: all.value,
          n_runs: null,
          interval: {user: [user.lo!, user.hi!], all: [all.lo!, all.hi!]}
        }
      ];
    });
}
