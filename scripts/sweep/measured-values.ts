import {readFileSync} from "node:fs";
import {splitResults} from "../../loaders/split-results.js";
import {readResult, type VllmResult} from "../../loaders/vllm-result.js";
import {sloBound} from "../../src/model/statistics/slo-bound.js";

/** What the runner itself needs of a result: for searches, adaptive repeats, progress and the final table. */
export interface MeasuredValues {
  readonly duration_s: number;
  readonly n: number;
  readonly failed: number;
  readonly output_tokens_per_s: number;
  readonly ttft_mean_ms: number | null;
  readonly tpot_mean_ms: number | null;
}

/** One limit of an SLO against one measurement. */
export interface LimitCheck {
  readonly metric: string;
  readonly limit_ms: number;
  readonly met: number;
  readonly n: number;
  readonly outcome: "pass" | "fail" | "undecided";
}

/** Reads the client's result JSON. Throws a Problem when it is not one. */
export function readMeasured(path: string): VllmResult {
  const split = splitResults(readFileSync(path, "utf8"), path)[0]!;
  if ("problem" in split) throw split.problem;
  return readResult(split.value, path, split.problems);
}

export function measuredValues(result: VllmResult): MeasuredValues {
  const good = indexes(result);
  const tokens = good.reduce((sum, i) => sum + result.outputTokens[i]!, 0);
  const tpot = good.flatMap((i) => tpotS(result, i) ?? []);
  const duration = result.header.duration;
  return {
    duration_s: duration,
    n: result.n,
    failed: result.n - good.length,
    output_tokens_per_s: tokens / duration,
    ttft_mean_ms: mean(good.map((i) => result.ttftS[i]!)),
    tpot_mean_ms: mean(tpot)
  };
}

/**
 * How a measurement stands to the limits of an SLO: for each, the requests (for itl the gaps) that met it, and the
 * outcome by the exact one-sided 95 % bounds of that share. A failed request misses every limit.
 */
export function checkLimits(result: VllmResult, limits: Readonly<Record<string, number>>): LimitCheck[] {
  return Object.entries(limits).map(([metric, limit_ms]) => {
    const [quantity, percentile] = metric.split("_") as [string, string];
    const values = valuesOf(result, quantity);
    const met = values.filter((value) => value * 1e3 <= limit_ms).length;
    const {outcome} = sloBound(met, values.length, Number(percentile.slice(1)) / 100);
    return {metric, limit_ms, met, n: values.length, outcome};
  });
}

/** The outcome of all limits together, and the one that binds: the failing one, else the one nearest to failing. */
export function together(checks: readonly LimitCheck[]): {outcome: LimitCheck["outcome"]; binding: string | null} {
  const worst = [...checks].sort((a, b) => rank(a) - rank(b) || a.met / a.n - b.met / b.n)[0];
  return worst === undefined ? {outcome: "pass", binding: null} : {outcome: worst.outcome, binding: worst.metric};
}

const rank = (check: LimitCheck): number => ["fail", "undecided", "pass"].indexOf(check.outcome);

function valuesOf(result: VllmResult, quantity: string): number[] {
  const missed = result.errors.map((error) => error !== "");
  const all = Array.from({length: result.n}, (_, i) => i);
  const failed = Number.POSITIVE_INFINITY;
  switch (quantity) {
    case "ttft":
      return all.map((i) => (missed[i] ? failed : result.ttftS[i]!));
    case "e2e":
      return all.map((i) => (missed[i] ? failed : result.e2eS[i]!));
    case "tpot":
      return all.flatMap((i) => (missed[i] ? [failed] : (tpotS(result, i) ?? [])));
    default:
      return [...result.gapsS, ...all.filter((i) => missed[i]).map(() => failed)];
  }
}

function indexes(result: VllmResult): number[] {
  return Array.from({length: result.n}, (_, i) => i).filter((i) => result.errors[i] === "");
}

function tpotS(result: VllmResult, i: number): number | null {
  const tokens = result.outputTokens[i]!;
  return tokens < 2 ? null : (result.e2eS[i]! - result.ttftS[i]!) / (tokens - 1);
}

function mean(seconds: readonly number[]): number | null {
  return seconds.length === 0 ? null : (seconds.reduce((a, b) => a + b, 0) / seconds.length) * 1e3;
}
