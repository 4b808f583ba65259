import type {Architecture} from "./architecture.js";
import {kvBytesPerToken} from "./kv.js";
import type {Precision} from "./precision.js";
import type {HardwareRow} from "../tables/hardware.js";
import {weightBytes} from "./weights.js";

const mib = 2 ** 20;
const gib = 2 ** 30;

/** What decides how much memory is left for the KV cache. */
export interface MemoryPlan {
  readonly arch: Architecture;
  readonly precision: Precision;
  readonly gpu: HardwareRow;
  readonly tensorParallel: number;
  /** vLLM's --gpu-memory-utilization, share of the device. */
  readonly gpuMemoryUtilization: number;
  /** vLLM's --max-num-batched-tokens. */
  readonly maxNumBatchedTokens: number;
}

/**
 * Bytes that the loaded model takes on one GPU: its share of the weights, and the table of rotary angles. Two loaded models read
 * 0.7 % (Qwen2.5-7B, 14.29 GiB) and 0.1 % (Llama-3.1-8B, 15.0 GiB) from this.
 */
export function loadedBytes(arch: Architecture, precision: Precision, tensorParallel = 1): number {
  const a = arch.attention;
  const rotary = arch.maxPositions * (a.kind === "latent" ? a.ropeDim : a.headDim) * 2;
  return weightBytes(arch, precision) / tensorParallel + rotary;
}

/**
 * KV cache tokens that physics allows: usable device memory less the weights, over the bytes of a token. 0 when the weights do not fit.
 * Nothing is kept back for activations, so no engine can hold more.
 */
export function kvCapacityTokensBound(plan: MemoryPlan): number {
  const left =
    plan.gpu.memory_mib * mib * plan.gpuMemoryUtilization -
    weightBytes(plan.arch, plan.precision) / plan.tensorParallel;
  return Math.max(0, Math.floor(left / kvBytesPerToken(plan.arch, plan.tensorParallel)));
}

/**
 * KV cache tokens that vLLM 0.26 would set aside: usable memory less the loaded model, activations at the largest step, and what is
 * outside the allocator. Constants are read from the logs of two models on one H100: the driver keeps 0.47 GiB of the board's memory,
 * 0.22 GiB are not the allocator's, and activations take 6.6 and 7.8 bytes for each token of a step and unit of (hidden +
 * feed-forward) width. 0 when the model does not fit.
 */
export function kvCapacityTokens(plan: MemoryPlan): number {
  const {arch, precision, tensorParallel} = plan;
  const visible = plan.gpu.memory_mib * mib - driverBytes;
  const left =
    visible * plan.gpuMemoryUtilization -
    loadedBytes(arch, precision, tensorParallel) -
    activationBytes(plan) -
    outsideBytes;
  const blocks = Math.floor(left / kvBytesPerToken(arch, tensorParallel) / blockTokens);
  return Math.max(0, blocks) * blockTokens;
}

const driverBytes = 0.47 * gib;
const outsideBytes = 0.22 * gib;
const activationBytesPerTokenAndWidth = 7.2;

/** Tokens of a block of vLLM's paged KV cache. */
export const blockTokens = 16;

function activationBytes({arch, maxNumBatchedTokens}: MemoryPlan): number {
  const experts = arch.mlp.experts;
  const visited = experts === null ? 0 : experts.perToken * experts.intermediate + experts.sharedIntermediate;
  const width = arch.hidden + Math.max(visited, arch.mlp.denseLayers > 0 ? arch.mlp.intermediate : 0);
  return activationBytesPerTokenAndWidth * maxNumBatchedTokens * width;
}
