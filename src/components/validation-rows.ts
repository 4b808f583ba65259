import {groups, mean} from "d3";
import {splits, type Split, type ValidationRow} from "../model/prediction/validate.js";
import type {Text} from "../model/text.js";
import type {Env} from "./view.js";

/**
 * The stored predictions of points that were left out of the fit, held against what this data set measures at those
 * points: rows of points that it does not hold, or that are not measured, are dropped.
 */
export function validationRows({data, validation = []}: Pick<Env, "data" | "validation">): ValidationRow[] {
  const points = new Map(data.points.filter(({kind}) => kind === "measured").map((point) => [point.point_id, point]));
  return validation.flatMap((row) => {
    const measured = points.get(row.point_id)?.[row.metric] ?? null;
    if (measured === null) return [];
    return [
      {
        ...row,
        measured,
        error: row.predicted / measured - 1,
        covered: row.lo <= measured && measured <= row.hi
      }
    ];
  });
}

/** What a split leaves out of the fit. */
export const splitWords: Readonly<Record<Split, Text>> = {
  point: {en: "one point", zh: "单个测量点"},
  workload: {en: "a workload", zh: "一种负载"},
  concurrency: {en: "more than 16 streams", zh: "高于 16 路的并发"},
  model: {en: "a model", zh: "一个模型"},
  gpu: {en: "a GPU", zh: "一种显卡"},
  precision: {en: "a precision", zh: "一种精度"}
};

const farthest: readonly Split[] = ["gpu", "precision", "model", "concurrency", "workload", "point"];

/** The split that asks most of the model among those that have rows; null without rows. */
export function hardestSplit(rows: readonly ValidationRow[]): Split | null {
  return farthest.find((split) => rows.some((row) => row.split === split)) ?? null;
}

/** Splits that have no rows: the runs hold but one of what would be left out. */
export function missingSplits(rows: readonly ValidationRow[]): Split[] {
  return splits.filter((split) => !rows.some((row) => row.split === split));
}

/** The rows furthest off, one a point and metric, the largest first. */
export function furthestOff(rows: readonly ValidationRow[], count: number): ValidationRow[] {
  const sorted = rows.toSorted((a, b) => Math.abs(b.error) - Math.abs(a.error));
  const first = (row: ValidationRow, i: number): boolean =>
    sorted.findIndex(({point_id, metric}) => point_id === row.point_id && metric === row.metric) === i;
  return sorted.filter(first).slice(0, count);
}

/** Rows of the splits that ask most of the model, as many splits as keep to `most` rows, and at least one. */
export function hardestRows(rows: readonly ValidationRow[], most: number): ValidationRow[] {
  const kept: ValidationRow[] = [];
  for (const split of farthest) {
    const own = rows.filter((row) => row.split === split);
    if (kept.length === 0 || kept.length + own.length <= most) kept.push(...own);
  }
  return rows.filter((row) => kept.includes(row));
}

/** Repeats of a point as one row: the geometric mean of what was measured and predicted. */
export function meanOfRepeats(rows: readonly ValidationRow[]): ValidationRow[] {
  const key = (row: ValidationRow): string =>
    [row.split, row.held_out, row.metric, row.point_id.replace(/#\d+$/, "")].join(" ");
  return groups(rows, key).map(([, repeats]) => {
    const of = (name: "measured" | "predicted" | "lo" | "hi"): number =>
      Math.exp(mean(repeats, (row) => Math.log(row[name]))!);
    const [measured, predicted, lo, hi] = [of("measured"), of("predicted"), of("lo"), of("hi")];
    const covered = lo <= measured && measured <= hi;
    return {...repeats[0]!, measured, predicted, lo, hi, error: predicted / measured - 1, covered};
  });
}
