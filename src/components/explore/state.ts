import type {Kind} from "../view.js";
import type {ExploreModel, ExplorePoint, ExploreSeries} from "./model.js";
import {latencies, type Latency} from "./request-aggregate.js";

/** The filters that a reader sets, by what of a series they look at. */
export const filters = ["gpu", "precision", "workload", "kind"] as const;

export type Filter = (typeof filters)[number];

/** Shares of requests that a limit may ask for. */
export const shares = [0.5, 0.9, 0.95, 0.99] as const;

/** What the reader chose. It stands in the URL, as far as it differs from the default. */
export interface ExploreState {
  readonly gpu: readonly string[];
  readonly precision: readonly string[];
  readonly workload: readonly string[];
  readonly kind: readonly string[];
  /** Which latency is distributed. */
  readonly latency: Latency;
  /** Share of the requests that must meet the limits. */
  readonly share: number;
  /** What a cell of the heat map prints. */
  readonly cell: "concurrency" | "share";
  /** Series of the heat map; null: the one with the most loads. */
  readonly series: string | null;
  readonly currency: string | null;
  /** Ids of the points that are marked in all views. */
  readonly selected: readonly string[];
}

/** Every choice of a filter in the model's order. */
function choices(model: ExploreModel): Readonly<Record<Filter, readonly string[]>> {
  const keys = (options: readonly {readonly key: string}[]): string[] => options.map(({key}) => key);
  return {
    gpu: keys(model.gpus),
    precision: keys(model.precisions),
    workload: keys(model.workloads),
    kind: model.kinds
  };
}

/** All GPUs and precisions, the article's workload, every kind but simulated numbers, which say nothing of hardware. */
export function defaultState(model: ExploreModel): ExploreState {
  const all = choices(model);
  const kinds = all.kind.filter((kind) => kind !== "simulated");
  return {
    gpu: all.gpu,
    precision: all.precision,
    workload: all.workload.slice(0, 1),
    kind: kinds.length > 0 ? kinds : all.kind,
    latency: "ttft_ms",
    share: 0.95,
    cell: "concurrency",
    series: null,
    currency: null,
    selected: []
  };
}

const list = (values: readonly string[]): string => values.join(",");

/** The query of a state: what differs from the default, "" for the default itself. */
export function toQuery(model: ExploreModel, state: ExploreState): string {
  const base = defaultState(model);
  const query = new URLSearchParams();
  for (const name of filters) if (list(state[name]) !== list(base[name])) query.set(name, list(state[name]));
  if (state.latency !== base.latency) query.set("latency", state.latency);
  if (state.share !== base.share) query.set("share", String(state.share));
  if (state.cell !== base.cell) query.set("cell", state.cell);
  if (state.series !== null) query.set("series", state.series);
  if (state.currency !== null) query.set("currency", state.currency);
  if (state.selected.length > 0) query.set("selected", list(state.selected));
  return query.toString().replaceAll("%2C", ",").replaceAll("%2F", "/");
}

/** The state of a query; what it does not name, or names wrongly, is the default. */
export function fromQuery(model: ExploreModel, search: string): ExploreState {
  const base = defaultState(model);
  const all = choices(model);
  const query = new URLSearchParams(search);
  const chosen = (name: Filter): readonly string[] => {
    const given = query.get(name);
    if (given === null) return base[name];
    const wanted = new Set(given.split(","));
    return all[name].filter((key) => wanted.has(key));
  };
  const ids = new Set((query.get("selected") ?? "").split(","));
  const one = <T extends string | number>(given: string | null, known: readonly T[], otherwise: T): T =>
    known.find((value) => String(value) === given) ?? otherwise;
  const series = query.get("series");
  const currency = query.get("currency");
  return {
    gpu: chosen("gpu"),
    precision: chosen("precision"),
    workload: chosen("workload"),
    kind: chosen("kind"),
    latency: one(query.get("latency"), latencies, base.latency),
    share: one(query.get("share"), shares, base.share),
    cell: one(query.get("cell"), ["concurrency", "share"] as const, base.cell),
    series: model.series.some(({key}) => key === series) ? series : null,
    currency: model.prices.some((price) => price.currency === currency) ? currency : null,
    selected: model.points.filter(({id}) => ids.has(id)).map(({id}) => id)
  };
}

/** A point that passes the filters, with its series and its place in the model. */
export interface Shown extends ExplorePoint {
  readonly index: number;
  readonly of: ExploreSeries;
}

/** The points that pass all filters, in the model's order. */
export function shown(model: ExploreModel, state: ExploreState): Shown[] {
  const series = new Map(model.series.map((each) => [each.key, each]));
  const passes = new Set(
    model.series
      .filter(
        ({gpu, precision, workload, kind}) =>
          state.gpu.includes(gpu) &&
          state.precision.includes(precision) &&
          state.workload.includes(workload) &&
          state.kind.includes(kind satisfies Kind)
      )
      .map(({key}) => key)
  );
  return model.points.flatMap((point, index) =>
    passes.has(point.series) ? [{...point, index, of: series.get(point.series)!}] : []
  );
}
