import type {Architecture} from "./architecture.js";
import {attendedTokens} from "./kv.js";
import {parameters} from "./parameters.js";

/** FLOPs of a piece of work, a multiplication and an addition counted as two. */
export interface Flops {
  /** Matrices: 2 x active parameters x tokens. */
  readonly linear: number;
  /** Products with the context: queries by keys, and weights by values. */
  readonly attention: number;
  readonly total: number;
}

/**
 * FLOPs of computing a prompt of `tokens` tokens to its first output token, after `cached` tokens that the KV cache already holds. The
 * output head runs once, for the last token only. Attention is causal: token i sees cached + i tokens.
 */
export function prefillFlops(arch: Architecture, tokens: number, cached = 0): Flops {
  return flops(
    tokens * linearFlopsPerToken(arch) + headFlops(arch),
    pairFlops(arch, "prefill") * pairs(arch, tokens, cached)
  );
}

/** FLOPs of one decode step that makes one token for each of `batch` requests with `context` tokens behind each. */
export function decodeFlops(arch: Architecture, batch: number, context: number): Flops {
  return flops(
    batch * (linearFlopsPerToken(arch) + headFlops(arch)),
    batch * attendedTokens(arch, context) * pairFlops(arch, "decode")
  );
}

/** FLOPs of the matrices that one token passes, the output head apart. */
export function linearFlopsPerToken(arch: Architecture): number {
  const p = parameters(arch);
  return 2 * (p.attention + p.mlp + p.routers + p.expertEach * (arch.mlp.experts?.perToken ?? 0));
}

/** FLOPs of the output head for one token. */
export function headFlops(arch: Architecture): number {
  return 2 * arch.vocabulary * arch.hidden;
}

/**
 * FLOPs of one (query token, context token) pair over all layers. Latent attention decodes in the compressed space, where keys are
 * kvRank + ropeDim wide and values kvRank.
 */
export function pairFlops({attention: a, layers}: Architecture, phase: "prefill" | "decode"): number {
  if (a.kind === "grouped") return 4 * layers * a.heads * a.headDim;
  const width = phase === "prefill" ? a.nopeDim + a.ropeDim + a.valueDim : 2 * a.kvRank + a.ropeDim;
  return 2 * layers * a.heads * width;
}

/** Pairs of a causal prefill: each of `tokens` new tokens with what it sees, at most the sliding window. */
function pairs(arch: Architecture, tokens: number, cached: number): number {
  const window = attendedTokens(arch, Infinity);
  const growing = Math.max(0, Math.min(tokens, window - cached)); // tokens that still see everything before them
  return growing * cached + (growing * (growing + 1)) / 2 + (tokens - growing > 0 ? (tokens - growing) * window : 0);
}

function flops(linear: number, attention: number): Flops {
  return {linear, attention, total: linear + attention};
}
