import type {Architecture} from "./architecture.js";

const bytesPerValue = 2; // the KV cache stays in 16 bits, vLLM's default whatever the weights are

/**
 * KV cache bytes of one token over all layers, on one GPU of `tensorParallel`. Grouped attention splits its KV heads over the GPUs and
 * repeats them once there are more GPUs than heads; latent attention keeps a full copy on each.
 */
export function kvBytesPerToken(arch: Architecture, tensorParallel = 1): number {
  const a = arch.attention;
  if (a.kind === "latent") return arch.layers * (a.kvRank + a.ropeDim) * bytesPerValue;
  return 2 * arch.layers * Math.max(1, a.kvHeads / tensorParallel) * a.headDim * bytesPerValue;
}

/** Tokens of a context that attention reads: all, or those in the sliding window. */
export function attendedTokens(arch: Architecture, context: number): number {
  const window = arch.attention.kind === "grouped" ? arch.attention.window : null;
  return window === null ? context : Math.min(window, context);
}
