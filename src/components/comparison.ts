import {groups} from "d3";
import {defaultAssumptions, type Assumptions} from "../model/assumptions.js";
import {costPerMtok} from "../model/cost.js";
import type {Curve} from "../model/curve.js";
import {shownKind, type Dataset} from "../model/dataset.js";
import {maxConcurrency} from "../model/max-concurrency.js";
import {tpotFloorMs, ttftFloorMs} from "../model/physics/bounds.js";
import type {MetricName} from "../model/metrics.js";
import {busyShare, currencyOf, gpuHour, type GpuHour} from "../model/price.js";
import type {PointRow} from "../model/tables/points.js";
import type {PublishedRow} from "../model/tables/published.js";
import {boundTarget} from "./bounds.js";
import {configurationName} from "./configuration.js";
import type {Entry} from "./entry.js";
import {concurrencyEntries, inverse, predictedEntry} from "./predicted-entries.js";
import {fittedOn, predictionFor, type Configuration} from "./predictions.js";
import {articleCurves, articleWorkload, spread} from "./workload.js";

/** The quantities of the comparison, in the order of its columns. */
export const quantities = [
  "ttft_ms",
  "tpot_ms",
  "output_tokens_per_s_per_user",
  "output_tokens_per_s",
  "max_concurrency",
  "memory_gib",
  "cost_per_mtok_output",
  "energy_j_per_output_token"
] as const;

export type Quantity = (typeof quantities)[number];

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

/**
 * The article's configurations, then those measured at one stream and at the reader's load. What the article prints
 * holds at its own lengths: at others its rows carry predictions alone.
 */
export function comparison(data: Dataset, assumptions: Assumptions = defaultAssumptions): ComparisonRow[] {
  return [...printedRows(data, assumptions), ...measuredRows(data, assumptions)];
}

function printedRows(data: Dataset, assumptions: Assumptions): ComparisonRow[] {
  const printed = atArticleLengths(data, assumptions) ? printedEntry : (): Entry[] => [];
  const rows = data.published.filter((row) => row.precision !== "");
  return groups(rows, (row) => `${row.source_gpu}/${row.precision}`)
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
      const hour = gpuHour(data, assumptions, first, currencyOf(data));
      const forecast = foresight(data, first, streams, assumptions);
      return {
        name: configurationName(data, first),
        gpu: first.gpu,
        gpus: first.gpus,
        precision: first.precision,
        concurrency: streams,
        cells: {
          ttft_ms: [
            ...printed(pickNumber(group, "ttft_ms")),
            ...forecast.ttft_ms,
            ...floor(data, first, "ttft", streams, assumptions)
          ],
          tpot_ms: [...printed(tpot), ...forecast.tpot_ms, ...floor(data, first, "tpot", streams, assumptions)],
          output_tokens_per_s_per_user: [
            ...(tpot === null ? [] : printed({...tpot, value: 1000 / tpot.value})),
            ...forecast.output_tokens_per_s_per_user
          ],
          output_tokens_per_s: [...printed(throughput), ...forecast.output_tokens_per_s],
          max_concurrency: [
            ...(most === undefined || !atArticleLengths(data, assumptions) ? [] : [largest(most)]),
            ...forecast.max_concurrency
          ],
          memory_gib: vram === null ? [] : printed({...vram, value: (vram.value * 1e9) / 2 ** 30}),
          cost_per_mtok_output: [
            ...printed(pickNumber(group, "cost_cny_per_mtok_output")),
            ...(hour === null
              ? []
              : inverse(forecast.output_tokens_per_s, costOf(hour, first.gpus, assumptions), "cost_per_mtok_output"))
          ],
          energy_j_per_output_token: [
            ...(power === null || throughput === null
              ? []
              : printed({...power, value: power.value / throughput.value})),
            ...forecast.energy_j_per_output_token
          ]
        }
      };
    });
}

