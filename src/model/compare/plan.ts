import {groups} from "d3-array";
import {differencePower, equivalencePower, leastRepeats} from "../statistics/power.js";
import {pooledSpread} from "../statistics/pooled-spread.js";
import type {PointRow} from "../tables/points.js";
import type {ComparedMetric, ComparedName} from "./compared-metrics.js";
import {loadKey} from "./side.js";
import {valuesOf} from "./values.js";

/** Repeats a side that a comparison of one metric needs, from the spread between repeats that was seen. */
export interface PlanRow {
  readonly metric: ComparedName;
  readonly margin: number;
  /** Standard deviation between repeats, as a share; null where no load was repeated. */
  readonly spread: number | null;
  /** Degrees of freedom that the spread rests on. */
  readonly df: number;
  /** seen: in the runs; given: by the reader. */
  readonly from: "seen" | "given" | "nowhere";
  /** By the difference to be found, as a share: repeats a side; null when above 1,000 or not known. */
  readonly to_find: readonly {readonly difference: number; readonly repeats: number | null}[];
  /** Repeats a side to show equivalence within the margin when nothing has changed. */
  readonly to_show_equivalence: number | null;
}

export interface PlanOptions {
  readonly metrics: readonly ComparedMetric[];
  readonly differences: readonly number[];
  readonly power?: number;
  readonly alpha?: number;
  /** Used in place of what was seen. */
  readonly spread?: number | null;
}

/**
 * How many repeats a side would be needed: the two-sided t test finds the difference with the power wanted, on repeats whose
 * logarithms spread as those of the points do, pooled over configurations and loads.
 */
export function plan(points: readonly PointRow[], options: PlanOptions): PlanRow[] {
  const {metrics, differences, power = 0.8, alpha = 0.05, spread: given = null} = options;
  const repeated = groups(
    points.filter(({status}) => status === "ok"),
    (point) => `${point.kind}/${point.run}/${point.server} ${loadKey(point)}`
  ).map(([load, own]) => ({load, a: own, b: own}));
  return metrics.map(({name, margin}) => {
    const samples = repeated.flatMap((load) => {
      const {a, missing} = valuesOf(load, name);
      return missing === null ? [a] : [];
    });
    const {sd, df} = given === null ? pooledSpread(samples) : {sd: given, df: 0};
    const least = (of: (n: number) => number): number | null => (sd === null ? null : leastRepeats(of, power));
    return {
      metric: name,
      margin,
      spread: sd,
      df,
      from: given !== null ? "given" : sd === null ? "nowhere" : "seen",
      to_find: differences.map((difference) => ({
        difference,
        repeats: least((n) => differencePower(Math.log1p(difference), sd!, n, alpha))
      })),
      to_show_equivalence: least((n) => equivalencePower(0, Math.log1p(margin), sd!, n, alpha))
    };
  });
}
