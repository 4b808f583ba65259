import type {Architecture} from "../physics/architecture.js";
import {headFlops, linearFlopsPerToken, pairFlops} from "../physics/flops.js";
import {kvBytesPerToken} from "../physics/kv.js";
import {isInt4, peakFlopPerS, type Precision} from "../physics/precision.js";
import {decodeWeightBytes} from "../physics/weights.js";
import type {HardwareRow} from "../tables/hardware.js";
import type {Efficiency} from "./efficiency.js";

/** A model in a precision on GPUs of one kind that share every layer. */
export interface Target {
  readonly arch: Architecture;
  readonly precision: Precision;
  readonly gpu: HardwareRow;
  readonly tensorParallel: number;
  /** Batch sizes of captured CUDA graphs, ascending; left out, vLLM's own: 1, 2, 4, then multiples of 8 up to 512. */
  readonly graphSizes?: readonly number[];
}

/** What one step of the engine computes. */
export interface Batch {
  /** Requests that decode one token each. */
  readonly decodes: number;
  /** Context tokens that all of them attend to, together. */
  readonly contextTokens: number;
  /** Prompt tokens computed beside them. */
  readonly prefillTokens: number;
  /** (query, context) pairs of those prompt tokens. */
  readonly prefillPairs: number;
  /** Prompts that end in this step and so need the output head. */
  readonly prefillEnds: number;
}

/** Time and traffic of a step, as sums of the batch's numbers: what the simulator evaluates once an event. */
export interface StepCost {
  /** Kernel starts of a step and its layers, ms. */
  readonly overheadMs: number;
  /** Host and kernel work a running request, ms. */
  readonly perSequenceMs: number;
  /** Requests that a step of decoding only computes for: the next size with a captured graph. */
  readonly padded: (decodes: number) => number;
  /** Reading all weights that `tokens` tokens touch, ms. */
  readonly weightsMs: (tokens: number) => number;
  /** Bytes of those weights on one GPU. */
  readonly weightBytes: (tokens: number) => number;
  /** Matrices for one token at full clocks, ms. */
  readonly linearMs: number;
  /** Output head for one token, ms. */
  readonly headMs: number;
  /** Attention of a decoding request, a context token, ms: the longer of reading the cache and computing. */
  readonly contextMs: number;
  /** Attention of a prompt, a (query, context) pair, ms. */
  readonly pairMs: number;
  /** All-reduces of a token, ms; 0 on one GPU. */
  readonly linkMs: number;
  /** Exponent p of the roofline's soft corner (a^p + b^p)^(1/p): larger is sharper. */
  readonly corner: number;
  /** Of one GPU, a context token, a token, an output head, a pair: what the power model counts. */
  readonly contextBytes: number;
  readonly linearFlops: number;
  readonly headFlops: number;
  readonly pairFlops: number;
}

/**
 * Coefficients of the step-time model for a target. One GPU of `tensorParallel` holds its share of weights, heads and cache; each layer
 * ends in two all-reduces (a ring: 2 (n-1)/n of the activations over the link, and a latency each).
 */
export function stepCost(target: Target, e: Efficiency): StepCost {
  const {arch, precision, gpu, tensorParallel: n} = target;
  const bytesPerMs = gpu.memory_bandwidth_gb_per_s * 1e6;
  const flopPerMs = peakFlopPerS(gpu, precision) / 1e3;
  const attentionFlopPerMs = gpu.fp16_tflop_per_s * 1e9 * e.attentionShare;
  const experts = arch.mlp.experts;
  const f = factors(target, e);
  const dense = decodeWeightBytes(arch, precision, 0) / n;
  const weightBytes =
    experts === null ? () => dense : (tokens: number) => decodeWeightBytes(arch, precision, tokens) / n;
  const linearFlops = linearFlopsPerToken(arch) / n;
  const head = headFlops(arch) / n;
  const contextBytes = kvBytesPerToken(arch, n);
  const linear = 1 / (flopPerMs * e.linearShare * f.linear);
  const ring = n === 1 ? 0 : (2 * (n - 1)) / n;
  return {
    overheadMs: e.stepMs + arch.layers * (e.layerMs * f.layer + (n === 1 ? 0 : 2 * e.linkLatencyMs)),
    perSequenceMs: e.sequenceMs,
    padded: paddedTo(target.graphSizes),
    weightBytes,
    weightsMs: (tokens) => weightBytes(tokens) / (bytesPerMs * e.weightBandwidthShare * f.bandwidth),
    linearMs: linearFlops * linear,
    headMs: head * linear,
    contextMs: Math.max(
      contextBytes / (bytesPerMs * e.kvBandwidthShare * f.cache),
      pairFlops(arch, "decode") / n / attentionFlopPerMs
    ),
    pairMs: pairFlops(arch, "prefill") / n / attentionFlopPerMs,
    linkMs: (ring * 2 * arch.layers * arch.hidden * 2) / (gpu.link_gb_per_s * 1e6 * e.linkShare),
    corner: e.corner,
    contextBytes,
    linearFlops,
    headFlops: head,
    pairFlops: pairFlops(arch, "prefill") / n
  };
}

function paddedTo(sizes: readonly number[] | undefined): (decodes: number) => number {
  if (sizes !== undefined) return (decodes) => sizes.find((size) => size >= decodes) ?? decodes;
  return (decodes) => {
    if (decodes > 512) return decodes;
    return decodes > 4 ? 8 * Math.ceil(decodes / 8) : decodes === 3 ? 4 : decodes;
  };
}

/**
 * Time of one step, ms: overheads, the roofline of the matrices (weights read against FLOPs at `clock` of the full clock, with a soft
 * corner), attention of decodes and prompts, and all-reduces.
 */
export function stepTimeMs(cost: StepCost, batch: Batch, clock = 1): number {
  const {prefillTokens} = batch;
  const decodes = prefillTokens > 0 ? batch.decodes : cost.padded(batch.decodes);
  const tokens = decodes + prefillTokens;
  const compute = (tokens * cost.linearMs + (decodes + batch.prefillEnds) * cost.headMs) / clock;
  return (
    cost.overheadMs +
    decodes * cost.perSequenceMs +
    (cost.weightsMs(tokens) ** cost.corner + compute ** cost.corner) ** (1 / cost.corner) +
    batch.contextTokens * cost.contextMs +
    (batch.prefillPairs * cost.pairMs) / clock +
    tokens * cost.linkMs
  );
}

/** How precision and structure change bandwidth, matrix rate and layer overhead from those of a dense 16-bit model. */
function factors(
  {arch, precision}: Target,
  e: Efficiency
): {bandwidth: number; linear: number; layer: number; cache: number} {
  const int4 = isInt4(precision);
  const fp8 = precision === "fp8";
  const experts = arch.mlp.experts !== null;
  return {
    bandwidth: (int4 ? e.int4Bandwidth : fp8 ? e.fp8Bandwidth : 1) * (experts ? e.expertBandwidth : 1),
    linear: (int4 ? e.int4Linear : fp8 ? e.fp8Linear : 1) * (experts ? e.expertLinear : 1),
    layer: (fp8 ? e.fp8Layer : 1) * (experts ? e.expertLayer : 1),
    cache: arch.attention.kind === "latent" ? e.latentBandwidth : 1
  };
}
