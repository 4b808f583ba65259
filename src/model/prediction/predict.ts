import {meanLength} from "../simulator/lengths.js";
import {simulate} from "../simulator/simulate.js";
import {answered} from "./answers.js";
import type {Calibration} from "./fit-calibration.js";
import {intervals, noIntervals, type Intervals} from "./intervals.js";
import {efficiencyOf} from "./parameters.js";
import {limitsOf, type Limits} from "./limits.js";
import {largestConcurrency} from "./largest-concurrency.js";
import {simulationOf, type PredictionRequest} from "./prediction-request.js";

/**
 * One predicted load. `_lo` and `_hi` are the ends of the 90 % interval; bounds are physics, not predictions. Every number is null when
 * the configuration cannot serve the load, and `problem` says why.
 */
export interface Prediction extends Intervals, Limits {
  readonly kind: "predicted";
  readonly model: string | null;
  readonly gpu: string;
  readonly gpus: number;
  readonly tensor_parallel: number;
  readonly precision: string;
  readonly load: "closed" | "open";
  readonly concurrency: number | null;
  readonly request_rate_per_s: number | null;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly n_requests: number;
  readonly problem: string | null;
  /** Highest share of the KV cache in use. */
  readonly kv_cache_usage_max: number | null;
  readonly kv_cache_tokens: number;
  readonly n_preemptions: number | null;
  /** Largest closed-loop concurrency that meets the limits, 0 when not even one stream does; null without limits. */
  readonly max_concurrency: number | null;
  readonly max_concurrency_lo: number | null;
  readonly max_concurrency_hi: number | null;
  readonly fitted_on: readonly string[];
}

/** Predicts every load of a request, with 90 % intervals. Throws a Problem when a setting is impossible. */
export function predict(calibration: Calibration, request: PredictionRequest): Prediction[] {
  return answered(["predict", calibration, request], () => predicted(calibration, request));
}

function predicted(calibration: Calibration, request: PredictionRequest): Prediction[] {
  let most: Most | null | undefined;
  return request.loads.map((load) => {
    const simulation = simulationOf(request, load);
    const found =
      problemOf(simulation, meanLength(request.input) + meanLength(request.output)) === null
        ? intervals(calibration, simulation, {model: request.model, run: null})
        : null;
    if (found !== null && most === undefined) most = largestConcurrency(calibration, request, found);
    return row(calibration, request, load, simulation, found, most ?? null);
  });
}

type Most = NonNullable<ReturnType<typeof largestConcurrency>>;

function row(
  calibration: Calibration,
  request: PredictionRequest,
  load: PredictionRequest["loads"][number],
  simulation: ReturnType<typeof simulationOf>,
  found: Intervals | null,
  most: Most | null
): Prediction {
  const {target, model} = request;
  const inputTokens = meanLength(request.input);
  const outputTokens = meanLength(request.output);
  const logs = calibration.parameters.map(({median}) => Math.log(median));
  const once = found === null ? null : simulate({...simulation, efficiency: efficiencyOf(logs), seed: 1});
  return {
    kind: "predicted",
    model,
    gpu: target.gpu.gpu,
    gpus: target.tensorParallel,
    tensor_parallel: target.tensorParallel,
    precision: target.precision,
    load: load.kind,
    concurrency: load.kind === "closed" ? load.concurrency : null,
    request_rate_per_s: load.kind === "open" ? load.ratePerS : null,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    n_requests: simulation.requests,
    problem: problemOf(simulation, inputTokens + outputTokens),
    ...(found ?? noIntervals),
    kv_cache_usage_max: once?.kvCacheUsageMax ?? null,
    kv_cache_tokens: simulation.kvCapacityTokens,
    n_preemptions: once?.preemptions ?? null,
    max_concurrency: most?.value ?? null,
    max_concurrency_lo: most?.lo ?? null,
    max_concurrency_hi: most?.hi ?? null,
    ...limitsOf(simulation),
    fitted_on: calibration.fitted_on.runs
  };
}

/** Why a configuration cannot serve requests of so many tokens; null when it can. */
function problemOf({kvCapacityTokens: room, target}: ReturnType<typeof simulationOf>, tokens: number): string | null {
  const {maxPositions} = target.arch;
  if (tokens > maxPositions)
    return `${tokens} tokens a request are beyond the ${maxPositions} that the model's config allows`;
  if (room === 0) return "the weights do not fit the memory";
  return room < tokens ? `one request of ${tokens} tokens does not fit the KV cache of ${room}` : null;
}
