import type {Unit} from "../units.js";
import type {ComparedName} from "./compared-metrics.js";
import type {Values} from "./values.js";

export type Verdict = "better" | "worse" | "equivalent" | "undecided";

/** Why a verdict is what it is. */
export type Reason =
  | "shown" // a difference that reaches the margin is shown
  | "within_margin" // both one-sided tests place it inside the margin
  | "crosses" // the interval holds no change as well as one that matters
  | "many_tests" // shown by itself, not over so many tests
  | "small_difference" // a difference is shown; whether it stays inside the margin is not
  | "one_run" // a side has one value
  | "no_spread" // equal values on both sides: copies, or rounded too far
  | "refused" // the sides differ in more than what is compared
  | NonNullable<Values["missing"]>;

/** Reasons for which nothing was compared at all. */
const notCompared: ReadonlySet<Reason> = new Set(["refused", "no_value", "n_too_small", "energy_not_valid"]);

/** True when a row has two values to hold against each other. */
export function isCompared({reason}: Pick<Row, "reason">): boolean {
  return !notCompared.has(reason);
}

/** One metric at one load: B against A. Changes are B / A - 1, so that 0.05 is 5 % more. */
export interface Row {
  /** "run/server : run/server", or one name where both are equal. */
  readonly pair: string;
  readonly load: string;
  readonly metric: ComparedName;
  readonly unit: Unit | null;
  readonly better: "lower" | "higher" | null;
  readonly margin: number;
  /** Geometric means over repeats. */
  readonly a: number | null;
  readonly b: number | null;
  readonly n_a: number;
  readonly n_b: number;
  readonly values_a: readonly number[];
  readonly values_b: readonly number[];
  /** What one value is. */
  readonly counts: "repeat" | "start";
  readonly method: "none" | "welch" | "bootstrap";
  readonly change: number | null;
  /** 95 % interval of the change. */
  readonly change_lo: number | null;
  readonly change_hi: number | null;
  /** p: of this test alone; q: adjusted for the table (Benjamini and Hochberg). */
  readonly p_difference: number | null;
  readonly q_difference: number | null;
  readonly p_equivalent: number | null;
  readonly q_equivalent: number | null;
  readonly p_not_worse: number | null;
  readonly q_not_worse: number | null;
  /** Non-inferiority: B is shown to be worse by less than the margin. */
  readonly not_worse: boolean | null;
  readonly verdict: Verdict;
  readonly reason: Reason;
  /** True when the whole interval lies beyond the margin. */
  readonly beyond_margin: boolean | null;
  /** mixed: the sides differ in more than one factor, so the difference has no single cause. */
  readonly standing: "fair" | "mixed" | "refused";
  readonly factor: string | null;
  /** Repeats a side that would decide it with a chance of 80 %, if estimate and spread stay what they are; null when not known, or above 1,000. */
  readonly repeats_needed: number | null;
}
