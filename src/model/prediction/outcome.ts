import {percentile} from "../statistics/percentile.js";
import type {Simulated} from "../simulator/simulate.js";

/** Quantities that are both measured and predicted, and that a calibration is judged on; names as in the points table. */
export const outcomeNames = [
  "ttft_p50_ms",
  "tpot_p50_ms",
  "e2e_p50_ms",
  "output_tokens_per_s",
  "power_mean_w"
] as const;

export type OutcomeName = (typeof outcomeNames)[number];

/** Latencies that a service level may limit. */
export const latencyNames = [
  "ttft_p50_ms",
  "ttft_p90_ms",
  "ttft_p95_ms",
  "ttft_p99_ms",
  "tpot_p50_ms",
  "tpot_p90_ms",
  "tpot_p95_ms",
  "tpot_p99_ms",
  "e2e_p50_ms",
  "e2e_p90_ms",
  "e2e_p95_ms",
  "e2e_p99_ms"
] as const;

export type LatencyName = (typeof latencyNames)[number];

export type Quantity = OutcomeName | LatencyName;

/** Every quantity that a simulation is summarised by. */
export const quantities: readonly Quantity[] = [...latencyNames, "output_tokens_per_s", "power_mean_w"];

export type Outcome = Readonly<Record<Quantity, number>>;

/** Summarises a simulation as a measured point is summarised. TPOT is NaN when no answer has two tokens. */
export function outcome(s: Simulated): Outcome {
  const n = s.input.length;
  const ttft = new Float64Array(n);
  const e2e = new Float64Array(n);
  const tpot = new Float64Array(n);
  let paced = 0;
  let tokens = 0;
  for (let i = 0; i < n; i += 1) {
    const first = (s.firstMs[i] as number) - (s.arrivalMs[i] as number);
    const whole = (s.endMs[i] as number) - (s.arrivalMs[i] as number);
    const output = s.output[i] as number;
    ttft[i] = first;
    e2e[i] = whole;
    tokens += output;
    if (output > 1) tpot[paced++] = (whole - first) / (output - 1);
  }
  return {
    ...percentiles("ttft", ttft),
    ...percentiles("tpot", tpot.subarray(0, paced)),
    ...percentiles("e2e", e2e),
    output_tokens_per_s: (1e3 * tokens) / s.durationMs,
    power_mean_w: (1e3 * s.energyJ) / s.durationMs
  };
}

type Percentiles<Q extends string> = Record<`${Q}_p50_ms` | `${Q}_p90_ms` | `${Q}_p95_ms` | `${Q}_p99_ms`, number>;

function percentiles<Q extends string>(quantity: Q, values: Float64Array): Percentiles<Q> {
  const sorted = values.sort();
  const at = (p: number): number => (sorted.length === 0 ? Number.NaN : percentile(sorted, p));
  return {
    [`${quantity}_p50_ms`]: at(0.5),
    [`${quantity}_p90_ms`]: at(0.9),
    [`${quantity}_p95_ms`]: at(0.95),
    [`${quantity}_p99_ms`]: at(0.99)
  } as Percentiles<Q>;
}
