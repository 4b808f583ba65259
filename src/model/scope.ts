import type {Article} from "./article.js";
import {assume, type Assumptions} from "./assumptions.js";
import type {Dataset, RunKind} from "./dataset.js";
import {lengthsOf} from "./lengths-of.js";
import {playedSpeed} from "./played-speed.js";
import {isAsBuilt} from "./presets.js";
import type {Study, StudyAsks} from "./study.js";
import type {PointRow} from "./tables/points.js";

/** What figures of load curves are drawn for: one model at one pair of lengths. */
export interface Workload {
  /** A name under which runs serve the model. */
  readonly model: string;
  readonly input_tokens: number;
  readonly output_tokens: number;
}

/** The workloads of closed-loop points, that with the most levels of concurrency first; ties keep the order of points. */
export function workloadsOf(points: readonly PointRow[]): (Workload & {readonly levels: number})[] {
  const found = new Map<string, {workload: Workload; levels: Set<string>}>();
  for (const point of points) {
    const {status, load, model, server, concurrency} = point;
    const {input_tokens, output_tokens} = lengthsOf(point);
    if (status !== "ok" || load !== "closed" || model === null || input_tokens === null || output_tokens === null)
      continue;
    const key = JSON.stringify([model, input_tokens, output_tokens]);
    const entry = found.get(key) ?? {workload: {model, input_tokens, output_tokens}, levels: new Set()};
    found.set(key, entry);
    entry.levels.add(`${server} ${concurrency}`);
  }
  return [...found.values()]
    .map(({workload, levels}) => ({...workload, levels: levels.size}))
    .sort((a, b) => b.levels - a.levels);
}

/** A source that asserts and prints nothing: what stands in an article's place where only a workload is examined. */
export function noArticle({model, input_tokens, output_tokens}: Workload): Article {
  return {
    id: "none",
    file: "",
    noun: {en: "source", zh: "来源"},
    title_en: "",
    title_zh: "",
    published: "",
    currency: null,
    model: {name: model, parameters_billion: 0, context_tokens: 0, max_generation_tokens: 0},
    setup: {
      engine: "",
      input_tokens_mean: input_tokens,
      output_tokens,
      concurrent_requests: {min: 1, max: 1},
      precisions: []
    },
    gpus: [],
    scenarios: [],
    assertions: []
  };
}

/** The part of a data set that belongs to one run, seen under one workload: what a run's own page is a function of. */
export function scopeOfRun(data: Dataset, run: string, kind: RunKind, workload: Workload): Dataset {
  return {
    ...restricted(data, (row) => row.run === run),
    servers: data.servers.filter((row) => row.run === run),
    telemetry: data.telemetry.filter((row) => row.run === run),
    published: [],
    claims: [],
    article: noArticle(workload),
    shown_kind: kind
  };
}

/** A study of one's own: what its page is a function of, beside the data. */
export interface AskingStudy extends Pick<Study, "name"> {
  readonly asks: StudyAsks;
}

/**
 * The part of a data set that answers a study: points of its model on its GPUs, of the most trusted kind that there is (measured,
 * imported, simulated), but none that was simulated faster than life; its GPUs, prices and what it asks in place of a source.
 */
export function scopeOfStudy(data: Dataset, {name, asks}: AskingStudy): Dataset {
  const names = data.models.find(({id}) => id === asks.model)?.names ?? [];
  const {input_tokens, output_tokens, concurrency} = asks.load;
  const article = noArticle({model: names[0] ?? asks.model, input_tokens, output_tokens});
  const boards = new Set(asks.gpus.map(({gpu}) => gpu));
  const rushed = new Set(
    data.servers.filter((row) => playedSpeed(row) !== 1).map(({run, server}) => `${run}/${server}`)
  );
  const own = data.points.filter(
    ({model, gpu, run, server}) =>
      !rushed.has(`${run}/${server}`) &&
      model !== null &&
      gpu !== null &&
      boards.has(gpu) &&
      (model === asks.model || names.includes(model))
  );
  const shown_kind = kindsByTrust.find((kind) => own.some((row) => row.kind === kind)) ?? "measured";
  const ids = new Set(own.filter(({kind}) => kind === shown_kind).map(({point_id}) => point_id));
  const runs = new Set(own.filter(({kind}) => kind === shown_kind).map(({run}) => run));
  const served = new Set(own.filter(({point_id}) => ids.has(point_id)).map(({run, server}) => `${run}/${server}`));
  const priced = new Set(asks.prices.map(({gpu, gpus}) => `${gpu}x${gpus}`));
  return {
    ...restricted(data, (row) => ids.has(row.point_id)),
    servers: data.servers.filter((row) => served.has(`${row.run}/${row.server}`)),
    telemetry: data.telemetry.filter(
      (row) => runs.has(row.run) && (row.server === null || served.has(`${row.run}/${row.server}`))
    ),
    published: [],
    claims: (data.claims ?? []).filter(({study}) => study === name),
    hardware: data.hardware.filter(({gpu}) => boards.has(gpu)),
    prices: [...asks.prices, ...data.prices.filter(({gpu, gpus}) => boards.has(gpu) && !priced.has(`${gpu}x${gpus}`))],
    presets: (data.presets ?? []).filter((preset) => !isAsBuilt(preset)), // a source's words are not the study's
    article: {
      ...article,
      currency: asks.prices[0]?.currency ?? null,
      setup: {
        ...article.setup,
        concurrent_requests: {min: Math.min(...concurrency), max: Math.max(...concurrency)},
        precisions: asks.precisions,
        asks: {
          configurations: asks.gpus.flatMap((each) => asks.precisions.map((precision) => ({...each, precision}))),
          concurrencies: concurrency,
          slo: asks.slo
        }
      }
    },
    shown_kind
  };
}

/** What a study assumes: its limit, its lengths and its heaviest load. */
export function studyAssumptions({slo, load}: StudyAsks): Assumptions {
  const {input_tokens, output_tokens, concurrency} = load;
  return assume({slo, load: {input_tokens, output_tokens, concurrency: concurrency.at(-1)!}});
}

/** Kinds of points, what may support a conclusion about hardware first. */
const kindsByTrust: readonly RunKind[] = ["measured", "imported", "simulated"];

/** Points that are wanted, with all that is of them alone. */
function restricted(data: Dataset, wanted: (row: PointRow) => boolean): Dataset {
  const points = data.points.filter(wanted);
  const ids = new Set(points.map((point) => point.point_id));
  return {
    ...data,
    points,
    requests: data.requests.filter((row) => ids.has(row.point_id)),
    itl: data.itl.filter((row) => ids.has(row.point_id))
  };
}
