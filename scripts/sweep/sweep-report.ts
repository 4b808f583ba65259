import type {PlannedPoint} from "./planned.js";

/** What a sweep came to. */
export interface SweepReport {
  readonly run: string;
  readonly folder: string;
  readonly measured: number;
  /** Points and servers that failed, with cause; expected failures are not among them. */
  readonly failures: readonly {readonly what: string; readonly problem: string}[];
  readonly expected_failures: readonly {readonly server: string; readonly problem: string}[];
  readonly left_out: readonly {readonly points: readonly PlannedPoint[]; readonly why: string}[];
  readonly overhead_mean_s: number | null;
  readonly overhead_max_s: number | null;
  readonly searches: readonly unknown[];
  /** Series of adaptive repeats, with what ended each. */
  readonly adaptive: readonly unknown[];
  readonly took_s: number;
}
