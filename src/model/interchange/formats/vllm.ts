import {derived, latency, perObject, type ImportedNumbers, type ImportedPoint} from "../imported-point.js";
import type {DefinitionCode} from "../definitions.js";
import type {Node} from "../node.js";
import {RequestStatistics} from "../request-statistics.js";

/**
 * `vllm bench serve`, in Python and in Rust, alone, appended one after another, or as run=N.json and summary.json of a
 * sweep tree. With --save-detailed all statistics are computed from the requests; else they are the tool's own.
 * Known from real files of 0.26.0, the Rust client and the sweep tree from their sources alone.
 */
export const vllm = perObject(
  "vllm",
  "vllm bench serve",
  (first) =>
    first.has("duration", "completed") && (first.has("request_throughput") || first.has("total_output_tokens")),
  (object, problems) => [point(object, problems)]
);

function point(object: Node, problems: readonly string[]): ImportedPoint {
  if (object.has("total_input_sequences"))
    object.get("total_input_sequences").fail("a generation result, not one of pooling");
  const duration = object.get("duration").positive() ?? 0;
  if (duration === 0) object.get("duration").fail("a duration in seconds");
  const completed = object.get("completed").count() ?? object.get("completed").fail("the number of completed requests");
  const ours = object.has("x_sweepbook_kind");
  const rust = !ours && (object.has("steady_state") || object.has("input_throughput"));
  const swept = object.has("run_number");
  const definitions: DefinitionCode[] = rust || swept ? ["format=schema_only"] : [];
  const detailed = object.get("itls").given && object.get("ttfts").given && object.get("output_lens").given;
  const numbers = detailed ? recomputed(object, duration) : printed(object, completed, duration);
  if (!detailed) definitions.push("value=summary");
  const codes = object.get("x_sweepbook_definitions").text();
  if (codes !== null) definitions.push(...(codes.split(" ") as DefinitionCode[]));
  // Without --save-detailed the tool leaves `latencies` in the file: alone they say nothing of which request failed.
  return {
    format: "vllm",
    where: object.where,
    numbers: derived({...circumstances(object), ...numbers, ...carried(object)}),
    definitions,
    gpuName: null,
    problems
  };
}

/** What our own export put beside vLLM's keys. */
function carried(object: Node): ImportedNumbers {
  const of = (key: string): Node => object.get(`x_sweepbook_${key}`);
  const numbers = {
    gpu: of("gpu").text(),
    gpus: of("gpus").count(),
    tensor_parallel: of("tensor_parallel").count(),
    precision: of("precision").text(),
    engine: of("engine").text(),
    engine_version: of("engine_version").text(),
    client: of("client").text(),
    input_tokens: of("input_tokens").count(),
    output_tokens: of("output_tokens").count(),
    input_tokens_mean: of("input_tokens_mean").positive(),
    output_tokens_mean: of("output_tokens_mean").positive(),
    power_mean_w: of("power_mean_w").positive(),
    concurrency_mean: of("concurrency_mean").positive(),
    start_utc: of("start_utc").number(),
    end_utc: of("end_utc").number()
  };
  return Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== null));
}

function circumstances(object: Node): ImportedNumbers {
  const rate = object.get("request_rate");
  // Python writes "inf" for no rate; a sweep's overrides may make it a text.
  const finite = rate.value === "inf" ? Infinity : typeof rate.value === "string" ? Number(rate.value) : rate.number();
  if (finite !== null && !(finite > 0)) rate.fail("a rate or inf");
  const flag = (name: string): number | null => {
    const node = [object.get(name), object.get(name.replaceAll("_", "-"))].find(({given}) => given);
    return node === undefined ? null : node.count();
  };
  const length = flag("random_input_len") ?? flag("input_len");
  const output = flag("random_output_len") ?? flag("output_len");
  const tensor = flag("tensor_parallel_size");
  const pipeline = flag("pipeline_parallel_size");
  return {
    client: "vllm bench serve",
    engine: "vllm",
    model: object.get("model_id").text(),
    concurrency: object.get("max_concurrency").count(),
    request_rate_per_s: finite === Infinity ? null : finite,
    burstiness: finite === null || finite === Infinity ? null : object.get("burstiness").positive(),
    input_tokens: length,
    output_tokens: output,
    tensor_parallel: tensor,
    gpus: tensor === null ? null : tensor * (pipeline ?? 1),
    // Older versions wrote the key with a colon in it.
    goodput_requests_per_s: object.get("request_goodput").positive() ?? object.get("request_goodput:").positive()
  };
}

function recomputed(object: Node, duration: number): ImportedNumbers {
  const itls = object.get("itls");
  const n = itls.items().length;
  const list = (key: string): readonly number[] => {
    const values = object.get(key).numbers();
    if (values.length !== n) object.get(key).fail(`a list of ${n} values, as itls has`);
    return values;
  };
  const optional = (key: string): readonly number[] | null => (object.get(key).given ? list(key) : null);
  const [ttfts, outputs, inputs, latencies] = [
    list("ttfts"),
    list("output_lens"),
    optional("input_lens"),
    optional("latencies")
  ];
  const errors = object.get("errors").given ? object.get("errors").items() : null;
  if (errors !== null && errors.length !== n) object.get("errors").fail(`a list of ${n} texts, as itls has`);
  const statistics = new RequestStatistics();
  for (let i = 0; i < n; i++) {
    const gaps = itls.get(i).numbers();
    const ttft = ttfts[i]!;
    statistics.add({
      ok: (errors?.[i]!.text() ?? "") === "" && outputs[i]! > 0,
      ttftMs: ttft * 1000,
      e2eMs: (latencies === null ? ttft + sum(gaps) : latencies[i]!) * 1000,
      inputTokens: inputs === null ? null : inputs[i]!,
      outputTokens: outputs[i]!,
      gapsMs: gaps.map((gap) => gap * 1000)
    });
  }
  return statistics.numbers(duration);
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** The tool's own summary. Where no request completed it prints zeros, which are no latencies. */
function printed(object: Node, completed: number, duration: number): ImportedNumbers {
  const outputs = object.get("total_output_tokens").count();
  const inputs = object.get("total_input_tokens").count();
  const oneToken = outputs !== null && outputs <= completed;
  const latencies: ImportedNumbers = {};
  for (const [key, name] of [
    ["ttft", "ttft"],
    ["tpot", "tpot"],
    ["itl", "itl"],
    ["e2el", "e2e"]
  ] as const) {
    if (completed === 0 || (oneToken && (name === "tpot" || name === "itl"))) continue;
    const of = (statistic: string): number | null => object.get(`${statistic}_${key}_ms`).positive();
    Object.assign(
      latencies,
      latency(
        name,
        {
          mean: of("mean"),
          std: of("std"),
          p50: of("p50") ?? of("median"),
          p90: of("p90"),
          p95: of("p95"),
          p99: of("p99")
        },
        1
      )
    );
  }
  const failed = object.get("failed").count();
  return {
    ...latencies,
    n_completed: completed,
    n_failed: failed,
    n_requests: failed === null ? null : completed + failed,
    duration_s: duration,
    ...(completed === 0 || inputs === null ? {} : {input_tokens_mean: inputs / completed}),
    ...(completed === 0 || outputs === null ? {} : {output_tokens_mean: outputs / completed}),
    requests_per_s: object.get("request_throughput").positive() ?? completed / duration,
    output_tokens_per_s: object.get("output_throughput").positive(),
    total_tokens_per_s: object.get("total_token_throughput").positive(),
    input_tokens_per_s: object.get("input_throughput").positive() ?? (inputs === null ? null : inputs / duration)
  };
}
