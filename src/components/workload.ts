import {groups, mean} from "d3";
import {curvesOf, type Curve, type Level} from "../model/curve.js";
import {shownKind, type Dataset} from "../model/dataset.js";
import type {MetricName} from "../model/metrics.js";
import {betweenRuns} from "../model/statistics/between-runs.js";
import type {PointRow} from "../model/tables/points.js";

interface Lengths {
  readonly input_tokens: number;
  readonly output_tokens: number;
}

/** The article's workload, read from its facts, with every name under which runs serve its model. */
export function articleWorkload(data: Dataset): Lengths & {models: readonly string[]} {
  const name = data.article.model.name;
  const entry = data.models.find((model) => model.names.includes(name));
  return {
    models: entry?.names ?? [name],
    input_tokens: data.article.setup.input_tokens_mean,
    output_tokens: data.article.setup.output_tokens
  };
}

/**
 * Curves of the model under examination, at its lengths or at those given, of one kind and of one copy of the model: what copies
 * behind one address give is their number times one. Simulated points never stand in a conclusion about hardware.
 */
export function articleCurves(data: Dataset, lengths: Lengths = articleWorkload(data)): Curve[] {
  return allCurves(data, lengths).filter(({copies}) => copies === 1);
}

/** Curves of several copies of the model behind one address, at the article's lengths. */
export function copyCurves(data: Dataset): Curve[] {
  return allCurves(data, articleWorkload(data)).filter(({copies}) => copies > 1);
}

function allCurves(data: Dataset, {input_tokens, output_tokens}: Lengths): Curve[] {
  const workload = {models: articleWorkload(data).models, input_tokens, output_tokens};
  return curvesOf(data.points, workload).filter((curve) => curve.kind === shownKind(data));
}

/**
 * One level's value over its repeats: the mean, and its uncertainty between them: the least and the largest of 2 to 4,
 * the 95 % interval of the mean from 5 on.
 */
export interface Spread {
  readonly value: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  readonly n_runs: number;
}

export function spread(level: Level, metric: MetricName & keyof PointRow): Spread {
  const values = level.rows.map((row) => row[metric]).filter((value): value is number => typeof value === "number");
  const n_runs = values.length;
  const value = mean(values) ?? null;
  if (n_runs < 2) return {value, lo: null, hi: null, n_runs};
  if (n_runs < 5 || values.some((each) => each <= 0))
    return {value, lo: Math.min(...values), hi: Math.max(...values), n_runs};
  const {lo, hi} = betweenRuns(values);
  return {value, lo, hi, n_runs};
}

/**
 * What measured these points, for a figure's source line: "NVIDIA H200, vllm 0.26.0, dummy weights: h200-core 2026-11-24", runs of one
 * GPU, engine and kind of weights together.
 */
export function sourceOf(rows: readonly PointRow[], data: Dataset): string {
  const served = (row: PointRow): string => {
    const gpu = data.hardware.find((entry) => entry.gpu === row.gpu)?.name ?? row.gpu ?? "?";
    // What another tool's file says nothing of is left out; its client is named in the engine's place.
    const by = row.engine === null ? (row.client ?? "?") : `${row.engine} ${row.engine_version ?? ""}`.trim();
    return `${gpu}, ${by}${row.weights === null ? "" : `, ${row.weights} weights`}`;
  };
  const day = ({start_utc}: PointRow): string =>
    start_utc === null ? "" : ` ${new Date(start_utc).toISOString().slice(0, 10)}`;
  return groups(rows, served)
    .map(([what, own]) => `${what}: ${[...new Set(own.map((row) => `${row.run}${day(row)}`))].join(", ")}`)
    .join("; ");
}
