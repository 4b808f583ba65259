import type {Architecture} from "./architecture.js";
import {decodeFlops, prefillFlops} from "./flops.js";
import {attendedTokens, kvBytesPerToken} from "./kv.js";
import {kvCapacityTokensBound} from "./memory.js";
import {peakFlopPerS, type Precision} from "./precision.js";
import type {HardwareRow} from "../tables/hardware.js";
import {decodeWeightBytes} from "./weights.js";

/** What physics alone needs to know: a model in a precision on some GPUs that work as one (tensor parallel). */
export interface BoundTarget {
  readonly arch: Architecture;
  readonly precision: Precision;
  readonly gpu: HardwareRow;
  /** GPUs that share every layer of one copy of the model. */
  readonly gpus: number;
}

/** A closed loop of equal requests. */
export interface BoundLoad {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly concurrency: number;
}

/** Context in the middle of the answer: input + output / 2, tokens. */
function meanContextTokens({inputTokens, outputTokens}: BoundLoad): number {
  return inputTokens + outputTokens / 2;
}

/**
 * Least time of a decode step, ms: bytes of weights and of the KV cache of all running requests at their mean context / (data sheet
 * bandwidth x GPUs). No engine that reads its weights and cache once a step can be faster.
 */
export function tpotFloorMs(target: BoundTarget, load: BoundLoad): number {
  const kv = kvBytesPerToken(target.arch) * attendedTokens(target.arch, meanContextTokens(load)) * load.concurrency;
  return (1e3 * (decodeWeightBytes(target.arch, target.precision, load.concurrency) + kv)) / bandwidth(target);
}

/** Least time to read the weights of a decode step once, ms: the floor of every output, whatever its context. */
export function tpotWeightsFloorMs(target: BoundTarget, concurrency = 1): number {
  return (1e3 * decodeWeightBytes(target.arch, target.precision, concurrency)) / bandwidth(target);
}

/**
 * Least time to the first token of an uncached prompt on idle GPUs, ms: the longer of its FLOPs / (data sheet FLOP/s x GPUs) and the
 * reading of the weights once.
 */
export function ttftFloorMs(target: BoundTarget, inputTokens: number): number {
  const compute = prefillFlops(target.arch, inputTokens).total / compute_(target);
  const read = decodeWeightBytes(target.arch, target.precision, inputTokens) / bandwidth(target);
  return 1e3 * Math.max(compute, read);
}

/**
 * Most output tokens a second, over all GPUs, at a concurrency: the least of three limits. Bandwidth: a step makes at most one token
 * for each request that fits. Compute: each output token carries its own FLOPs and its share of the prompt's. Latency: no request can
 * end before its own TTFT floor and its steps alone, and only `concurrency` are under way. Prefix caching and speculative decoding lie
 * outside these limits.
 */
export function throughputCeiling(target: BoundTarget, load: BoundLoad): number {
  const {outputTokens, inputTokens} = load;
  const running = Math.min(load.concurrency, maxConcurrencyBound(target, load));
  if (running < 1) return 0;
  const byBandwidth = (1e3 * running) / tpotFloorMs(target, {...load, concurrency: running});
  const flops =
    prefillFlops(target.arch, inputTokens).total / outputTokens +
    decodeFlops(target.arch, 1, meanContextTokens(load)).total;
  const byCompute = compute_(target) / flops;
  const alone = ttftFloorMs(target, inputTokens) + (outputTokens - 1) * tpotFloorMs(target, {...load, concurrency: 1});
  const byLatency = (1e3 * load.concurrency * outputTokens) / alone;
  return Math.min(byBandwidth, byCompute, byLatency);
}

/** Most requests that the KV cache can hold at their mean context, were all memory but the weights given to it. */
export function maxConcurrencyBound(target: BoundTarget, load: BoundLoad): number {
  const tokens = kvCapacityTokensBound({
    arch: target.arch,
    precision: target.precision,
    gpu: target.gpu,
    tensorParallel: target.gpus,
    gpuMemoryUtilization: 1,
    maxNumBatchedTokens: 0
  });
  return Math.floor(tokens / meanContextTokens(load));
}

/**
 * Least energy of an output token, J: what the boards draw when they do nothing (`idlePowerW` a board, measured or from a source) over
 * the throughput ceiling. Weak on purpose: no tighter bound follows from a data sheet.
 */
export function energyFloorJPerToken(target: BoundTarget, load: BoundLoad, idlePowerW: number): number {
  return (idlePowerW * target.gpus) / throughputCeiling(target, load);
}

/** Bytes a second of all GPUs together. */
function bandwidth({gpu, gpus}: BoundTarget): number {
  return gpu.memory_bandwidth_gb_per_s * 1e9 * gpus;
}

/** FLOP a second of all GPUs together. */
function compute_({gpu, gpus, precision}: BoundTarget): number {
  return peakFlopPerS(gpu, precision) * gpus;
}
