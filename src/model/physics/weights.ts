import type {Architecture} from "./architecture.js";
import {parameters} from "./parameters.js";
import {isInt4, type Precision} from "./precision.js";
import {defaultGroupSize} from "./quantization.js";

const wide = 2; // bytes of a 16-bit value: embeddings, head, norms, biases and routers stay in it in every precision

/**
 * Bytes of the weights as the engine holds them. Int4 with group g costs 4 bits a weight, a 16-bit scale and a 4-bit zero a group;
 * fp8 one byte. Embedding, head, norms, biases and routers stay in 16 bits.
 */
export function weightBytes(arch: Architecture, precision: Precision): number {
  const p = parameters(arch);
  const each = blockBytes(arch, precision);
  return (
    wide * (p.embedding + p.head + p.vectors + p.routers) +
    each.attention * p.attention +
    each.mlp * (p.mlp + p.experts)
  );
}

/**
 * Bytes of weights that one decode step of `batch` requests must read. The input embedding is a look-up of one row a request; the
 * head is read whole, and so is a tied embedding in its place. Of routed experts a step reads those that its tokens visit: with even
 * routing, count x (1 - (1 - perToken/count)^batch) in the mean.
 */
export function decodeWeightBytes(arch: Architecture, precision: Precision, batch = 1): number {
  const p = parameters(arch);
  const each = blockBytes(arch, precision);
  const head = p.head > 0 ? p.head : p.embedding;
  return (
    wide * (head + p.vectors + p.routers) +
    each.attention * p.attention +
    each.mlp * (p.mlp + p.expertEach * expertsVisited(arch, batch))
  );
}

/** Mean number of distinct experts a layer that `tokens` tokens visit, with even routing; 0 for a dense model. */
export function expertsVisited(arch: Architecture, tokens: number): number {
  const experts = arch.mlp.experts;
  if (experts === null) return 0;
  return experts.count * -Math.expm1(tokens * Math.log1p(-experts.perToken / experts.count));
}

/** Bytes a value of the quantizable matrices takes, scales included. */
function blockBytes(arch: Architecture, precision: Precision): {attention: number; mlp: number} {
  const own = arch.quantization?.precision === precision ? arch.quantization : null;
  const group = own === null ? defaultGroupSize : own.groupSize;
  const narrow = isInt4(precision) ? 0.5 + (group === null ? 0 : 2.5 / group) : precision === "fp8" ? 1 : wide;
  return {
    attention: own === null || own.attention ? narrow : wide,
    mlp: own === null || own.mlp ? narrow : wide
  };
}
