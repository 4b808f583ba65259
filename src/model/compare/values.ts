import {groups} from "d3-array";
import {average} from "../statistics/between-runs.js";
import {sampleFloor} from "../statistics/sample-floor.js";
import type {PointRow} from "../tables/points.js";
import {percentileOf, type ComparedName} from "./compared-metrics.js";
import type {LoadPair} from "./pairs.js";

/** What a test of one metric at one load rests on: values of both sides, or why there are none. */
export interface Values {
  readonly a: readonly number[];
  readonly b: readonly number[];
  /** What one value stands for. */
  readonly unit: "repeat" | "start";
  /** Why the values may not be tested; null when they may. */
  readonly missing: "no_value" | "n_too_small" | "energy_not_valid" | null;
}

/**
 * The values of a metric on both sides. Where both sides hold several runs, each run (a start of the server) is one value, the
 * geometric mean of its repeats; else each repeat is one. A percentile below its least sample is no value.
 */
export function valuesOf({a, b}: LoadPair, name: ComparedName): Values {
  const starts = (points: readonly PointRow[]): number => new Set(points.map(({run}) => run)).size;
  const unit = starts(a) > 1 && starts(b) > 1 ? "start" : "repeat";
  const missing = missingOf([...a, ...b], name);
  const read = (points: readonly PointRow[]): number[] =>
    unit === "repeat"
      ? points.flatMap((point) => valueOf(point, name) ?? [])
      : groups(points, ({run}) => run).flatMap(([, own]) => {
          const logs = own.flatMap((point) => valueOf(point, name) ?? []).map(Math.log);
          return logs.length === 0 ? [] : [Math.exp(average(logs))];
        });
  const values = {a: read(a), b: read(b)};
  const none = values.a.length === 0 || values.b.length === 0;
  return {...values, unit, missing: missing ?? (none ? "no_value" : null)};
}

function valueOf(point: PointRow, name: ComparedName): number | null {
  if (point.status !== "ok" || (isEnergy(name) && !point.energy_valid)) return null;
  const value = point[name];
  return typeof value === "number" && value > 0 && Number.isFinite(value) ? value : null;
}

function missingOf(points: readonly PointRow[], name: ComparedName): Values["missing"] {
  const ok = points.filter(({status}) => status === "ok");
  if (isEnergy(name) && ok.every(({energy_valid}) => !energy_valid)) return "energy_not_valid";
  const p = percentileOf(name);
  if (p !== null && ok.some((point) => sampleSize(point, name) < sampleFloor(p))) return "n_too_small";
  return null;
}

/** Requests that a percentile is of; for ITL the gaps: one a token after the first, where a chunk holds one token. */
function sampleSize({n_completed, output_tokens_mean}: PointRow, name: ComparedName): number {
  const n = n_completed ?? 0;
  return name.startsWith("itl_") ? n * Math.max(0, (output_tokens_mean ?? 1) - 1) : n;
}

const isEnergy = (name: string): boolean => /energy|power|per_w$/.test(name);
