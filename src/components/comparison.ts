import {groups} from "d3";
import type {Dataset} from "../model/dataset.js";
import {tpotFloorMs, ttftFloorMs} from "../model/physics/bounds.js";
import type {MetricName} from "../model/metrics.js";
import type {PointRow} from "../model/tables/points.js";
import type {PublishedRow} from "../model/tables/published.js";
import {boundTarget} from "./bounds.js";
import {configurationName} from "./configuration.js";
import type {Kind} from "./view.js";
import {articleCurves, articleWorkload, spread} from "./workload.js";

/** The quantities of the comparison, in the order of its columns. */
export const quantities = [
  "ttft_ms",
  "tpot_ms",
  "output_tokens_per_s_per_user",
  "output_tokens_per_s",
  "max_concurrency",
  "memory_gib",
  "cost_cny_per_mtok_output",
  "energy_j_per_output_token"
] as const;

export type Quantity = (typeof quantities)[number];

/** One number in a cell, with its kind and where it stands in the tables. */
export interface Entry {
  readonly kind: Kind;
  readonly value: number;
  readonly id: string;
  /** Column of the row's table that the value is read or computed from: what the audit strikes. */
  readonly column: string;
  /** True when the source prints "and more". */
  readonly atLeast?: boolean;
  /** Ends of a prediction's interval. */
  readonly lo?: number;
  readonly hi?: number;
}

/** One configuration at one load. */
export interface ComparisonRow {
  readonly name: string;
  readonly gpu: string;
  readonly gpus: number;
  readonly precision: string;
  /** Streams that the row's numbers hold for: what the printed throughput amounts to, or what was configured. */
  readonly concurrency: number | null;
  readonly cells: Readonly<Record<Quantity, readonly Entry[]>>;
}

/** The article's configurations, then those measured at one stream and at the article's largest concurrency. */
export function comparison(data: Dataset): ComparisonRow[] {
  return [...printedRows(data), ...measuredRows(data)];
}

function printedRows(data: Dataset): ComparisonRow[] {
  const rows = data.published.filter((row) => row.precision !== "");
  return groups(rows, (row) => `${row.article_gpu}/${row.precision}`)
    .filter(([, group]) => group.some((row) => row.tpot_ms !== null))
    .map(([, group]) => {
      const first = group[0]!;
      const tpot = pickNumber(group, "tpot_ms");
      const throughput = pickNumber(group, "throughput_tokens_per_s");
      const power = pickNumber(group, "power_w");
      const vram = pickNumber(group, "vram_peak_gb");
      const streams =
        tpot === null || throughput === null ? null : Math.max(1, Math.round((throughput.value * tpot.value) / 1000));
      const most = group.find((row) => row.max_concurrency !== null);
      return {
        name: configurationName(data, first),
        gpu: first.gpu,
        gpus: first.gpus,
        precision: first.precision,
        concurrency: streams,
        cells: {
          ttft_ms: [...printed(pickNumber(group, "ttft_ms")), ...floor(data, first, "ttft", streams)],
          tpot_ms: [...printed(tpot), ...floor(data, first, "tpot", streams)],
          output_tokens_per_s_per_user: tpot === null ? [] : printed({...tpot, value: 1000 / tpot.value}),
          output_tokens_per_s: printed(throughput),
          max_concurrency:
            most === undefined
              ? []
              : [
                  {
                    kind: "published",
                    value: most.max_concurrency!,
                    id: most.published_id,
                    column: "max_concurrency",
                    atLeast: most.max_concurrency_is_lower_bound === true
                  }
                ],
          memory_gib: vram === null ? [] : printed({...vram, value: (vram.value * 1e9) / 2 ** 30}),
          cost_cny_per_mtok_output: printed(pickNumber(group, "cost_cny_per_mtok_output")),
          energy_j_per_output_token:
            power === null || throughput === null ? [] : printed({...power, value: power.value / throughput.value})
        }
      };
    });
}

function measuredRows(data: Dataset): ComparisonRow[] {
  const {min, max} = data.article.setup.concurrent_requests;
  return articleCurves(data).flatMap((curve) =>
    curve.levels
      .filter((level) => level.concurrency === min || level.concurrency === max)
      .map((level): ComparisonRow => {
        const point = level.rows[0]!;
        const server = data.servers.find((row) => row.run === point.run && row.server === point.server);
        const measured = (column: string, value: number | null | undefined): Entry[] =>
          value == null ? [] : [{kind: "measured", value, id: point.point_id, column}];
        const over = (column: keyof PointRow & MetricName): Entry[] => measured(column, spread(level, column).value);
        const served = {model: point.model, gpu: curve.gpu, gpus: curve.gpus, precision: curve.precision};
        return {
          name: configurationName(data, curve),
          ...served,
          concurrency: level.concurrency,
          cells: {
            ttft_ms: [...over("ttft_p50_ms"), ...floor(data, served, "ttft", level.concurrency)],
            tpot_ms: [...over("tpot_p50_ms"), ...floor(data, served, "tpot", level.concurrency)],
            output_tokens_per_s_per_user: over("output_tokens_per_s_per_user"),
            output_tokens_per_s: over("output_tokens_per_s"),
            max_concurrency: [],
            memory_gib: measured("model_memory_gib", server?.model_memory_gib),
            cost_cny_per_mtok_output: [],
            energy_j_per_output_token: over("energy_j_per_output_token")
          }
        };
      })
  );
}

interface Found {
  readonly value: number;
  readonly id: string;
  readonly column: string;
}

/** The first printed value of a column among a configuration's rows. */
function pickNumber(rows: readonly PublishedRow[], column: keyof PublishedRow): Found | null {
  for (const row of rows) {
    const value = row[column];
    if (typeof value === "number") return {value, id: row.published_id, column};
  }
  return null;
}

const printed = (found: Found | null): Entry[] => (found === null ? [] : [{kind: "published", ...found}]);

/** The physical floor of a latency at the article's lengths; none where the configuration cannot be bounded. */
function floor(
  data: Dataset,
  served: {gpu: string; gpus: number; precision: string; model?: string | null},
  which: "ttft" | "tpot",
  concurrency: number | null
): Entry[] {
  const target = boundTarget(data, {model: null, ...served});
  if (target === null || concurrency === null) return [];
  const {input_tokens, output_tokens} = articleWorkload(data);
  const value =
    which === "ttft"
      ? ttftFloorMs(target, input_tokens)
      : tpotFloorMs(target, {inputTokens: input_tokens, outputTokens: output_tokens, concurrency});
  return [{kind: "bound", value, id: `hardware/${served.gpu}`, column: `${which}_floor_ms`}];
}
