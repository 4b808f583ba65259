import {derived, latency, perObject, type Format, type ImportedNumbers, type ImportedPoint} from "../imported-point.js";
import type {DefinitionCode} from "../definitions.js";
import type {Node} from "../node.js";

/**
 * inference-perf's stage_N_lifecycle_metrics.json and summary, known from real files of 0.7.0: seconds throughout, ITL is
 * the pooled real gaps, TPOT the mean gap of each request, an empty distribution null. The model stands in config.yaml
 * alone. Its summary pools all stages and the pauses between them.
 */
export const inferencePerf = perObject(
  "inference-perf",
  "inference-perf",
  (first) => first.get("load_summary").isObject && first.get("successes").isObject,
  (object, problems) => [point(object, problems)]
);

function point(object: Node, problems: readonly string[]): ImportedPoint {
  const load = object.get("load_summary");
  const successes = object.get("successes").object();
  const staged = ["requested_rate", "achieved_rate", "concurrency"].some((key) => load.has(key));
  const completed = successes.get("count").count();
  const failed = object.get("failures", "count").count();
  const serverTokens = successes.get("output_tokens", "mean").given;
  const concurrency = load.get("concurrency").count();
  const rate = load.get("requested_rate").positive();
  const definitions: DefinitionCode[] = ["value=summary", "tpot=mean_gap", "throughput=own_window"];
  if (!serverTokens) definitions.push("tokens=client_tokenizer");
  if (!staged) definitions.push("value=pooled_stages");
  return {
    format: "inference-perf",
    where: object.where,
    numbers: derived({
      client: "inference-perf",
      concurrency,
      // A stage of fixed concurrency states a rate too, which paces nothing.
      request_rate_per_s: concurrency === null && rate !== null && rate > 0 ? rate : null,
      ...latencies(successes.get("latency")),
      n_requests: load.get("count").count(),
      n_completed: completed,
      n_failed: failed,
      duration_s: object.get("benchmark_time_seconds").positive(),
      ...throughput(successes.get("throughput")),
      input_tokens_mean: successes.get("prompt_tokens", "mean").positive(),
      output_tokens_mean: successes.get(serverTokens ? "output_tokens" : "output_len", "mean").positive(),
      ...goodput(object)
    }),
    definitions,
    gpuName: null,
    problems: [...problems, ...failures(object.get("failures"), failed)]
  };
}

function latencies(node: Node): ImportedNumbers {
  const read = (name: "ttft" | "tpot" | "itl" | "e2e", key: string): ImportedNumbers => {
    const found = node.get(key);
    if (!found.given) return {};
    const of = (statistic: string): number | null => found.get(statistic).positive();
    const p50 = of("median") ?? of("p50");
    return latency(
      name,
      {mean: of("mean"), std: of("std_dev"), p50, p90: of("p90"), p95: of("p95"), p99: of("p99")},
      1000
    );
  };
  return {
    ...read("ttft", "time_to_first_token"),
    ...read("tpot", "time_per_output_token"),
    ...read("itl", "inter_token_latency"),
    ...read("e2e", "request_latency")
  };
}

function throughput(node: Node): ImportedNumbers {
  return {
    requests_per_s: node.get("requests_per_sec").positive(),
    output_tokens_per_s: node.get("output_tokens_per_sec").positive(),
    input_tokens_per_s: node.get("input_tokens_per_sec").positive(),
    total_tokens_per_s: node.get("total_tokens_per_sec").positive()
  };
}

function goodput(object: Node): ImportedNumbers {
  return {goodput_requests_per_s: object.get("goodput_metrics", "request_goodput").positive()};
}

function failures(node: Node, n: number | null): string[] {
  if (n === null || n === 0) return [];
  const labels = node.get("by_label").keys();
  return [`${n} requests failed${labels.length === 0 ? "" : `: ${labels.slice(0, 5).join(", ")}`}`];
}

/** config.yaml of inference-perf, which names the model of the stages beside it. */
export const inferencePerfConfig: Format = {
  id: "inference-perf-config",
  name: "inference-perf configuration",
  recognise: (first) => first.get("load", "stages").isList && first.get("api").isObject && first.get("server").isObject,
  open() {
    let model: string | null = null;
    return {
      add(object) {
        model = object.get("server", "model_name").text();
      },
      end: () => ({points: [], about: {model}, note: "names the model of the results beside it"})
    };
  }
};

/** per_request_lifecycle_metrics.json: no stage in it, so its requests belong to no load level. */
export const inferencePerfRequests: Format = {
  id: "inference-perf-requests",
  name: "inference-perf requests",
  recognise: (first) => first.has("start_time", "end_time", "info") && first.get("info").isObject,
  open: () => ({
    add(object) {
      object.get("start_time").number();
    },
    end: () => ({
      points: [],
      note: "its requests name no stage; the stage_N_lifecycle_metrics.json beside it hold the points"
    })
  })
};
