import {
  maxConcurrencyBound,
  throughputCeiling,
  tpotFloorMs,
  tpotWeightsFloorMs,
  ttftFloorMs
} from "../physics/bounds.js";
import {meanLength} from "../simulator/lengths.js";
import type {Simulation} from "../simulator/simulate.js";

/** Bounds of physics at a load, kind `bound`: data sheet bandwidth and FLOP/s, and memory. */
export interface Limits {
  readonly tpot_floor_ms: number;
  readonly tpot_weights_floor_ms: number;
  readonly ttft_floor_ms: number;
  readonly output_tokens_per_s_ceiling: number;
  readonly max_concurrency_bound: number;
}

/** Bounds of a simulation. In an open loop the floor is that of one stream, and the ceiling that of all seats taken. */
export function limitsOf(s: Omit<Simulation, "efficiency" | "seed">): Limits {
  const {arch, precision, gpu, tensorParallel} = s.target;
  const target = {arch, precision, gpu, gpus: tensorParallel};
  const load = {
    inputTokens: meanLength(s.input),
    outputTokens: meanLength(s.output),
    concurrency: s.load.kind === "closed" ? s.load.concurrency : 1
  };
  return {
    tpot_floor_ms: tpotFloorMs(target, load),
    tpot_weights_floor_ms: tpotWeightsFloorMs(target, load.concurrency),
    ttft_floor_ms: ttftFloorMs(target, load.inputTokens),
    output_tokens_per_s_ceiling: throughputCeiling(target, {
      ...load,
      concurrency: s.load.kind === "closed" ? load.concurrency : s.maxNumSeqs
    }),
    max_concurrency_bound: maxConcurrencyBound(target, load)
  };
}
