import type {Article} from "./article.js";
import type {Dataset, RunKind} from "./dataset.js";
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
  for (const {status, load, model, input_tokens, output_tokens, server, concurrency} of points) {
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
function noArticle({model, input_tokens, output_tokens}: Workload): Article {
  return {
    id: "none",
    title_en: "",
    title_zh: "",
    published: "",
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
  const points = data.points.filter((row) => row.run === run);
  const ids = new Set(points.map((point) => point.point_id));
  return {
    ...data,
    points,
    requests: data.requests.filter((row) => ids.has(row.point_id)),
    itl: data.itl.filter((row) => ids.has(row.point_id)),
    telemetry: data.telemetry.filter((row) => row.run === run),
    servers: data.servers.filter((row) => row.run === run),
    published: [],
    article: noArticle(workload),
    shown_kind: kind
  };
}
