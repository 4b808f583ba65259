import type {LatencyStatistics} from "../src/model/statistics/latency-statistics.js";
import {spanOf, type VllmResult} from "./vllm-result.js";

/** Recomputed statistics of the four latencies of a point, ms. */
export interface PointStatistics {
  readonly ttft: LatencyStatistics;
  readonly tpot: LatencyStatistics;
  readonly itl: LatencyStatistics;
  readonly e2el: LatencyStatistics;
}

/** One number as the tool printed it and as it follows from the arrays. */
export interface PrintedNumber {
  readonly key: string;
  readonly printed: number;
  readonly recomputed: number;
  /** Largest relative difference that is explained by how the number was made. */
  readonly tolerance: number;
  /** Largest difference, ms, that comes from times which were rounded when they were stored; 0 where they were not. */
  readonly slack_ms: number;
}

/** Sum over the requests that completed. */
type TokenSum = (tokens: Int32Array) => number;

const exact = 1e-9;
/** E2E is TTFT plus the sum of the gaps where the tool kept no latencies: a few microseconds short. */
const reconstructed = 1e-5;

/**
 * Every latency statistic that a result prints, next to the one recomputed from its arrays.
 * @param rounded_ns resolution to which gaps and first-token times were stored; 0 as written
 */
export function printedNumbers(result: VllmResult, statistics: PointStatistics, rounded_ns = 0): PrintedNumber[] {
  const found: PrintedNumber[] = [];
  const halfMs = (rounded_ns / 2) * 1e-6;
  const longest = result.outputTokens.reduce((most, tokens) => Math.max(most, tokens), 1);
  const add = (key: string, recomputed: number | null, tolerance: number): void => {
    const printed = result.header[key];
    // A mean, a percentile and a spread move by no more than what they are taken of; an E2E is a sum of that many times.
    const slack_ms = halfMs * (key.includes("_e2el_") ? longest : 1.01);
    if (typeof printed === "number" && recomputed !== null) found.push({key, printed, recomputed, tolerance, slack_ms});
  };
  for (const name of ["ttft", "tpot", "itl", "e2el"] as const) {
    const s = statistics[name];
    const measured = name === "ttft" || name === "itl" || result.e2eSource === "latencies";
    const tolerance = measured ? exact : reconstructed;
    add(`mean_${name}_ms`, s.mean, tolerance);
    add(`median_${name}_ms`, s.percentiles[50], tolerance);
    // A spread is a difference: an error of microseconds weighs against the spread, not against the mean.
    add(`std_${name}_ms`, s.std, measured ? exact : Math.max(reconstructed, spreadTolerance(s)));
    for (const p of [50, 90, 95, 99] as const) add(`p${p}_${name}_ms`, s.percentiles[p], tolerance);
  }
  return found;
}

function spreadTolerance({mean, std}: LatencyStatistics): number {
  return mean === null || std === null || std === 0 ? Infinity : (reconstructed * mean) / std;
}

/** Seconds by which the duration may exceed the span of the requests: start and end of the tool's own work. */
const idleS = 1;

/** What a result prints that does not follow from its own arrays, one sentence each; `rounded_ns` as above. */
export function contradictions(
  result: VllmResult,
  statistics: PointStatistics,
  completed: number,
  rounded_ns = 0
): string[] {
  const {header, inputTokens, outputTokens, errors} = result;
  const problems = printedNumbers(result, statistics, rounded_ns)
    .filter(
      ({printed, recomputed, tolerance, slack_ms}) =>
        !close(printed, recomputed, tolerance) && Math.abs(printed - recomputed) > slack_ms
    )
    .map(({key, printed, recomputed}) => `${key} is printed as ${printed} but its array gives ${recomputed}`);
  const total: TokenSum = (tokens) =>
    tokens.reduce((sum, x, i) => (errors[i] === "" && outputTokens[i]! > 0 ? sum + x : sum), 0);
  const counts: [string, number | null | undefined, number][] = [
    ["completed", header.completed, completed],
    ["failed", header.failed, result.n - completed],
    ["total_input_tokens", header.total_input_tokens, total(inputTokens)],
    ["total_output_tokens", header.total_output_tokens, total(outputTokens)]
  ];
  for (const [key, printed, counted] of counts) {
    if (printed != null && printed !== counted)
      problems.push(`${key} is printed as ${printed} but the arrays give ${counted}`);
  }
  return [...problems, ...ratesOf(result, completed, total), ...durationOf(result)];
}

/** Printed rates that are not their count over the duration. */
function ratesOf({header, inputTokens, outputTokens}: VllmResult, completed: number, total: TokenSum): string[] {
  const output = total(outputTokens);
  const rates: [string, number][] = [
    ["request_throughput", completed],
    ["output_throughput", output],
    ["total_token_throughput", total(inputTokens) + output]
  ];
  return rates.flatMap(([key, count]) => {
    const printed = header[key];
    const rate = count / header.duration;
    if (typeof printed !== "number" || close(printed, rate, exact)) return [];
    return [`${key} is printed as ${printed} but counts over the duration give ${rate}`];
  });
}

/** A duration that the requests do not fill or do not fit in: every rate divides by it. */
function durationOf(result: VllmResult): string[] {
  const {duration} = result.header;
  const span = spanOf(result);
  if (span === null) return [];
  const spanS = span.lastEndS - span.firstStartS;
  if (spanS <= duration * (1 + reconstructed) + 1e-3 && duration <= spanS * 1.05 + idleS) return [];
  return [`duration is ${duration} s but from the first start to the last end are ${spanS} s`];
}

function close(a: number, b: number, tolerance: number): boolean {
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b)) || Math.abs(a - b) < 1e-12;
}
