import type {Dataset} from "../dataset.js";
import {fitObservations} from "./fit-calibration.js";
import {intervals} from "./intervals.js";
import {observations, type Observation} from "./observation.js";
import {outcomeNames, type OutcomeName} from "./outcome.js";

/** What was left out of the fit: one point with its repeats, all of a workload, concurrency above 16, a model, a GPU, a precision. */
export const splits = ["point", "workload", "concurrency", "model", "gpu", "precision"] as const;

export type Split = (typeof splits)[number];

/** One quantity of one point, predicted by a calibration that never saw what was left out. */
export interface ValidationRow {
  readonly split: Split;
  /** What was left out. */
  readonly held_out: string;
  readonly point_id: string;
  readonly metric: OutcomeName;
  readonly measured: number;
  readonly predicted: number;
  readonly lo: number;
  readonly hi: number;
  /** predicted / measured - 1. */
  readonly error: number;
  /** Whether the 90 % interval holds the measurement. */
  readonly covered: boolean;
  readonly n_fitted: number;
}

/**
 * Predicts every measured point by calibrations that were fitted without it, once a split. A split that would leave nothing to fit on,
 * or nothing to predict (one GPU only), has no rows. `progress` is told the share done.
 */
export function validate(dataset: Dataset, progress: (share: number) => void = () => {}): ValidationRow[] {
  const all = observations(dataset);
  const folds = splits.flatMap((split) => foldsOf(split, all));
  return folds.flatMap((fold, i) => {
    progress(i / folds.length);
    return rowsOf(fold);
  });
}

interface Fold {
  readonly split: Split;
  readonly heldOut: string;
  readonly fit: readonly Observation[];
  readonly predict: readonly Observation[];
}

const fewestToFit = 4;

function foldsOf(split: Split, all: readonly Observation[]): Fold[] {
  if (split === "concurrency") {
    const low = all.filter(({concurrency}) => concurrency !== null && concurrency <= 16);
    const high = all.filter(({concurrency}) => concurrency !== null && concurrency >= 64);
    return usable([{split, heldOut: "concurrency above 16", fit: low, predict: high}]);
  }
  const groupOf: Record<Exclude<Split, "concurrency">, (o: Observation) => string> = {
    point: ({id}) => id.replace(/#\d+$/, ""),
    workload: ({workload}) => workload,
    model: ({model}) => model,
    gpu: ({gpu}) => gpu,
    precision: ({simulation}) => simulation.target.precision
  };
  const group = groupOf[split];
  return usable(
    [...new Set(all.map(group))].map((heldOut) => ({
      split,
      heldOut,
      fit: all.filter((o) => group(o) !== heldOut),
      predict: all.filter((o) => group(o) === heldOut)
    }))
  );
}

function usable(folds: readonly Fold[]): Fold[] {
  return folds.filter(({fit, predict}) => fit.length >= fewestToFit && predict.length > 0);
}

function rowsOf({split, heldOut, fit, predict}: Fold): ValidationRow[] {
  const calibration = fitObservations(fit);
  return predict.flatMap((point) => {
    const found = intervals(calibration, point.simulation, {
      model: point.model,
      run: calibration.fitted_on.runs.includes(point.run) ? point.run : null
    });
    return outcomeNames.flatMap((metric) => {
      const measured = point.measured[metric];
      const [predicted, lo, hi] = [found[metric], found[`${metric}_lo`], found[`${metric}_hi`]];
      if (measured === null || predicted === null || lo === null || hi === null) return [];
      return [
        {
          split,
          held_out: heldOut,
          point_id: point.id,
          metric,
          measured,
          predicted,
          lo,
          hi,
          error: predicted / measured - 1,
          covered: lo <= measured && measured <= hi,
          n_fitted: fit.length
        }
      ];
    });
  });
}
