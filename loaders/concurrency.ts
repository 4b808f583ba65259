/**
 * Largest number of requests in flight at one time, from starts and ends (same clock, any unit). A request that ends at
 * the instant at which another starts does not overlap it.
 */
export function peakConcurrency(starts: Float64Array, ends: Float64Array): number {
  const begin = Float64Array.from(starts).sort();
  const end = Float64Array.from(ends).sort();
  let peak = 0;
  for (let i = 0, j = 0; i < begin.length; i++) {
    while (end[j]! <= begin[i]!) j++;
    peak = Math.max(peak, i + 1 - j);
  }
  return peak;
}
