import {articleGpu} from "../model/article-gpu.js";
import type {Dataset} from "../model/dataset.js";
import type {Scenario} from "../model/article.js";
import {parseArchitecture, type Architecture} from "../model/physics/architecture.js";
import {tpotFloorMs, ttftFloorMs} from "../model/physics/bounds.js";
import {kvCapacityTokens, loadedBytes} from "../model/physics/memory.js";
import type {Precision} from "../model/physics/precision.js";
import type {HardwareRow} from "../model/tables/hardware.js";

/** What physics says of a recommended set-up, before anyone buys it. */
export interface ScenarioFacts {
  readonly scenario: Scenario;
  readonly gpu: HardwareRow;
  readonly gpus: number;
  readonly precision: Precision;
  readonly arch: Architecture;
  /** Loaded model on one GPU, GiB. */
  readonly model_memory_gib: number;
  /** Tokens of KV cache that the GPUs of one replica hold together at vLLM's default of 0.9 of the memory. */
  readonly kv_cache_tokens: number;
  /** Requests of the article's lengths that fit in it. */
  readonly requests_fit: number;
  readonly ttft_floor_ms: number;
  readonly tpot_floor_ms: number;
  /** Least E2E of one request of the article's lengths: TTFT floor + (output - 1) x TPOT floor. */
  readonly e2e_floor_ms: number;
  /** E2E that the article's own TTFT and TPOT of this configuration add up to; null where it prints none. */
  readonly e2e_printed_ms: number | null;
  /** Whether the attention heads divide over the GPUs, as tensor parallelism needs. */
  readonly heads_divide: boolean;
}

/** Facts of every scenario of the article; a scenario whose GPU is not in the hardware table is left out. */
export function scenarioFacts(data: Dataset): ScenarioFacts[] {
  const model = data.models.find((entry) => entry.names.includes(data.article.model.name));
  if (model === undefined) return [];
  const arch = parseArchitecture(model);
  const inputTokens = data.article.setup.input_tokens_mean;
  const outputTokens = data.article.setup.output_tokens;
  return data.article.scenarios.flatMap((scenario) => {
    const id = typeof scenario.recommends["gpu"] === "string" ? scenario.recommends["gpu"] : "";
    const found = articleGpu(data, id);
    if (found === null) return [];
    const {gpu, gpus} = found;
    const precision: Precision = scenario.recommends["precision"] === "gptq-int4" ? "gptq-int4" : "fp16";
    // Where the heads do not divide, only independent replicas can serve: the numbers are then those of one.
    const divides = arch.attention.heads % gpus === 0;
    const tensorParallel = divides ? gpus : 1;
    const target = {arch, precision, gpu, gpus: tensorParallel};
    const perGpu = kvCapacityTokens({
      arch,
      precision,
      gpu,
      tensorParallel,
      gpuMemoryUtilization: 0.9,
      maxNumBatchedTokens: 8192
    });
    const ttft = ttftFloorMs(target, inputTokens);
    const tpot = tpotFloorMs(target, {inputTokens, outputTokens, concurrency: 1});
    const printed = data.published.find(
      (row) => row.source_gpu === id && row.precision === precision && row.ttft_ms !== null && row.tpot_ms !== null
    );
    return [
      {
        scenario,
        gpu,
        gpus,
        precision,
        arch,
        model_memory_gib: loadedBytes(arch, precision, tensorParallel) / 2 ** 30,
        kv_cache_tokens: perGpu,
        requests_fit: Math.floor(perGpu / (inputTokens + outputTokens)),
        ttft_floor_ms: ttft,
        tpot_floor_ms: tpot,
        e2e_floor_ms: ttft + (outputTokens - 1) * tpot,
        e2e_printed_ms: printed === undefined ? null : printed.ttft_ms! + (outputTokens - 1) * printed.tpot_ms!,
        heads_divide: divides
      }
    ];
  });
}
