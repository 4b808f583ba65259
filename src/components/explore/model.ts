import {groups} from "d3";
import type {Dataset} from "../../model/dataset.js";
import {throughputCeiling, tpotFloorMs} from "../../model/physics/bounds.js";
import {copiesOf} from "../../model/copies.js";
import {lengthsOf} from "../../model/lengths-of.js";
import type {PointRow} from "../../model/tables/points.js";
import type {PriceRow} from "../../model/tables/prices.js";
import {verdictsOf} from "../blocks/claims.js";
import {boundTarget} from "../bounds.js";
import {configurationName} from "../configuration.js";
import {memorySplits, type MemorySplit} from "../memory-split.js";
import type {Board} from "../palette.js";
import {inverse, predictedEntry} from "../predicted-entries.js";
import {predictedConfigurations} from "../predicted-rows.js";
import {printedRows} from "../published.js";
import {drawnSeries} from "../series.js";
import type {Kind} from "../view.js";
import {articleWorkload} from "../workload.js";
import type {ExploreMetric} from "./metrics.js";
import {requestAggregates, type RequestAggregate, type SloGrid} from "./request-aggregate.js";
import {traces, type Trace} from "./trace.js";
import {valuesOf} from "./values.js";

/** A value with the ends of its interval, where it has one. */
type Value = readonly [value: number, lo: number | null, hi: number | null];

/** One number of the report as Explore shows it: a measured point, a printed row, a prediction, a bound. */
export interface ExplorePoint {
  readonly id: string;
  readonly kind: Kind;
  /** Key of its series in `ExploreModel.series`. */
  readonly series: string;
  /** Closed-loop concurrency; null for an open loop and where the source does not say. */
  readonly concurrency: number | null;
  readonly request_rate_per_s: number | null;
  /** `<kind>/<run>/<server>`; null where nothing was served. */
  readonly server: string | null;
  readonly n_completed: number | null;
  readonly values: Readonly<Partial<Record<ExploreMetric, Value>>>;
  /** Its requests in short; null where there are none. */
  readonly requests: RequestAggregate | null;
}

/** What points of one line share. */
export interface ExploreSeries {
  readonly key: string;
  readonly kind: Kind;
  readonly label: string;
  /** `<gpu>x<gpus>`. */
  readonly gpu: string;
  readonly gpus: number;
  readonly precision: string;
  readonly workload: string;
  readonly color: string;
  readonly symbol: string;
  readonly dash: string | null;
}

/** A choice of a filter. */
export interface Option {
  readonly key: string;
  readonly label: string;
}

/** All that Explore needs, in the form in which it is drawn: one file for the browser. */
export interface ExploreModel {
  readonly points: readonly ExplorePoint[];
  readonly series: readonly ExploreSeries[];
  readonly gpus: readonly Option[];
  readonly precisions: readonly Option[];
  /** Cards by name and mark, for rows that join later. */
  readonly boards: readonly Board[];
  /** The article's first. */
  readonly workloads: readonly Option[];
  readonly kinds: readonly Kind[];
  readonly slo: SloGrid;
  readonly memory: readonly (MemorySplit & {readonly gpu: string; readonly precision: string})[];
  readonly traces: readonly Trace[];
  readonly prices: readonly Pick<PriceRow, "gpu" | "gpus" | "price_per_gpu_h" | "currency">[];
  /** Assertions with the indices of the points that their verdict rests on. */
  readonly verdicts: readonly {readonly id: string; readonly points: readonly number[]}[];
}

const kindOrder: readonly Kind[] = ["measured", "imported", "published", "predicted", "bound", "simulated"];

