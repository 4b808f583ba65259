/** A number with the interval it may lie in. */
export interface Interval {
  readonly value: number;
  readonly lo: number;
  readonly hi: number;
}

export type Relation = ">" | "≥" | "<" | "≤";

/** holds or fails over the whole interval; crosses when the interval leaves both possible, which is no support. */
export function compare({lo, hi}: Interval, relation: Relation, limit: number): "holds" | "fails" | "crosses" {
  const beyond = {">": lo > limit, "≥": lo >= limit, "<": hi < limit, "≤": hi <= limit}[relation];
  const short = {">": hi <= limit, "≥": hi < limit, "<": lo >= limit, "≤": lo > limit}[relation];
  return beyond ? "holds" : short ? "fails" : "crosses";
}

/** A printed number stands for every value that rounds to it: half a unit of its last digit on both sides. */
export function rounding(value: number): Interval {
  const decimals = /\.(\d+)/.exec(String(value))?.[1]?.length ?? 0;
  const half = 0.5 * 10 ** -decimals;
  const exact = (end: number): number => Number(end.toFixed(decimals + 1)); // 10.35, not 10.350000000000001
  return {value, lo: exact(value - half), hi: exact(value + half)};
}

/** A quantity of one run, widened by the stated run-to-run spread. */
export function spreadOf(value: number, spread: number): Interval {
  return {value, lo: value / (1 + spread), hi: value * (1 + spread)};
}
