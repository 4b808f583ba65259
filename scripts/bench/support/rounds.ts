import {median, quantile} from "d3-array";

/** Median of the rounds, and half the distance of their outer deciles over it. */
export function ofRounds(times: readonly number[]): {value: number; spread: number | null} {
  const value = median(times) ?? Number.NaN;
  const [low, high] = [quantile(times, 0.1) ?? Number.NaN, quantile(times, 0.9) ?? Number.NaN];
  return {value, spread: times.length < 2 ? null : (high - low) / 2 / value};
}

/** Milliseconds of each round of something, after some that warm up. */
export function timed(act: () => unknown, rounds = 5, warming = 3): number[] {
  for (let i = 0; i < warming; i++) act();
  return Array.from({length: rounds}, () => {
    const start = performance.now();
    act();
    return performance.now() - start;
  });
}
