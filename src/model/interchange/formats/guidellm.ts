import {derived, latency, type Format, type ImportedNumbers, type ImportedPoint} from "../imported-point.js";
import type {DefinitionCode} from "../definitions.js";
import type {Node} from "../node.js";
import {RequestStatistics} from "../request-statistics.js";

/**
 * GuideLLM benchmarks.json, known from real files of 0.8.1 (schema version 2). Its "time per output token" includes the
 * first token and is not read; its "inter-token latency" is (last - first) / (n - 1), which is TPOT here. E2E is in
 * seconds, p001 is 0.1 %, percentiles are observed values, those of TPOT weighted by tokens. Where the file lists every
 * completed request, all statistics are computed from them instead, and no difference is left.
 */
export const guidellm: Format = {
  id: "guidellm",
  name: "GuideLLM",
  recognise: (first) =>
    first.get("benchmarks").isList &&
    (first.get("metadata", "guidellm_version").given ||
      first.get("benchmarks", 0, "metrics").has("time_to_first_token_ms")),
  open() {
    const points: ImportedPoint[] = [];
    return {
      add(object, problems) {
        const version = object.get("metadata", "guidellm_version").text();
        const model = modelOf(object);
        for (const benchmark of object.get("benchmarks").items())
          points.push(point(benchmark, {version, model, problems}));
      },
      end: () => ({points})
    };
  }
};

/** Where different versions keep it. */
function modelOf(object: Node): string | null {
  const places = [
    object.get("config", "spec", "backend", "model"),
    object.get("args", "model"),
    object.get("config", "model")
  ];
  return places.find(({given}) => given)?.text() ?? null;
}

function point(
  benchmark: Node,
  file: {version: string | null; model: string | null; problems: readonly string[]}
): ImportedPoint {
  const metrics = benchmark.get("metrics").object();
  const totals = metrics.get("request_totals").object();
  const completed = totals.get("successful").count();
  const errored = totals.get("errored").count();
  const incomplete = totals.get("incomplete").count();
  const problems = [...file.problems];
  if ((errored ?? 0) > 0) problems.push(`${errored} requests failed`);
  if ((incomplete ?? 0) > 0)
    problems.push(`${incomplete} requests were cut off by the end of the measurement and count as neither`);
  const listed = benchmark.get("requests", "successful");
  const whole = completed !== null && completed > 0 && listed.isList && listed.items().length === completed;
  const definitions: DefinitionCode[] = ["throughput=own_window", "tpot=called_itl"];
  if (!whole) definitions.push("value=summary", "tpot=token_weighted", "percentile=order_statistic");
  const model = benchmark.get("config", "backend", "model").text() ?? file.model;
  const duration = benchmark.get("duration").positive();
  return {
    format: "guidellm",
    where: benchmark.where,
    numbers: derived({
      client: file.version === null ? "guidellm" : `guidellm ${file.version}`,
      model,
      ...loadOf(benchmark),
      ...lengths(benchmark),
      ...(whole ? fromRequests(listed) : printed(metrics)),
      n_completed: completed,
      n_failed: errored,
      n_requests: totals.get("total").count(),
      duration_s: duration,
      ...throughput(metrics),
      start_utc: milliseconds(benchmark.get("start_time")),
      end_utc: milliseconds(benchmark.get("end_time"))
    }),
    definitions,
    gpuName: null,
    problems
  };
}

const milliseconds = (node: Node): number | null => {
  const s = node.positive();
  return s === null ? null : Math.round(s * 1000);
};

function loadOf(benchmark: Node): ImportedNumbers {
  const strategy = [
    benchmark.get("config", "strategy"),
    benchmark.get("args", "strategy"),
    benchmark.get("scheduler", "strategy")
  ].find(({given}) => given);
  if (strategy === undefined) return {};
  const rate = strategy.get("rate").positive();
  if (rate !== null && rate > 0) return {request_rate_per_s: rate};
  const type = strategy.get("type_").text() ?? strategy.get("kind").text();
  if (type === "synchronous") return {concurrency: 1};
  return {concurrency: strategy.get("streams").count() ?? strategy.get("max_concurrency").count()};
}

/** Lengths asked for, where the data set is synthetic and of one length. */
function lengths(benchmark: Node): ImportedNumbers {
  const data = benchmark.get("config", "data", 0);
  return {input_tokens: data.get("prompt_tokens").count(), output_tokens: data.get("output_tokens").count()};
}

function fromRequests(list: Node): ImportedNumbers {
  const statistics = new RequestStatistics();
  for (const request of list.items()) {
    const e2eS = request.get("request_latency").positive();
    const outputTokens = request.get("output_tokens").count();
    statistics.add({
      ok: true,
      ttftMs: request.get("time_to_first_token_ms").positive(),
      // 0 where there is one token
      tpotMs: (outputTokens ?? 0) > 1 ? request.get("inter_token_latency_ms").positive() : null,
      e2eMs: e2eS === null ? null : e2eS * 1000,
      inputTokens: request.get("prompt_tokens").count(),
      outputTokens,
      gapsMs: null
    });
  }
  return statistics.numbers(null);
}

/** The tool's own summary of the successful requests. An empty distribution is written as zeros with count 0. */
function printed(metrics: Node): ImportedNumbers {
  const of = (metric: string): Node | null => {
    const found = metrics.get(metric, "successful");
    return found.given && found.get("count").count() !== 0 ? found : null;
  };
  const read = (name: "ttft" | "tpot" | "e2e", metric: string, toMs: number): ImportedNumbers => {
    const found = of(metric);
    if (found === null) return {};
    const p = (key: string): number | null => found.get("percentiles", key).positive();
    const [mean, std] = [found.get("mean").positive(), found.get("std_dev").positive()];
    return latency(name, {mean, std, p50: p("p50"), p90: p("p90"), p95: p("p95"), p99: p("p99")}, toMs);
  };
  return {
    ...read("ttft", "time_to_first_token_ms", 1),
    ...read("tpot", "inter_token_latency_ms", 1),
    ...read("e2e", "request_latency", 1000),
    input_tokens_mean: of("prompt_token_count")?.get("mean").positive() ?? null,
    output_tokens_mean: of("output_token_count")?.get("mean").positive() ?? null
  };
}

function throughput(metrics: Node): ImportedNumbers {
  const mean = (metric: string): number | null => {
    const found = metrics.get(metric, "successful");
    return !found.given || found.get("count").count() === 0 ? null : found.get("mean").positive();
  };
  return {
    requests_per_s: mean("requests_per_second"),
    output_tokens_per_s: mean("output_tokens_per_second"),
    input_tokens_per_s: mean("prompt_tokens_per_second"),
    total_tokens_per_s: mean("tokens_per_second"),
    concurrency_mean: mean("request_concurrency")
  };
}
