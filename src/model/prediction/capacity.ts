import {meanLength} from "../simulator/lengths.js";
import {simulate} from "../simulator/simulate.js";
import type {Target} from "../simulator/step-time.js";
import {answered} from "./answers.js";
import type {Calibration} from "./fit-calibration.js";
import {intervals, type Intervals} from "./intervals.js";
import {largestConcurrency} from "./largest-concurrency.js";
import {limitsOf} from "./limits.js";
import {outcome, type LatencyName} from "./outcome.js";
import {efficiencyOf} from "./parameters.js";
import type {PlanRequest} from "./plan.js";
import {simulationOf} from "./prediction-request.js";

/** What a copy's capacity is a function of, beside its GPUs. */
export type CapacityRequest = Pick<PlanRequest, "model" | "input" | "output" | "slo" | "users" | "seed">;

/** How much one copy of a model carries within the limits. */
export interface Capacity {
  /** Highest arrival rate, requests a second, and the ends of its 90 % interval; 0 when no rate meets the limits. */
  readonly ratePerS: number;
  readonly ratePerSLo: number;
  readonly ratePerSHi: number;
  /** Most users at once within the limits, with the ends of its interval; null where an arrival rate was sought. */
  readonly streams: {readonly value: number; readonly lo: number; readonly hi: number} | null;
  readonly outputTokensMean: number;
  /** Power of all GPUs of the copy at that rate, and with nothing to do, W. */
  readonly powerW: number | null;
  readonly idleW: number;
  readonly problem: string | null;
}

const overloadMs = 10_000; // TTFT p90 beyond this is a queue that grows, whatever the limits say
const steps = 9; // halvings of the range of rates, which spans two decades: within 1 %

/**
 * Predicts the highest Poisson rate that one copy serves within the limits, by halving. Its interval is the wider of two: the
 * latencies taken at their upper and lower ends, and the throughput's own interval, both as relative widths at a closed loop of 16 streams.
 */
export function capacity(calibration: Calibration, request: CapacityRequest, target: Target): Capacity {
  return answered(["capacity", calibration, request, target], () => searched(calibration, request, target));
}

function searched(calibration: Calibration, request: CapacityRequest, target: Target): Capacity {
  const settings = {
    model: request.model,
    target,
    input: request.input,
    output: request.output,
    loads: [],
    requests: null,
    maxNumBatchedTokens: 8192,
    maxNumSeqs: 256,
    gpuMemoryUtilization: 0.9,
    slo: request.slo
  };
  const probe = {...simulationOf(settings, {kind: "closed", concurrency: 16}), requests: 64};
  const efficiency = efficiencyOf(calibration.parameters.map(({median}) => Math.log(median)));
  const outputTokensMean = meanLength(request.output);
  const idleW = efficiency.idlePowerShare * target.gpu.board_power_w * target.tensorParallel;
  const none = {ratePerS: 0, ratePerSLo: 0, ratePerSHi: 0, streams: null, outputTokensMean, powerW: null, idleW};
  const longest = longestRequest(request);
  if (longest > target.arch.maxPositions)
    return {...none, problem: "a request is longer than the model's config allows"};
  if (probe.kvCapacityTokens < longest) {
    return {
      ...none,
      problem:
        probe.kvCapacityTokens === 0 ? "the weights do not fit the memory" : "a request does not fit the KV cache"
    };
  }
  const widths = intervals(calibration, probe, {model: request.model, run: null});
  if (request.users != null) {
    const most = largestConcurrency(calibration, settings, widths);
    if (most === null || most.value === 0) {
      const streams = {value: 0, lo: 0, hi: most?.hi ?? 0};
      return {...none, streams, problem: "not even one user is served within the limits"};
    }
    const full = simulationOf(settings, {kind: "closed", concurrency: most.value});
    const found = outcome(simulate({...full, efficiency, seed: request.seed}));
    const ratePerS = found.output_tokens_per_s / outputTokensMean;
    const ends = {
      ratePerSLo: ratePerS * relative(widths, "output_tokens_per_s", "lo"),
      ratePerSHi: ratePerS * relative(widths, "output_tokens_per_s", "hi")
    };
    return {ratePerS, ...ends, streams: most, outputTokensMean, powerW: found.power_mean_w, idleW, problem: null};
  }
  const known = new Map<number, ReturnType<typeof outcome>>();
  const at = (ratePerS: number): ReturnType<typeof outcome> => {
    const before = known.get(ratePerS);
    if (before !== undefined) return before;
    const simulation = simulationOf(settings, {kind: "open", ratePerS, burstiness: 1});
    const now = outcome(simulate({...simulation, efficiency, seed: request.seed}));
    known.set(ratePerS, now);
    return now;
  };
  const ceiling = limitsOf({...probe, load: {kind: "open", ratePerS: 1, burstiness: 1}}).output_tokens_per_s_ceiling;
  // More than an engine gives with every seat taken is a queue without end, however short the simulated minute.
  const full = simulationOf(settings, {kind: "closed", concurrency: settings.maxNumSeqs});
  const most = outcome(simulate({...full, requests: 6 * settings.maxNumSeqs, efficiency, seed: request.seed}));
  const highest = Math.min(ceiling / outputTokensMean, most.output_tokens_per_s / outputTokensMean, 1000);
  const search = (end: "lo" | "hi" | null): number => {
    const scale = (name: LatencyName): number => (end === null ? 1 : relative(widths, name, end));
    const meets = (rate: number): boolean => {
      const found = at(rate);
      return (
        found.ttft_p90_ms * scale("ttft_p90_ms") <= overloadMs &&
        request.slo.every(({name, limitMs}) => found[name] * scale(name) <= limitMs)
      );
    };
    let [low, high] = [Math.log(highest / 100), Math.log(highest)];
    if (!meets(Math.exp(low))) return 0;
    for (let i = 0; i < steps; i += 1) {
      const middle = (low + high) / 2;
      if (meets(Math.exp(middle))) low = middle;
      else high = middle;
    }
    return Math.exp(low);
  };
  const ratePerS = search(null);
  if (ratePerS === 0) return {...none, ratePerSHi: search("lo"), problem: "no rate meets the limits"};
  return {
    ratePerS,
    ratePerSLo: Math.min(search("hi"), ratePerS * relative(widths, "output_tokens_per_s", "lo")),
    ratePerSHi: Math.max(search("lo"), ratePerS * relative(widths, "output_tokens_per_s", "hi")),
    streams: null,
    outputTokensMean,
    powerW: at(ratePerS).power_mean_w,
    idleW,
    problem: null
  };
}

/** An end of an interval over its median. */
function relative(widths: Intervals, name: LatencyName | "output_tokens_per_s", end: "lo" | "hi"): number {
  return (widths[`${name}_${end}`] ?? 1) / (widths[name] ?? 1);
}

/** Tokens of the longest request that the lengths can draw. */
function longestRequest({input, output}: CapacityRequest): number {
  const most = (lengths: CapacityRequest["input"]): number =>
    lengths.kind === "listed"
      ? lengths.tokens.reduce((a, b) => Math.max(a, b), 0)
      : lengths.kind === "lognormal"
        ? lengths.most
        : lengths.kind === "uniform"
          ? Math.ceil(lengths.mean * (1 + lengths.spread))
          : lengths.tokens;
  return most(input) + most(output);
}
