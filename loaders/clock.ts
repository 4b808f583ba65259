import type {ManifestPoint} from "./manifest.js";

/** Maps a client's monotonic seconds to seconds since the epoch. */
export interface Clock {
  readonly source: "pair" | "offset" | "none";
  /** Epoch minus monotonic, s; null when nothing is known. */
  readonly offsetS: number | null;
  /** Half width for a pair; for a least offset, how much too late it may be. */
  readonly uncertaintyS: number | null;
}

/** What the clocks of one boot are found from: a point and its requests' first start and last end, monotonic s. */
export interface ClockedPoint {
  readonly point: ManifestPoint;
  readonly firstStartS: number;
  readonly lastEndS: number;
}

export const noClock: Clock = {source: "none", offsetS: null, uncertaintyS: null};

/** The clock of a point that recorded both clocks at one instant. */
export function pairClock(point: ManifestPoint): Clock | null {
  const pair = point.clock_pair;
  if (pair === null) return null;
  return {source: "pair", offsetS: pair.epoch_s - pair.monotonic_s, uncertaintyS: pair.error_s};
}

/**
 * The clock of points without a pair, all of one boot and so with one offset. The last request of each point ended
 * before the client's call did, so the offset is at most end_epoch - last end: the least over the points is taken. The
 * first request began after the call did, so the offset is at least start_epoch - first start: the distance between both
 * is the uncertainty. Points that contradict each other are not of one boot: no clock then.
 */
export function offsetClock(points: readonly ClockedPoint[]): Clock {
  let high = Infinity;
  let low = -Infinity;
  for (const {point, firstStartS, lastEndS} of points) {
    if (point.end_epoch_s !== null) high = Math.min(high, point.end_epoch_s - lastEndS);
    if (point.start_epoch_s !== null) low = Math.max(low, point.start_epoch_s - firstStartS);
  }
  if (high === Infinity || low > high) return noClock;
  return {source: "offset", offsetS: high, uncertaintyS: low === -Infinity ? null : high - low};
}
