import type {Dataset} from "../dataset.js";
import {Problem} from "../problem.js";
import {actsOn, hostParameters, hostSpread, priors, priorLogs} from "./parameters.js";
import {leastSquares, type Fit} from "./least-squares.js";
import {observations, type Observation} from "./observation.js";
import {outcomeNames, type OutcomeName} from "./outcome.js";
import {quadratic} from "./matrix.js";
import {replay} from "./replay.js";

/** Parameters fitted on measured points, with what is needed to give predictions an interval. Plain data: it can be stored as JSON. */
export interface Calibration {
  readonly schema: "sweepbook-calibration/1";
  /** In the order of `covariance`. Median and standard deviation of the logarithm, before (prior) and after the fit. */
  readonly parameters: readonly {
    readonly name: string;
    readonly prior_median: number;
    readonly prior_spread: number;
    readonly median: number;
    readonly spread: number;
  }[];
  /** Of the logarithms, row by row. */
  readonly covariance: readonly number[];
  /** Standard deviation of the logarithm by which the model misses a point that it was not fitted on, estimated from the residuals. */
  readonly model_error: Readonly<Record<OutcomeName, number>>;
  /** Speed of each run's host against the mean: above 1 is slower. */
  readonly hosts: Readonly<Record<string, number>>;
  readonly fitted_on: {
    readonly runs: readonly string[];
    readonly points: readonly string[];
    readonly gpus: readonly string[];
    readonly gpu_architectures: readonly string[];
    readonly models: readonly string[];
    readonly precisions: readonly string[];
  };
}

/** Metrics that the fit looks at, and how far the model is expected to miss each, as a share. E2E follows from the others. */
const fitted: readonly {readonly name: OutcomeName; readonly tolerance: number}[] = [
  {name: "ttft_p50_ms", tolerance: 0.1},
  {name: "tpot_p50_ms", tolerance: 0.02},
  {name: "output_tokens_per_s", tolerance: 0.02},
  {name: "power_mean_w", tolerance: 0.03}
];

/** Seeds over which each point is simulated in a fit. */
const seedsOfFit = 4;

/**
 * Fits the parameters of the step-time, host and power models on a data set's measured points (of `runs`, when given), starting from
 * the priors. Throws a Problem when no point can be used.
 */
export function fitCalibration(dataset: Dataset, runs: readonly string[] | null = null): Calibration {
  const points = observations(dataset, runs);
  if (points.length === 0) {
    throw new Problem("no measured point to fit on", {
      value: runs ?? "all runs",
      remedy: "name runs under data/runs of kind measured whose GPU and model are in data/"
    });
  }
  return fitObservations(points);
}

/** The same on observations: what validation calls with some of them left out. */
export function fitObservations(points: readonly Observation[]): Calibration {
  const runs = [...new Set(points.map(({run}) => run))].toSorted();
  const prior = priorLogs();
  const mean = [...prior, ...runs.map(() => 0)];
  const spread = [...priors.map((p) => p.spread), ...runs.map(() => hostSpread)];
  const replays = shared(points);
  const residualsOf = (values: Float64Array): Float64Array => {
    const out: number[] = [];
    points.forEach((point, i) => {
      const outcome = replays[i]?.(logsFor(values, runs.indexOf(point.run)));
      for (const {name, tolerance} of fitted) {
        const measured = point.measured[name];
        if (measured !== null && outcome) out.push(Math.log(outcome[name] / measured) / tolerance);
      }
    });
    return Float64Array.from(out);
  };
  const fit = leastSquares(residualsOf, {mean, spread});
  const n = mean.length;
  const scale = Math.max(1, fit.residuals.reduce((sum, r) => sum + r * r, 0) / Math.max(1, fit.residuals.length));
  const covariance = priors.flatMap((_, i) =>
    priors.map((_, j) => round((fit.covariance[i * n + j] as number) * scale))
  );
  return {
    schema: "sweepbook-calibration/1",
    parameters: priors.map((p, i) => ({
      name: p.name,
      prior_median: p.median,
      prior_spread: p.spread,
      median: round(Math.exp(fit.values[i] as number)),
      spread: round(Math.min(p.spread, Math.sqrt(covariance[i * priors.length + i] as number)))
    })),
    covariance,
    model_error: modelError(points, fit, n, (i) =>
      replays[i]!(logsFor(fit.values, runs.indexOf(points[i]?.run ?? "")))
    ),
    hosts: Object.fromEntries(runs.map((run, i) => [run, round(Math.exp(fit.values[priors.length + i] as number))])),
    fitted_on: {
      runs,
      points: points.map(({id}) => id),
      gpus: unique(points.map(({gpu}) => gpu)),
      gpu_architectures: unique(points.map(({simulation}) => simulation.target.gpu.architecture)),
      models: unique(points.map(({model}) => model)),
      precisions: unique(points.map(({simulation}) => simulation.target.precision))
    }
  };
}

