import {parseStructures, structuresPath} from "../../loaders/structures.js";
import {parseArchitecture, type Architecture} from "../../src/model/physics/architecture.js";
import {kvBytesPerToken} from "../../src/model/physics/kv.js";
import {blockTokens, kvCapacityTokens, loadedBytes} from "../../src/model/physics/memory.js";
import type {Precision} from "../../src/model/physics/precision.js";
import {described} from "../../src/model/physics/structure.js";
import type {HardwareRow} from "../../src/model/tables/hardware.js";
import {embeddedText} from "../embedded.js";
import {gpuOf} from "./gpu.js";
import type {SimulatedOptions} from "./options.js";

/** The card that is played, with the model on it: what a server finds out while it starts. */
export interface Card {
  readonly gpu: HardwareRow;
  /** Cards present. */
  readonly gpus: number;
  readonly tensor_parallel: number;
  readonly precision: Precision;
  readonly arch: Architecture;
  readonly max_model_len: number;
  /** Of one GPU. */
  readonly model_gib: number;
  readonly kv_cache_gib: number;
  /** Of all GPUs together, which is what each holds a share of. */
  readonly kv_tokens: number;
  readonly kv_blocks: number;
}

/** @throws Problem when the GPU is not known or the config's structure is not one that can be counted */
export function cardOf(options: SimulatedOptions): Card {
  const gpu = gpuOf(options.simGpu);
  const arch = parseArchitecture(described(options.config, parseStructures(embeddedText(structuresPath))));
  const precision = options.simPrecision ?? precisionOf(`${options.model} ${options.quantization ?? ""}`, arch);
  const tensorParallel = options.tensorParallelSize;
  const kvTokens = kvCapacityTokens({
    arch,
    precision,
    gpu,
    tensorParallel,
    gpuMemoryUtilization: options.gpuMemoryUtilization,
    maxNumBatchedTokens: options.maxNumBatchedTokens
  });
  return {
    gpu,
    gpus: options.simGpus ?? tensorParallel,
    tensor_parallel: tensorParallel,
    precision,
    arch,
    max_model_len: options.maxModelLen ?? arch.maxPositions,
    model_gib: loadedBytes(arch, precision, tensorParallel) / 2 ** 30,
    kv_cache_gib: (kvTokens * kvBytesPerToken(arch, tensorParallel)) / 2 ** 30,
    kv_tokens: kvTokens,
    kv_blocks: kvTokens / blockTokens
  };
}

function precisionOf(words: string, arch: Architecture): Precision {
  if (arch.quantization?.precision != null) return arch.quantization.precision;
  const name = words.toLowerCase();
  if (name.includes("gptq")) return "gptq-int4";
  if (name.includes("awq")) return "awq-int4";
  return name.includes("fp8") ? "fp8" : "bf16";
}
