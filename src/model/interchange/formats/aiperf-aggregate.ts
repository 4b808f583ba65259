import {derived, latency, perObject, type ImportedNumbers, type ImportedPoint} from "../imported-point.js";
import type {DefinitionCode} from "../definitions.js";
import type {Node} from "../node.js";
import {aiperfMetrics} from "./aiperf.js";
import {inUnit, msIn, perSecond} from "./aiperf-units.js";

/**
 * AIPerf profile_export_aiperf_aggregate.json: statistics between runs of one configuration, whose mean over the runs is
 * read. Known from its documentation alone (ai-dynamo/aiperf, docs/tutorials/multi-run-confidence.md).
 */
export const aiperfAggregate = perObject(
  "aiperf-aggregate",
  "AIPerf aggregate",
  (first) =>
    first.get("metrics").isObject &&
    (first.get("aggregation_type").value ?? first.get("metadata", "aggregation_type").value) === "confidence",
  (object, problems) => [aggregate(object, problems)]
);

function aggregate(object: Node, problems: readonly string[]): ImportedPoint {
  const metadata = object.get("metadata").object();
  const metrics = object.get("metrics");
  const runs = metadata.get("num_successful_runs").count() ?? object.get("num_successful_runs").count();
  const statistic = (tags: readonly string[], key: string): Node | null => {
    for (const tag of tags)
      for (const name of [`${tag}_${key}`, `${tag}_${key}_ms`]) if (metrics.has(name)) return metrics.get(name);
    return null;
  };
  const read = (name: "ttft" | "tpot" | "itl" | "e2e", tags: readonly string[]): ImportedNumbers => {
    const of = (key: string): number | null => {
      const metric = statistic(tags, key);
      const value = metric?.get("mean").positive() ?? null;
      return metric === null || value === null ? null : value * msIn(metric);
    };
    return latency(name, {mean: of("avg"), p50: of("p50"), p90: of("p90"), p95: of("p95"), p99: of("p99")}, 1);
  };
  const mean = (tag: string, units: readonly string[]): number | null => {
    const metric = statistic([tag], "avg") ?? (metrics.has(tag) ? metrics.get(tag) : null);
    return metric === null ? null : inUnit(metric, "mean", units);
  };
  const numbers = {
    client: "aiperf",
    ...read("ttft", ["time_to_first_token", "ttft"]),
    ...read("tpot", ["inter_token_latency", "itl"]),
    ...read("itl", ["inter_chunk_latency"]),
    ...read("e2e", ["request_latency"]),
    requests_per_s: mean("request_throughput", perSecond.requests),
    output_tokens_per_s: mean("output_token_throughput", perSecond.tokens),
    n_completed: whole(mean("request_count", ["requests"])),
    input_tokens_mean: mean("input_sequence_length", ["tokens"]),
    output_tokens_mean: mean("output_sequence_length", ["tokens"])
  };
  return {
    format: "aiperf-aggregate",
    where: object.where,
    numbers: derived(numbers),
    definitions: ["format=schema_only", ...between(runs)],
    gpuName: null,
    problems: [...problems, ...failedRuns(metadata)]
  };
}

const whole = (n: number | null): number | null => (n !== null && Number.isInteger(n) ? n : null);

const between = (runs: number | null): DefinitionCode[] => [
  "tpot=called_itl",
  "value=summary",
  ...(runs === 1 ? [] : (["value=mean_of_runs"] as const))
];

function failedRuns(node: Node): string[] {
  const failed = node.get("failed_runs").items();
  return failed.length === 0 ? [] : [`${failed.length} ${failed.length === 1 ? "run" : "runs"} failed`];
}

/**
 * AIPerf profile_export_aiperf_sweep.json: a point for each combination of parameters. Known from a real file of 0.13.0
 * with one run a combination; with several its numbers are means over them. Its spreads are between runs and left out.
 */
export const aiperfSweep = perObject(
  "aiperf-sweep",
  "AIPerf sweep",
  (first) => first.get("per_combination_metrics").isList,
  (object, problems) => {
    const trials = object.get("metadata", "num_trials_per_value").count();
    return object
      .get("per_combination_metrics")
      .items()
      .map((combination): ImportedPoint => {
        const parameters = combination.get("parameters");
        const parameter = (name: string): number | null => {
          const key = parameters.keys().find((each) => each === name || each.endsWith(`.${name}`));
          return key === undefined ? null : parameters.get(key).positive();
        };
        const numbers = {
          client: "aiperf",
          ...aiperfMetrics(combination.get("metrics").object(), {statistics: "of runs"}),
          concurrency: parameter("concurrency"),
          request_rate_per_s: parameter("request_rate") ?? parameter("rate")
        };
        return {
          format: "aiperf-sweep",
          where: combination.where,
          numbers: derived(numbers),
          definitions: between(trials),
          gpuName: null,
          problems: [...problems, ...failedRuns(object)]
        };
      });
  }
);
