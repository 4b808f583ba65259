import type {MeasuredValues} from "./measured-values.js";
import type {PlannedPoint} from "./planned.js";

/** What happens in a sweep, for a display. Times in s. */
export type SweepEvent =
  | {readonly kind: "plan"; readonly points: number; readonly estimate_s: number}
  | {readonly kind: "note"; readonly text: string}
  /** Of a sweep over several targets: what happens in one share of it. */
  | {readonly kind: "from"; readonly target: string; readonly share: string; readonly event: SweepEvent}
  | {readonly kind: "server-start"; readonly server: string; readonly estimate_s: number}
  | {readonly kind: "server-ready"; readonly server: string; readonly took_s: number}
  | {
      readonly kind: "server-failed";
      readonly server: string;
      readonly problem: string;
      readonly tail: readonly string[];
      readonly expected: boolean;
    }
  | {readonly kind: "server-stopped"; readonly server: string; readonly forced: boolean}
  | {readonly kind: "point-start"; readonly point: PlannedPoint}
  | {
      readonly kind: "point-done";
      readonly point: PlannedPoint;
      readonly values: MeasuredValues;
      readonly overhead_s: number;
    }
  | {readonly kind: "point-failed"; readonly point: PlannedPoint; readonly problem: string; readonly retried: boolean}
  | {readonly kind: "points-left-out"; readonly points: readonly PlannedPoint[]; readonly why: string}
  | {readonly kind: "points-added"; readonly points: number; readonly estimate_s: number; readonly why: string};
