import type {ClockPair} from "./client.js";

/** Monotonic seconds of performance.now() = 0: process.hrtime is CLOCK_MONOTONIC, Python's perf_counter on Linux. */
const originS = Number(process.hrtime.bigint()) / 1e9 - performance.now() / 1e3;

/** An instant of performance.now(), ms, as monotonic seconds that other processes of this host share. */
export function monotonicS(ms: number): number {
  return originS + ms / 1e3;
}

/**
 * Reads both clocks back to back. The wall clock ticks in ms, so it waits for a tick (1 ms at most) and takes the
 * monotonic instant between the reads on both sides of it.
 */
export function clockPair(): ClockPair {
  const before = Date.now();
  let last = performance.now();
  for (;;) {
    const wall = Date.now();
    const now = performance.now();
    if (wall !== before)
      return {epoch_s: wall / 1e3, monotonic_s: monotonicS((last + now) / 2), error_s: (now - last) / 1e3};
    last = now;
  }
}
