import {compare, type Compared} from "./compare.js";
import {comparedMetric} from "./compared-metrics.js";
import {logNormal, testSide} from "./testing.js";

export const repeats = 5;
export const spread = 0.015;
const nPairs = 1000;

/**
 * Compares simulated pairs of tables, of so many loads, whose repeats spread by 1.5 %; B's throughput is `factor` times A's.
 * Seeds are fixed, so the rates that follow are the same in every run.
 */
export function simulatedPairs(seed: number, loads: number, factor: number): Compared[] {
  const draw = logNormal(seed);
  const side = (label: string, centre: number) =>
    testSide(
      label,
      Array.from({length: loads * repeats}, (_, i) => ({
        concurrency: 1 + (i % loads),
        output_tokens_per_s: draw(centre, spread),
        tpot_p50_ms: draw(10_000 / centre, spread)
      }))
    );
  const metrics = [comparedMetric("output_tokens_per_s"), ...(loads === 1 ? [] : [comparedMetric("tpot_p50_ms")])];
  return Array.from({length: nPairs}, () => compare(side("A", 1000), side("B", 1000 * factor), {metrics}));
}

/** Share of pairs for which something holds. */
export const rate = (pairs: readonly Compared[], holds: (pair: Compared) => boolean): number =>
  pairs.filter(holds).length / pairs.length;