/** Everything that Explore draws, from the tables. Deterministic; requests and telemetry come down to fixed sizes. */
export function exploreModel(data: Dataset): ExploreModel {
  const seriesByKey = new Map<string, ExploreSeries>();
  const workloads = new Map<string, string>();
  const series = (
    kind: Kind,
    configuration: {gpu: string; gpus: number; precision: string; copies?: number},
    load: {model: string | null; input_tokens: number; output_tokens: number}
  ): string => {
    const workload = workloadOf(data, load);
    workloads.set(workload.key, workload.label);
    const {gpu, gpus, precision, copies = 1} = configuration;
    const split = copies === 1 ? [] : [`tp${gpus / copies}`];
    const key = [kind, `${gpu}x${gpus}`, ...split, precision, workload.key].join(" ");
    if (!seriesByKey.has(key)) {
      const {label, color, symbol, dash} = drawnSeries(data, configuration);
      const drawn = {label, color, symbol, dash, precision, gpus, gpu: `${gpu}x${gpus}`};
      seriesByKey.set(key, {key, kind, workload: workload.key, ...drawn});
    }
    return key;
  };
  const {input_tokens, output_tokens} = articleWorkload(data);
  const article = {model: null, input_tokens, output_tokens};
  const own = workloadOf(data, article);
  workloads.set(own.key, own.label); // the article's stands first

  const {slo, aggregates} = requestAggregates(data);
  const measured = data.points.flatMap((row) => measuredPoint(row, series, aggregates));
  const points = [
    ...measured,
    ...publishedPoints(data, (row) => series("published", row, article)),
    ...predictedPoints(data, (row) => series("predicted", row, article)),
    ...boundPoints(data, series)
  ];
  const index = new Map(points.map(({id}, i) => [id, i]));
  const all = [...seriesByKey.values()];
  const gpus = new Map(all.map(({gpu, gpus}) => [gpu, configurationName(data, {gpu: gpu.replace(/x\d+$/, ""), gpus})]));
  return {
    points,
    series: all,
    gpus: [...gpus].map(([key, label]) => ({key, label})).sort((a, b) => (a.label < b.label ? -1 : 1)),
    precisions: [...new Set(all.map(({precision}) => precision))].sort().map((key) => ({key, label: key})),
    boards: data.hardware.map(({gpu, name, label, mark, mark_several}) => ({gpu, name, label, mark, mark_several})),
    workloads: [...workloads].map(([key, label]) => ({key, label})),
    kinds: kindOrder.filter((kind) => points.some((point) => point.kind === kind)),
    slo,
    memory: memorySplits(data).map((split) => {
      const server = data.servers.find(({server_id}) => server_id === split.id)!;
      return {...split, gpu: `${server.gpu}x${server.gpus ?? 1}`, precision: server.precision ?? ""};
    }),
    traces: traces(data, index),
    prices: data.prices.map(({gpu, gpus, price_per_gpu_h, currency}) => ({gpu, gpus, price_per_gpu_h, currency})),
    verdicts: verdictsOf(data).map(({id, evidence}) => ({
      id,
      points: [...new Set(evidence.flatMap((one) => index.get(one.id) ?? []))]
    }))
  };
}

type SeriesOf = (
  kind: Kind,
  configuration: {gpu: string; gpus: number; precision: string; copies?: number},
  load: {model: string | null; input_tokens: number; output_tokens: number}
) => string;

/** The workload of a point: the model as the repository names it, and the lengths. */
function workloadOf(
  data: Dataset,
  {model, input_tokens, output_tokens}: {model: string | null; input_tokens: number; output_tokens: number}
): Option {
  const name = model ?? data.article.model.name;
  const entry = data.models.find(({names}) => names.includes(name));
  const id = entry?.id ?? name.split("/").at(-1)!;
  return {key: `${id}_${input_tokens}-${output_tokens}`, label: `${id}, ${input_tokens}/${output_tokens}`};
}

function measuredPoint(
  row: PointRow,
  series: SeriesOf,
  aggregates: ReadonlyMap<string, RequestAggregate>
): ExplorePoint[] {
  const {gpu, gpus, precision, model} = row;
  const {input_tokens, output_tokens} = lengthsOf(row);
  if (row.status !== "ok" || gpu === null || gpus === null || precision === null) return [];
  if (input_tokens === null || output_tokens === null) return [];
  return [
    {
      id: row.point_id,
      kind: row.kind as Kind,
      series: series(
        row.kind as Kind,
        {gpu, gpus, precision, copies: copiesOf(row)},
        {model, input_tokens, output_tokens}
      ),
      concurrency: row.load === "closed" ? row.concurrency : null,
      request_rate_per_s: row.load === "open" ? row.request_rate_per_s : null,
      server: `${row.kind}/${row.run}/${row.server}`,
      n_completed: row.n_completed,
      values: valuesOf(row),
      requests: aggregates.get(row.point_id) ?? null
    }
  ];
}

