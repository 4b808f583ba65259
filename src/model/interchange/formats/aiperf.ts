import {derived, latency, perObject, type ImportedNumbers, type ImportedPoint} from "../imported-point.js";
import type {DefinitionCode} from "../definitions.js";
import type {Node} from "../node.js";
import {inUnit, msIn, perSecond} from "./aiperf-units.js";

/**
 * AIPerf profile_export_aiperf.json of one run, known from real files of 0.13.0 (schema 1.4). Its inter-token latency is
 * (E2E - TTFT) / (n - 1) of each request, which is TPOT here; the gaps are its inter-chunk latency. Units are stated with
 * each metric; a missing key means that nothing was measured.
 */
export const aiperf = perObject(
  "aiperf",
  "AIPerf",
  // Its file of server metrics names version and configuration too, and holds `metrics`.
  (first) =>
    first.has("input_config") &&
    !first.has("metrics") &&
    (first.has("aiperf_version") || first.get("request_latency").has("unit", "avg")),
  (object, problems) => [point(object, problems)]
);

function point(object: Node, problems: readonly string[]): ImportedPoint {
  const version = object.get("aiperf_version").text();
  const own = [...problems];
  if (object.get("was_cancelled").flag() === true) own.push("the run was cancelled before its end");
  for (const error of object.get("error_summary").items().slice(0, 5)) {
    const said = error.get("error_details", "message").value ?? error.get("message").value ?? error.get("error").value;
    own.push(`errors: ${JSON.stringify(said ?? error.value).slice(0, 200)}`);
  }
  return {
    format: "aiperf",
    where: object.where,
    numbers: derived({
      client: version === null ? "aiperf" : `aiperf ${version}`,
      ...circumstances(object.get("input_config"), object.get("run_info", "variation_values")),
      ...aiperfMetrics(object, {statistics: "of requests"}),
      start_utc: instant(object.get("start_time")),
      end_utc: instant(object.get("end_time"))
    }),
    definitions: aiperfDefinitions(object.get("input_config"), ["value=summary"]),
    gpuName: boardOf(object),
    problems: own
  };
}

/** What holds of every AIPerf result with this configuration. */
export function aiperfDefinitions(config: Node, more: readonly DefinitionCode[]): DefinitionCode[] {
  const server = config.get("endpoint", "use_server_token_count").flag();
  return ["tpot=called_itl", ...(server === true ? [] : (["tokens=client_tokenizer"] as const)), ...more];
}

/** Local time without a zone, as the tool writes it, is no instant. */
function instant(node: Node): number | null {
  const text = node.text();
  if (text === null || !/(?:Z|[+-]\d\d:?\d\d)$/.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

/** Model, load and lengths asked for, where this version keeps them. */
function circumstances(config: Node, variation: Node): ImportedNumbers {
  const phase = config.get("phases").isList
    ? config
        .get("phases")
        .items()
        .find((each) => each.get("kind").value !== "warmup" && each.get("name").value !== "warmup")
    : undefined;
  const varied = (name: string): number | null => {
    const key = variation.keys().find((each) => each === name || each.endsWith(`.${name}`));
    return key === undefined ? null : variation.get(key).positive();
  };
  const given = (...nodes: readonly (Node | undefined)[]): number | null =>
    nodes.find((node) => node?.given === true)?.positive() ?? null;
  const dataset = config.get("datasets", 0, "prompts");
  const legacy = config.get("input", "prompt");
  return {
    model: (config.get("models", "items", 0, "name").given
      ? config.get("models", "items", 0, "name")
      : config.get("endpoint", "model_names", 0)
    ).text(),
    concurrency: varied("concurrency") ?? given(phase?.get("concurrency"), config.get("loadgen", "concurrency")),
    request_rate_per_s:
      varied("request_rate") ??
      varied("rate") ??
      given(phase?.get("rate"), phase?.get("request_rate"), config.get("loadgen", "request_rate")),
    input_tokens: whole(given(dataset.get("isl", "mean"), legacy.get("input_tokens", "mean"))),
    output_tokens: whole(given(dataset.get("osl", "mean"), legacy.get("output_tokens", "mean")))
  };
}

const whole = (n: number | null): number | null => (n !== null && Number.isInteger(n) ? n : null);

interface How {
  /** Spread across requests, or between runs: then it is no spread of a latency and is left out. */
  readonly statistics: "of requests" | "of runs";
}

/** The metrics by tag, whatever file they stand in. */
export function aiperfMetrics(object: Node, {statistics}: How): ImportedNumbers {
  const read = (name: "ttft" | "tpot" | "itl" | "e2e", tag: string): ImportedNumbers => {
    const metric = object.get(tag);
    if (!metric.given || metric.get("count").count() === 0) return {};
    const of = (key: string): number | null => metric.get(key).positive();
    const std = statistics === "of requests" ? of("std") : null;
    return latency(
      name,
      {mean: of("avg") ?? of("mean"), std, p50: of("p50"), p90: of("p90"), p95: of("p95"), p99: of("p99")},
      msIn(metric)
    );
  };
  const mean = (tag: string, units: readonly string[]): number | null =>
    inUnit(object.get(tag), object.get(tag).has("avg") ? "avg" : "mean", units);
  const seconds = object.get("benchmark_duration");
  const completed = mean("request_count", ["requests"]);
  return {
    ...read("ttft", "time_to_first_token"),
    ...read("tpot", "inter_token_latency"),
    ...read("itl", "inter_chunk_latency"),
    ...read("e2e", "request_latency"),
    n_completed: completed,
    n_failed: mean("error_request_count", ["requests"]) ?? (completed === null ? null : 0),
    duration_s: seconds.given
      ? ((mean("benchmark_duration", ["ms", "s", "sec", "seconds", "us", "ns"]) ?? 0) * msIn(seconds)) / 1000
      : null,
    requests_per_s: mean("request_throughput", perSecond.requests),
    output_tokens_per_s: mean("output_token_throughput", perSecond.tokens),
    input_tokens_per_s: mean("input_token_throughput", perSecond.tokens),
    total_tokens_per_s: mean("total_token_throughput", perSecond.tokens),
    input_tokens_mean: mean("input_sequence_length", ["tokens"]),
    output_tokens_mean: mean("output_sequence_length", ["tokens"]),
    concurrency_mean: mean("effective_concurrency", ["requests"]),
    goodput_requests_per_s: mean("goodput", perSecond.requests)
  };
}

/** The name of the first board, where GPU telemetry was on. */
function boardOf(object: Node): string | null {
  const endpoints = object.get("telemetry_data", "endpoints");
  for (const url of endpoints.keys()) {
    const gpus = endpoints.get(url, "gpus");
    for (const gpu of gpus.keys()) {
      const name = gpus.get(gpu, "gpu_name").text();
      if (name !== null) return name;
    }
  }
  return null;
}