function measuredRows(data: Dataset, assumptions: Assumptions): ComparisonRow[] {
  const {min} = data.article.setup.concurrent_requests;
  return articleCurves(data, assumptions.load).flatMap((curve) => {
    const most = measuredConcurrency(data, curve, assumptions);
    const hour = gpuHour(data, assumptions, curve, currencyOf(data));
    return curve.levels
      .filter((level) => level.concurrency === min || level.concurrency === assumptions.load.concurrency)
      .map((level): ComparisonRow => {
        const point = level.rows[0]!;
        const server = data.servers.find((row) => row.run === point.run && row.server === point.server);
        const measured = (column: string, value: number | null | undefined): Entry[] =>
          value == null ? [] : [{kind: shownKind(data), value, id: point.point_id, column}];
        const over = (column: keyof PointRow & MetricName): Entry[] => measured(column, spread(level, column).value);
        const forecast = foresight(data, curve, level.concurrency, assumptions);
        const rates = over("output_tokens_per_s");
        const served = {model: point.model, gpu: curve.gpu, gpus: curve.gpus, precision: curve.precision};
        return {
          name: configurationName(data, curve),
          ...served,
          concurrency: level.concurrency,
          cells: {
            ttft_ms: [
              ...over("ttft_p50_ms"),
              ...forecast.ttft_ms,
              ...floor(data, served, "ttft", level.concurrency, assumptions)
            ],
            tpot_ms: [
              ...over("tpot_p50_ms"),
              ...forecast.tpot_ms,
              ...floor(data, served, "tpot", level.concurrency, assumptions)
            ],
            output_tokens_per_s_per_user: [
              ...over("output_tokens_per_s_per_user"),
              ...forecast.output_tokens_per_s_per_user
            ],
            output_tokens_per_s: [...rates, ...forecast.output_tokens_per_s],
            max_concurrency: [...most, ...forecast.max_concurrency],
            memory_gib: measured("model_memory_gib", server?.model_memory_gib),
            cost_per_mtok_output:
              hour === null ? [] : inverse(rates, costOf(hour, curve.gpus, assumptions), "cost_per_mtok_output"),
            energy_j_per_output_token: [...over("energy_j_per_output_token"), ...forecast.energy_j_per_output_token]
          }
        };
      });
  });
}

/** Cost of a million output tokens as a function of the rate, in the currency of the price. */
function costOf(hour: GpuHour, gpus: number, assumptions: Assumptions): (tokens_per_s: number) => number {
  const {price_per_gpu_h} = hour;
  const utilisation = busyShare(hour, assumptions);
  return (tokens_per_s) => costPerMtok({price_per_gpu_h, gpus, tokens_per_s, utilisation});
}

/** Largest tested concurrency that meets the reader's limit; 0 when the least tested fails; none when nothing decides. */
function measuredConcurrency(data: Dataset, curve: Curve, {slo}: Assumptions): Entry[] {
  const rows = curve.levels.flatMap((level) => level.rows);
  const {passes, fails, levels} = maxConcurrency(data, rows, slo);
  const decided = passes ?? (fails !== null && fails === levels[0]?.concurrency ? 0 : null);
  const level = curve.levels.find(({concurrency}) => concurrency === (passes ?? fails));
  if (decided === null || level === undefined) return [];
  const by = {e2e: "E2E", ttft: "TTFT", tpot: "TPOT"}[slo.metric];
  return [{kind: shownKind(data), value: decided, id: level.rows[0]!.point_id, column: "max_concurrency", by}];
}

const atArticleLengths = (data: Dataset, {load}: Assumptions): boolean => {
  const {input_tokens, output_tokens} = articleWorkload(data);
  return load.input_tokens === input_tokens && load.output_tokens === output_tokens;
};

/**
 * What is predicted of a configuration at a load; nothing where the model was fitted on that very GPU and precision,
 * whose measurements stand in the table.
 */
function foresight(data: Dataset, configuration: Configuration, concurrency: number | null, assumptions: Assumptions) {
  const prediction = fittedOn(data, configuration)
    ? null
    : predictionFor(data, configuration, concurrency, assumptions);
  const tpot_ms = predictedEntry(prediction, "tpot_p50_ms");
  return {
    ttft_ms: predictedEntry(prediction, "ttft_p50_ms"),
    tpot_ms,
    output_tokens_per_s_per_user: inverse(tpot_ms, (ms) => 1000 / ms, "output_tokens_per_s_per_user"),
    output_tokens_per_s: predictedEntry(prediction, "output_tokens_per_s"),
    max_concurrency: concurrencyEntries(prediction, assumptions.slo.metric),
    energy_j_per_output_token: predictedEntry(prediction, "energy_j_per_output_token")
  };
}

/** The article's largest concurrency of a row that prints one. */
function largest(row: PublishedRow): Entry {
  return {
    kind: "published",
    value: row.max_concurrency!,
    id: row.published_id,
    column: "max_concurrency",
    atLeast: row.max_concurrency_is_lower_bound === true
  };
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

const printedEntry = (found: Found | null): Entry[] => (found === null ? [] : [{kind: "published", ...found}]);

/** The physical floor of a latency at the reader's lengths; none where the configuration cannot be bounded. */
function floor(
  data: Dataset,
  served: {gpu: string; gpus: number; precision: string; model?: string | null},
  which: "ttft" | "tpot",
  concurrency: number | null,
  {load: {input_tokens, output_tokens}}: Assumptions
): Entry[] {
  const target = boundTarget(data, {model: null, ...served});
  if (target === null || concurrency === null) return [];
  const value =
    which === "ttft"
      ? ttftFloorMs(target, input_tokens)
      : tpotFloorMs(target, {inputTokens: input_tokens, outputTokens: output_tokens, concurrency});
  return [{kind: "bound", value, id: `hardware/${served.gpu}`, column: `${which}_floor_ms`}];
}
