import {actsOn, hostParameters, hostSpread, priors} from "./parameters.js";
import type {Calibration} from "./fit-calibration.js";
import {limitsOf, type Limits} from "./limits.js";
import {quadratic} from "./matrix.js";
import {latencyNames, quantities, type LatencyName, type Outcome, type OutcomeName, type Quantity} from "./outcome.js";
import {reach} from "./reach.js";
import {replay} from "./replay.js";
import type {Simulation} from "../simulator/simulate.js";
import {studentQuantile} from "../statistics/student.js";

type Predicted = Quantity | "energy_j_per_output_token";

/** Median and ends of the 90 % interval of every predicted quantity; null when nothing could be predicted. */
export type Intervals = {readonly [K in Predicted | `${Predicted}_lo` | `${Predicted}_hi`]: number | null};

/** The same with no number in it. */
export const noIntervals = Object.fromEntries(
  [...quantities, "energy_j_per_output_token" as const].flatMap((name) => [
    [name, null],
    [`${name}_lo`, null],
    [`${name}_hi`, null]
  ])
) as unknown as Intervals;

/** What is known of where a prediction is for. */
export interface Place {
  /** Id in data/models; null when it is not there. */
  readonly model: string | null;
  /** A run that the calibration was fitted on and whose host serves here; null for a host that was never seen. */
  readonly run: string | null;
}

const seeds = 4;
const seedsOfSlopes = 2;
const leastDifference = 0.03;
const confidence = 0.9;

/**
 * Predicts one simulation with 90 % intervals. The variance of a logarithm adds up from: the parameters' covariance through the
 * derivatives, what carrying them to this target may change, the speed of the host, the model's own error at points that it was not
 * fitted on, and the spread between seeds. Ends are Student's t with three degrees of freedom a point (four quantities are fitted, and
 * the parameters take some), cut at the bounds.
 */
export function intervals(
  calibration: Calibration,
  simulation: Omit<Simulation, "efficiency" | "seed">,
  {model, run}: Place
): Intervals {
  const n = priors.length;
  const limits = limitsOf(simulation);
  const isHost = priors.map(({name}) => hostParameters.includes(name));
  const ownHost = run === null ? undefined : calibration.hosts[run];
  const logs = calibration.parameters.map(({median}, i) => Math.log(median) + (isHost[i] ? Math.log(ownHost ?? 1) : 0));
  const {mean, spread} = replay(simulation, logs, seeds);
  const covariance = Float64Array.from(calibration.covariance);
  for (const [name, extra] of reach(calibration, simulation.target, model)) {
    const i = priors.findIndex((prior) => prior.name === name);
    covariance[i * n + i] = (covariance[i * n + i] as number) + extra ** 2;
  }
  const spreads = priors.map((_, i) =>
    Math.hypot(Math.sqrt(covariance[i * n + i] as number), isHost[i] && ownHost === undefined ? hostSpread : 0)
  );
  const slopes = derivatives(shortened(simulation), logs, spreads);
  const t = studentQuantile((1 + confidence) / 2, Math.max(2, 3 * calibration.fitted_on.points.length));
  const deviation = (weights: Partial<Record<Quantity, number>>): number => {
    const slope = combine(weights, slopes, n);
    const host = slope.reduce((sum, s, i) => sum + (isHost[i] ? s : 0), 0) * (ownHost === undefined ? hostSpread : 0);
    let own = 0;
    let between = 0;
    for (const [name, weight] of Object.entries(weights) as [Quantity, number][]) {
      own += (weight * calibration.model_error[judgedBy(name)]) ** 2;
      between += (weight * spread[name]) ** 2;
    }
    return Math.sqrt(quadratic(covariance, slope, n) + host ** 2 + own + between);
  };
  const out = new Map<string, number | null>();
  const put = (name: Predicted, value: number, sd: number): void => {
    const [least, most] = cut(name, limits, simulation);
    const known = Number.isFinite(value);
    const middle = Math.min(most, Math.max(least, value));
    out.set(name, known ? middle : null);
    out.set(`${name}_lo`, known ? Math.max(least, middle * Math.exp(-t * sd)) : null);
    out.set(`${name}_hi`, known ? Math.min(most, middle * Math.exp(t * sd)) : null);
  };
  for (const name of quantities) put(name, mean[name], deviation({[name]: 1}));
  put(
    "energy_j_per_output_token",
    mean.power_mean_w / mean.output_tokens_per_s,
    deviation({power_mean_w: 1, output_tokens_per_s: -1})
  );
  return Object.fromEntries(out) as unknown as Intervals;
}

/**
 * Derivatives of the logarithms of all quantities by those of the parameters, each taken over the parameter's own standard deviation:
 * over less, the jumps of a queue would pass for slopes.
 */
function derivatives(
  simulation: Omit<Simulation, "efficiency" | "seed">,
  logs: readonly number[],
  spreads: readonly number[]
): ReadonlyMap<Quantity, Float64Array> {
  const base = replay(simulation, logs, seedsOfSlopes).mean;
  const out = new Map(quantities.map((name) => [name, new Float64Array(priors.length)]));
  priors.forEach(({name}, i) => {
    if (!actsOn(name, simulation.target)) return;
    const difference = Math.max(leastDifference, spreads[i] as number);
    const moved = logs.with(i, (logs[i] as number) + difference);
    const there: Outcome = replay(simulation, moved, seedsOfSlopes).mean;
    for (const quantity of quantities) {
      const slope = Math.log(there[quantity] / base[quantity]) / difference;
      (out.get(quantity) as Float64Array)[i] = Number.isFinite(slope)
        ? Math.max(-steepest, Math.min(steepest, slope))
        : 0;
    }
  });
  return out;
}

/** The same with three waves of a closed loop: slopes need no more, and there are many of them. */
function shortened(simulation: Omit<Simulation, "efficiency" | "seed">): Omit<Simulation, "efficiency" | "seed"> {
  const {load, requests} = simulation;
  return load.kind === "closed"
    ? {...simulation, requests: Math.min(requests, Math.max(12, 3 * load.concurrency))}
    : simulation;
}

const steepest = 3; // a queue that tips over with the parameter: beyond this a straight line says nothing

function combine(
  weights: Partial<Record<Quantity, number>>,
  slopes: ReadonlyMap<Quantity, Float64Array>,
  n: number
): Float64Array {
  const out = new Float64Array(n);
  for (const [name, weight] of Object.entries(weights) as [Quantity, number][]) {
    slopes.get(name)?.forEach((slope, i) => {
      out[i] = (out[i] as number) + weight * slope;
    });
  }
  return out;
}

/** The measured quantity whose model error a quantity takes: percentiles take that of their median. */
function judgedBy(name: Quantity): OutcomeName {
  return (latencyNames as readonly string[]).includes(name)
    ? (name.replace(/_p\d+_/, "_p50_") as OutcomeName)
    : (name as Exclude<Quantity, LatencyName>);
}

/** Least and greatest value that physics allows. A stream alone may read less than the mean context, so only weights bound TPOT. */
function cut(
  name: Predicted,
  limits: Limits,
  {target}: Omit<Simulation, "efficiency" | "seed">
): readonly [number, number] {
  if (name.startsWith("tpot")) return [limits.tpot_weights_floor_ms, Infinity];
  if (name.startsWith("ttft")) return [limits.ttft_floor_ms, Infinity];
  if (name === "output_tokens_per_s") return [0, limits.output_tokens_per_s_ceiling];
  if (name === "power_mean_w") return [0, target.gpu.board_power_w * target.tensorParallel];
  return [0, Infinity];
}
