import {Problem} from "../problem.js";
import type {HardwareRow} from "../tables/hardware.js";

/** Numeric formats of the weights that the report speaks of; the KV cache and the activations stay in 16 bits. */
export const precisions = ["bf16", "fp16", "fp8", "gptq-int4", "awq-int4"] as const;

export type Precision = (typeof precisions)[number];

/** Parses a precision's name; throws a Problem that lists the known ones. */
export function parsePrecision(value: unknown): Precision {
  const found = precisions.find((precision) => precision === value);
  if (found === undefined) {
    throw new Problem("not a precision", {value, remedy: `give one of ${precisions.join(", ")}`});
  }
  return found;
}

/** True for formats that store weights in 4 bits and compute in 16 (GPTQ, AWQ). */
export function isInt4(precision: Precision): boolean {
  return precision === "gptq-int4" || precision === "awq-int4";
}

/** True when weights in both formats are the same bytes to move and to multiply: equal, or fp16 and bf16. */
export function sameBytes(a: string, b: string): boolean {
  return a === b || (wide.has(a) && wide.has(b));
}

const wide: ReadonlySet<string> = new Set(["bf16", "fp16"] satisfies Precision[]);

/**
 * Dense tensor rate at which a GPU multiplies in this precision, FLOP/s of one GPU. Weight-only Int4 multiplies in 16 bits, and so
 * does fp8 on a card whose data sheet has no fp8 rate (its weights are expanded first).
 */
export function peakFlopPerS(gpu: HardwareRow, precision: Precision): number {
  const tflop = precision === "fp8" ? (gpu.fp8_tflop_per_s ?? gpu.fp16_tflop_per_s) : gpu.fp16_tflop_per_s;
  return tflop * 1e12;
}
