import {simulate, type Simulation} from "../simulator/simulate.js";
import {outcome, quantities, type Outcome} from "./outcome.js";
import {efficiencyOf} from "./parameters.js";

/** Mean outcome over a few seeds, and how far seeds lie apart. */
export interface Replay {
  /** Geometric means. */
  readonly mean: Outcome;
  /** Standard deviation of the logarithm between seeds: 0 for one seed. */
  readonly spread: Outcome;
}

/** Simulates under `seeds` seeds, from 1 on, with the parameters whose logarithms are given. */
export function replay(
  simulation: Omit<Simulation, "efficiency" | "seed">,
  logs: ArrayLike<number>,
  seeds: number
): Replay {
  const efficiency = efficiencyOf(logs);
  const runs = Array.from({length: seeds}, (_, i) => outcome(simulate({...simulation, efficiency, seed: i + 1})));
  const over = (f: (values: number[]) => number) =>
    Object.fromEntries(
      quantities.map((name) => [name, f(runs.map((run) => Math.log(run[name])))])
    ) as unknown as Outcome;
  return {mean: over((logs) => Math.exp(average(logs))), spread: over(deviation)};
}

function average(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = average(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