const unserved = {request_rate_per_s: null, server: null, n_completed: null, requests: null} as const;

function publishedPoints(
  data: Dataset,
  series: (row: {gpu: string; gpus: number; precision: string}) => string
): ExplorePoint[] {
  return printedRows(data, ["tpot_ms", "throughput_tokens_per_s"]).map((row) => ({
    id: row.published_id,
    kind: "published",
    series: series(row),
    concurrency: null,
    ...unserved,
    values: {
      output_tokens_per_s_per_user: [1000 / row.tpot_ms!, null, null],
      output_tokens_per_s: [row.throughput_tokens_per_s!, null, null],
      tpot_p50_ms: [row.tpot_ms!, null, null],
      ...(row.ttft_ms === null ? {} : {ttft_p50_ms: [row.ttft_ms, null, null] as Value})
    }
  }));
}

function predictedPoints(
  data: Dataset,
  series: (row: {gpu: string; gpus: number; precision: string}) => string
): ExplorePoint[] {
  const predicted = [
    "output_tokens_per_s",
    "tpot_p50_ms",
    "ttft_p50_ms",
    "e2e_p50_ms",
    "energy_j_per_output_token",
    "power_mean_w"
  ] as const;
  return predictedConfigurations(data)
    .flatMap(({rows}) => rows)
    .flatMap(({id, concurrency, prediction}) => {
      const entries = [
        ...predicted.flatMap((name) => predictedEntry(prediction, name)),
        ...inverse(predictedEntry(prediction, "tpot_p50_ms"), (ms) => 1000 / ms, "output_tokens_per_s_per_user")
      ];
      if (entries.length === 0) return [];
      const values = Object.fromEntries(
        entries.map(({column, value, lo, hi}) => [column, [value, lo ?? null, hi ?? null] as Value])
      );
      return [{id, kind: "predicted" as const, series: series(prediction), concurrency, ...unserved, values}];
    });
}

/** The limits of physics of every measured configuration, at its measured closed-loop concurrencies. */
function boundPoints(data: Dataset, series: SeriesOf): ExplorePoint[] {
  const usable = data.points.filter((row) => row.status === "ok" && row.kind === "measured" && row.load === "closed");
  const key = (row: PointRow): string =>
    [row.model, row.gpu, row.gpus, row.precision, row.input_tokens, row.output_tokens].join(" ");
  return groups(usable, key).flatMap(([, rows]) => {
    const {gpu, gpus, precision, model, input_tokens, output_tokens} = rows[0]!;
    if (gpu === null || gpus === null || precision === null || input_tokens === null || output_tokens === null)
      return [];
    const target = boundTarget(data, {model, gpu, gpus, precision});
    if (target === null) return [];
    const load = {model, input_tokens, output_tokens};
    const own = series("bound", {gpu, gpus, precision}, load);
    const levels = [...new Set(rows.flatMap((row) => row.concurrency ?? []))].sort((a, b) => a - b);
    return levels.map((concurrency): ExplorePoint => {
      const at = {inputTokens: input_tokens, outputTokens: output_tokens, concurrency};
      const floor = tpotFloorMs(target, at);
      return {
        id: `bound/${gpu}x${gpus}/${precision}/${workloadOf(data, load).key}/c${concurrency}`,
        kind: "bound",
        series: own,
        concurrency,
        ...unserved,
        values: {
          output_tokens_per_s_per_user: [1000 / floor, null, null],
          output_tokens_per_s: [throughputCeiling(target, at), null, null],
          tpot_p50_ms: [floor, null, null]
        }
      };
    });
  });
}
