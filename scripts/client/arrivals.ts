import {randomGamma} from "d3";
import {random} from "../../src/model/statistics/random.js";

/**
 * Arrival times of n requests, ms from the start: gamma distributed gaps of shape `burstiness` (1 is Poisson), scaled
 * so that the last request comes at n / rate, as `vllm bench serve` does to keep the delivered rate the asked one.
 * All zero when the rate is infinite.
 */
export function arrivals(n: number, ratePerS: number, burstiness: number, seed: number): Float64Array {
  const times = new Float64Array(n);
  if (!Number.isFinite(ratePerS)) return times;
  const gap = randomGamma.source(random(seed))(burstiness, 1);
  let sum = 0;
  for (let i = 0; i < n; i++) times[i] = sum += gap();
  const scale = (n / ratePerS / sum) * 1e3;
  for (let i = 0; i < n; i++) times[i]! *= scale;
  return times;
}
