/** How requests come. */
export type Load =
  /** `concurrency` clients, each sending its next request when the last one is answered. */
  | {readonly kind: "closed"; readonly concurrency: number}
  /** Gamma-spaced arrivals, vLLM's --request-rate and --burstiness: 1 is Poisson, larger is more even. */
  | {readonly kind: "open"; readonly ratePerS: number; readonly burstiness: number}
  /** Recorded instants, ms, ascending. */
  | {readonly kind: "trace"; readonly startsMs: readonly number[]};

/** Instants of `n` gamma-spaced arrivals, ms, the first at 0. */
export function gammaArrivals(ratePerS: number, burstiness: number, n: number, next: () => number): Float64Array {
  const out = new Float64Array(n);
  const scaleMs = 1e3 / (ratePerS * burstiness);
  for (let i = 1; i < n; i += 1) out[i] = (out[i - 1] ?? 0) + scaleMs * gamma(burstiness, next);
  return out;
}

/** A gamma variate of this shape and scale 1 (Marsaglia and Tsang 2000; below 1 by their power of a uniform). */
function gamma(shape: number, next: () => number): number {
  if (shape < 1) return gamma(shape + 1, next) * (1 - next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
