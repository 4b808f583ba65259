import {normalQuantile} from "./normal.js";

/**
 * Two-sided Wilson score interval of a share: `k` of `n` requests met a limit.
 * Source: Wilson 1927; recommended for any n by Brown, Cai and DasGupta 2001. No requests bound nothing: [0, 1].
 */
export function wilson(k: number, n: number, confidence = 0.95): {readonly lo: number; readonly hi: number} {
  if (!(Number.isInteger(k) && Number.isInteger(n) && k >= 0 && k <= n))
    throw new RangeError(`invalid count; not k of n with 0 <= k <= n: ${k} of ${n}`);
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`invalid confidence; not in (0, 1): ${confidence}`);
  if (n === 0) return {lo: 0, hi: 1};
  const z = normalQuantile((1 + confidence) / 2);
  const share = k / n;
  const scale = 1 + (z * z) / n;
  const centre = (share + (z * z) / (2 * n)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return {lo: k === 0 ? 0 : Math.max(0, centre - half), hi: k === n ? 1 : Math.min(1, centre + half)};
}
