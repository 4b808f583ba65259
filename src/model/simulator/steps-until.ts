/** Least number of steps, at least one, that take `ms` when the first takes `firstMs` and each `growMs` more than the one before. */
export function stepsUntil(ms: number, firstMs: number, growMs: number): number {
  if (ms === Infinity) return Infinity;
  if (ms <= firstMs) return 1;
  const b = firstMs - growMs / 2;
  const steps = growMs > 0 ? (Math.sqrt(b * b + 2 * growMs * ms) - b) / growMs : ms / firstMs;
  return Math.max(1, Math.ceil(steps - 1e-9));
}
