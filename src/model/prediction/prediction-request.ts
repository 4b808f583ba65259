import {kvCapacityTokens} from "../physics/memory.js";
import type {Load} from "../simulator/arrivals.js";
import type {Lengths} from "../simulator/lengths.js";
import type {Simulation} from "../simulator/simulate.js";
import type {Target} from "../simulator/step-time.js";
import type {Slo} from "./slo.js";

/** What to predict: a model on a GPU configuration, how the engine is set, and the loads. */
export interface PredictionRequest {
  /** Id in data/models; null for a model that is not there. */
  readonly model: string | null;
  readonly target: Target;
  readonly input: Lengths;
  readonly output: Lengths;
  /** One prediction each. */
  readonly loads: readonly (Load & {kind: "closed" | "open"})[];
  /** Requests of each; null for six times the concurrency (from 12 to 768, but never fewer than the streams), or a minute of
   * arrivals (from 64 to 768). */
  readonly requests: number | null;
  /** vLLM's --max-num-batched-tokens. */
  readonly maxNumBatchedTokens: number;
  /** vLLM's --max-num-seqs. */
  readonly maxNumSeqs: number;
  /** vLLM's --gpu-memory-utilization. */
  readonly gpuMemoryUtilization: number;
  /** Limits for which the largest concurrency is sought; empty for none. */
  readonly slo: readonly Slo[];
}

/** The simulation that a request asks for at one load. */
export function simulationOf(
  request: PredictionRequest,
  load: PredictionRequest["loads"][number]
): Omit<Simulation, "efficiency" | "seed"> {
  const {target} = request;
  const closed = load.kind === "closed";
  const wanted = closed ? 6 * load.concurrency : Math.ceil(60 * load.ratePerS);
  return {
    target,
    kvCapacityTokens: kvCapacityTokens({
      arch: target.arch,
      precision: target.precision,
      gpu: target.gpu,
      tensorParallel: target.tensorParallel,
      gpuMemoryUtilization: request.gpuMemoryUtilization,
      maxNumBatchedTokens: request.maxNumBatchedTokens
    }),
    maxNumBatchedTokens: request.maxNumBatchedTokens,
    maxNumSeqs: request.maxNumSeqs,
    load,
    requests:
      request.requests ?? Math.max(closed ? load.concurrency : 0, Math.min(768, Math.max(closed ? 12 : 64, wanted))),
    input: request.input,
    output: request.output,
    prefix: null
  };
}
