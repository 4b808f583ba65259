import {percentile} from "../statistics/percentile.js";
import {outcomeNames, type OutcomeName} from "./outcome.js";
import {splits, type Split, type ValidationRow} from "./validate.js";

/** How well one metric is predicted in one split, against the goal where there is one. */
export interface ValidationSummary {
  readonly split: Split;
  readonly metric: OutcomeName;
  readonly n: number;
  /** Share of the measured value. */
  readonly error_median: number;
  readonly error_max: number;
  /** Share of measurements inside the 90 % interval. */
  readonly coverage: number;
  readonly goal_error_median: number | null;
  readonly goal_error_max: number | null;
  /** Null without a goal. */
  readonly met: boolean | null;
}

/** Goals set before any of it was measured, as shares: median and largest error. */
const goals: Partial<Record<Split, Partial<Record<OutcomeName, readonly [number, number | null]>>>> = {
  gpu: {tpot_p50_ms: [0.025, 0.08], output_tokens_per_s: [0.025, 0.08], ttft_p50_ms: [0.1, null]},
  model: {tpot_p50_ms: [0.04, 0.12], output_tokens_per_s: [0.04, 0.12]},
  precision: {tpot_p50_ms: [0.04, 0.12], output_tokens_per_s: [0.04, 0.12]}
};

/** Share of measurements that 90 % intervals should hold: fewer is overconfident, more is idle. */
export const coverageGoal = [0.85, 0.95] as const;

/** Summarises validation rows by split and metric, in the order of both. */
export function validationSummary(rows: readonly ValidationRow[]): ValidationSummary[] {
  return splits.flatMap((split) =>
    outcomeNames.flatMap((metric) => {
      const own = rows.filter((row) => row.split === split && row.metric === metric);
      if (own.length === 0) return [];
      const errors = own.map(({error}) => Math.abs(error)).toSorted((a, b) => a - b);
      const [goalMedian, goalMax] = goals[split]?.[metric] ?? [null, null];
      const median = percentile(errors, 0.5);
      const max = errors[errors.length - 1] as number;
      return [
        {
          split,
          metric,
          n: own.length,
          error_median: median,
          error_max: max,
          coverage: own.filter(({covered}) => covered).length / own.length,
          goal_error_median: goalMedian,
          goal_error_max: goalMax,
          met: goalMedian === null ? null : median <= goalMedian && (goalMax === null || max <= goalMax)
        }
      ];
    })
  );
}
