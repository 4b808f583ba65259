import type {SpecLength} from "./spec.js";

/** A length as the clients take it: its centre, and the half-width as a share of it. */
export interface LengthRange {
  readonly tokens: number;
  readonly ratio: number;
}

/** {min, max} as centre and ratio: lengths are drawn evenly from [centre (1 - ratio), centre (1 + ratio)]. */
export function lengthRange(length: SpecLength): LengthRange {
  if (typeof length === "number") return {tokens: length, ratio: 0};
  const tokens = Math.round((length.min + length.max) / 2);
  return {tokens, ratio: Math.round(((length.max - length.min) / (length.max + length.min)) * 1e4) / 1e4};
}
