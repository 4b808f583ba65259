import {Problem} from "../problem.js";

/** How long prompts or answers are, tokens. */
export type Lengths =
  | {readonly kind: "fixed"; readonly tokens: number}
  /** Evenly spread over mean x (1 - spread) to mean x (1 + spread), vLLM's random-range-ratio. */
  | {readonly kind: "uniform"; readonly mean: number; readonly spread: number}
  /** Log-normal of this mean, cut to [1, most]. */
  | {readonly kind: "lognormal"; readonly mean: number; readonly sigma: number; readonly most: number}
  /** One of these, in turn. */
  | {readonly kind: "listed"; readonly tokens: readonly number[]};

/** Draws `n` lengths; `next` gives numbers in [0, 1). Throws a Problem when a length is not a positive whole number of tokens. */
export function drawLengths(lengths: Lengths, n: number, next: () => number): Int32Array {
  const out = new Int32Array(n);
  for (let i = 0; i < n; i += 1) {
    const tokens = draw(lengths, i, next);
    if (!Number.isInteger(tokens) || tokens < 1 || tokens > 1e8) {
      throw new Problem("not a length of at least one token", {value: tokens});
    }
    out[i] = tokens;
  }
  return out;
}

/** Mean of the distribution, tokens; of a log-normal, before it is cut. */
export function meanLength(lengths: Lengths): number {
  if (lengths.kind === "fixed") return lengths.tokens;
  if (lengths.kind !== "listed") return lengths.mean;
  return lengths.tokens.reduce((sum, tokens) => sum + tokens, 0) / lengths.tokens.length;
}

function draw(lengths: Lengths, i: number, next: () => number): number {
  if (lengths.kind === "fixed") return lengths.tokens;
  if (lengths.kind === "listed") return lengths.tokens[i % lengths.tokens.length] ?? Number.NaN;
  if (lengths.kind === "uniform") {
    const least = Math.max(1, Math.floor(lengths.mean * (1 - lengths.spread)));
    const most = Math.max(least, Math.ceil(lengths.mean * (1 + lengths.spread)));
    return least + Math.floor(next() * (most - least + 1));
  }
  const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const tokens = lengths.mean * Math.exp(lengths.sigma * normal - lengths.sigma ** 2 / 2);
  return Math.min(lengths.most, Math.max(1, Math.round(tokens)));
}