/** Logarithms of the parameters for one run: those of the host shifted by the run's own. */
function logsFor(values: Float64Array, run: number): Float64Array {
  const logs = values.slice(0, priors.length);
  const shift = values[priors.length + run] ?? 0;
  priors.forEach(({name}, i) => {
    if (hostParameters.includes(name)) logs[i] = (logs[i] as number) + shift;
  });
  return logs;
}

type Replayed = (logs: Float64Array) => Readonly<Record<OutcomeName, number>>;

/** One replay for each different simulation: repeats of a point are one. */
function shared(points: readonly Observation[]): Replayed[] {
  const known = new Map<string, Replayed>();
  return points.map(({simulation}) => {
    const key = JSON.stringify(simulation);
    const found = known.get(key) ?? memo(simulation);
    known.set(key, found);
    return found;
  });
}

/** Replays a simulation, remembering the last results: a derivative by a parameter that does not act on it costs nothing. */
function memo(simulation: Observation["simulation"]): Replayed {
  const acting = priors.map(({name}) => actsOn(name, simulation.target));
  const known = new Map<string, Readonly<Record<OutcomeName, number>>>();
  return (logs) => {
    const key = logs.filter((_, i) => acting[i]).join();
    const found = known.get(key);
    if (found !== undefined) return found;
    const {mean} = replay(simulation, logs, seedsOfFit);
    if (known.size > 16) known.clear();
    known.set(key, mean);
    return mean;
  };
}

/**
 * Root mean square of a metric's residuals, enlarged for what the fit has taken up: n / (n - sum of leverages). E2E has no residual in
 * the fit and takes its plain misses.
 */
function modelError(
  points: readonly Observation[],
  fit: Fit,
  n: number,
  outcomeOf: (i: number) => Readonly<Record<OutcomeName, number>>
): Record<OutcomeName, number> {
  const sums = new Map(outcomeNames.map((name) => [name, {squares: 0, count: 0, leverage: 0}]));
  const add = (name: OutcomeName, residual: number, leverage: number): void => {
    const sum = sums.get(name);
    if (sum === undefined) return;
    sum.squares += residual ** 2;
    sum.count += 1;
    sum.leverage += leverage;
  };
  let row = 0;
  points.forEach(({measured}, i) => {
    for (const {name, tolerance} of fitted) {
      if (measured[name] === null) continue;
      const slopes = fit.jacobian.subarray(row * n, (row + 1) * n);
      add(name, (fit.residuals[row] as number) * tolerance, quadratic(fit.covariance, slopes, n));
      row += 1;
    }
    if (measured.e2e_p50_ms !== null) add("e2e_p50_ms", Math.log(outcomeOf(i).e2e_p50_ms / measured.e2e_p50_ms), 0.2);
  });
  return Object.fromEntries(
    [...sums].map(([name, {squares, count, leverage}]) => {
      const tolerance = fitted.find((f) => f.name === name)?.tolerance ?? 0.02;
      // As if two more points had missed by the tolerance: few points must not look exact.
      const free = Math.max(0.3 * count, count - leverage) + 2;
      return [name, round(Math.sqrt((squares + 2 * tolerance ** 2) / free))];
    })
  ) as Record<OutcomeName, number>;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted();
}

/** Six significant digits: the stored calibration must not differ by the last bit of another machine's exponential. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}
