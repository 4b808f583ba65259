import {ascending, groups} from "d3-array";
import {copiesOf} from "./copies.js";
import type {Dataset} from "./dataset.js";
import {lengthsOf} from "./lengths-of.js";
import {requestsOf} from "./max-concurrency.js";
import {sloOutcome, type SloBound} from "./statistics/slo-bound.js";
import type {PointRow} from "./tables/points.js";
import type {RequestRow} from "./tables/requests.js";

/** Limits on percentiles, all to be met together, by metric and ms: {ttft_p90_ms: 1000, tpot_p90_ms: 30}. */
export type Limits = Readonly<Record<string, number>>;

/** What a sweep searched: the highest load of one kind and one pair of lengths that meets limits. */
export interface LoadQuestion {
  readonly limits: Limits;
  readonly over: "concurrency" | "request_rate_per_s";
  readonly input_tokens: number;
  readonly output_tokens: number;
}

/** How far one configuration carries the load. */
export interface LoadAnswer extends LoadQuestion {
  readonly model: string;
  readonly gpu: string;
  readonly gpus: number;
  readonly copies: number;
  readonly precision: string;
  /** Highest tested load that passes with none failing at or below it; null when none is proved to. */
  readonly passes: number | null;
  /** Lowest tested load that fails; null when none is proved to. */
  readonly fails: number | null;
  /** Tested loads in between whose requests do not tell. */
  readonly undecided: readonly number[];
  readonly n_levels: number;
  readonly n_requests: number;
  readonly points: readonly PointRow[];
}

/**
 * Answers a question for every configuration that was measured under such a load, from all its points of one kind together, whichever
 * run holds them. A level passes or fails by the exact one-sided 95 % bound of the share of requests within each limit; a failed request
 * is within none.
 */
export function answerLoad(data: Dataset, question: LoadQuestion, kind: string): LoadAnswer[] {
  const {over, input_tokens, output_tokens} = question;
  const usable = data.points.filter((point) => {
    const lengths = lengthsOf(point);
    return (
      point.kind === kind &&
      point.status === "ok" &&
      point.model !== null &&
      point.gpu !== null &&
      point.gpus !== null &&
      point.precision !== null &&
      point.load === (over === "concurrency" ? "closed" : "open") &&
      point[over] !== null &&
      lengths.input_tokens === input_tokens &&
      lengths.output_tokens === output_tokens
    );
  });
  const key = (point: PointRow): string =>
    JSON.stringify([point.model, point.gpu, point.gpus, copiesOf(point), point.precision]);
  return groups(usable, key).map(([, points]) => answered(data, question, points));
}

function answered(data: Dataset, question: LoadQuestion, points: readonly PointRow[]): LoadAnswer {
  const requests = requestsOf(data);
  const first = points[0]!;
  const levels = groups(points, (point) => point[question.over]!)
    .map(([load, repeats]) => {
      const sent = repeats.flatMap(({point_id}) => requests.get(point_id) ?? []);
      return {load, n: sent.length, outcome: outcomeOf(sent, question.limits)};
    })
    .filter(({n}) => n > 0)
    .toSorted((a, b) => ascending(a.load, b.load));
  const fails = levels.find(({outcome}) => outcome === "fail")?.load ?? null;
  const below = levels.filter(({load}) => fails === null || load < fails);
  const passes = below.findLast(({outcome}) => outcome === "pass")?.load ?? null;
  return {
    ...question,
    model: first.model!,
    gpu: first.gpu!,
    gpus: first.gpus!,
    copies: copiesOf(first),
    precision: first.precision!,
    passes,
    fails,
    undecided: below.filter(({load}) => passes === null || load > passes).map(({load}) => load),
    n_levels: levels.length,
    n_requests: levels.reduce((sum, {n}) => sum + n, 0),
    points
  };
}

function outcomeOf(sent: readonly RequestRow[], limits: Limits): SloBound["outcome"] {
  const outcomes = Object.entries(limits).map(([metric, limit]) => {
    const [quantity, percentile] = metric.split("_") as [string, string];
    const met = sent.filter((request) => request.ok && (latencyOf(request, quantity) ?? Infinity) <= limit);
    return sloOutcome(met.length, sent.length, Number(percentile.slice(1)) / 100);
  });
  return (["fail", "undecided"] as const).find((worst) => outcomes.includes(worst)) ?? "pass";
}

function latencyOf(request: RequestRow, quantity: string): number | null {
  if (quantity === "ttft") return request.ttft_ms;
  return quantity === "tpot" ? request.tpot_ms : quantity === "e2e" ? request.e2e_ms : null;
}
