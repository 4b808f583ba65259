import {derived, latency, perObject, type ImportedNumbers, type ImportedPoint} from "../imported-point.js";
import type {Node} from "../node.js";

/**
 * InferenceX (InferenceMAX) aggregates: agg_*.json, or the array of them. Written from vLLM's result with every *_ms
 * divided by 1000 and its name cut, so latencies are seconds; throughput is per GPU. Known from its source alone
 * (SemiAnalysisAI/InferenceX, utils/process_result.py). `std_intvty` = 1000 / std means nothing and is not read.
 */
export const inferencex = perObject(
  "inferencex",
  "InferenceX",
  (first) => first.has("hw", "conc", "tput_per_gpu"),
  (object, problems) => [point(object, problems)]
);

function point(object: Node, problems: readonly string[]): ImportedPoint {
  const multinode = object.get("is_multinode").value === true;
  const gpus = gpusOf(object, multinode);
  return {
    format: "inferencex",
    where: object.where,
    numbers: derived({
      client: "inferencex",
      engine: object.get("framework").text(),
      model: object.get("model").text(),
      precision: object.get("precision").text(),
      concurrency: object.get("conc").count(),
      input_tokens: object.get("isl").count(),
      output_tokens: object.get("osl").count(),
      tensor_parallel: multinode ? null : object.get("tp").count(),
      gpus: gpus.all,
      ...latencies(object),
      total_tokens_per_s: times(object.get("tput_per_gpu"), gpus.all),
      output_tokens_per_s: times(object.get("output_tput_per_gpu"), gpus.decode),
      input_tokens_per_s: times(object.get("input_tput_per_gpu"), gpus.prefill),
      ...power(object)
    }),
    definitions: ["format=schema_only", "value=summary", "throughput=from_per_gpu"],
    gpuName: object.get("hw").text(),
    problems
  };
}

/** By how many GPUs each figure was divided. */
function gpusOf(object: Node, multinode: boolean): {all: number | null; prefill: number | null; decode: number | null} {
  if (multinode) {
    const [prefill, decode] = [object.get("num_prefill_gpu").count(), object.get("num_decode_gpu").count()];
    const all = prefill === null || decode === null ? null : prefill + decode;
    return {all, prefill, decode: decode === 0 ? all : decode};
  }
  const tp = object.get("tp").count();
  const all = tp === null ? null : tp * (object.get("pp").count() ?? 1) * (object.get("pcp_size").count() ?? 1);
  return {all, prefill: all, decode: all};
}

function times(perGpu: Node, gpus: number | null): number | null {
  const value = perGpu.positive();
  return value === null || gpus === null ? null : value * gpus;
}

function latencies(object: Node): ImportedNumbers {
  const numbers: ImportedNumbers = {};
  for (const [key, name] of [
    ["ttft", "ttft"],
    ["tpot", "tpot"],
    ["itl", "itl"],
    ["e2el", "e2e"]
  ] as const) {
    const of = (statistic: string): number | null => object.get(`${statistic}_${key}`).positive();
    const p50 = of("p50") ?? of("median");
    Object.assign(
      numbers,
      latency(name, {mean: of("mean"), std: of("std"), p50, p90: of("p90"), p95: of("p95"), p99: of("p99")}, 1000)
    );
  }
  return numbers;
}

/** Power and energy, where the source's own check holds them valid. */
function power(object: Node): ImportedNumbers {
  const valid = object.get("power_valid").value;
  if (valid !== 1 && valid !== true) return {};
  return {
    power_mean_w: object.get("avg_total_gpu_power_w").positive(),
    energy_j: object.get("total_gpu_energy_j").positive(),
    energy_j_per_output_token: object.get("joules_per_output_token").positive()
  };
}
