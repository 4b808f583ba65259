import {failedChecks} from "../audit/failed-checks.js";
import {copiesOf} from "../copies.js";
import type {Dataset} from "../dataset.js";
import {sameBytes} from "../physics/precision.js";
import type {PointRow} from "../tables/points.js";
import type {Case} from "./case.js";
import {lengthsOf} from "../lengths-of.js";

/** What to look for among the measured points. */
export interface Wanted {
  readonly gpu: string;
  readonly gpus: number;
  /** Precisions that count as this one; fp16 and bf16 move the same bytes. */
  readonly precision: string;
}

/**
 * Measured points of one copy of the article's model, at its lengths, on this hardware, closed loop, none of which an audit failed whole.
 * Simulated points are never among them, imported ones only when the reader lets them count.
 */
export function observed(c: Case, wanted: Wanted): PointRow[] {
  return articlePoints(c, wanted.precision).filter(
    (p) => p.gpu === wanted.gpu && p.gpus === wanted.gpus && copiesOf(p) === 1
  );
}

/** Measured points of the article's model and lengths in a precision, on any hardware. */
export function articlePoints({dataset, assumptions}: Case, precision: string): readonly PointRow[] {
  let known = found.get(dataset);
  if (known === undefined) found.set(dataset, (known = new Map()));
  const key = `${precision}/${assumptions.count_imported}`;
  let points = known.get(key);
  if (points === undefined) known.set(key, (points = search(dataset, precision, assumptions.count_imported)));
  return points;
}

const found = new WeakMap<Dataset, Map<string, readonly PointRow[]>>(); // every claim asks, at each move of a control

function search(dataset: Dataset, precision: string, imported: boolean): PointRow[] {
  const {name} = dataset.article.model;
  const names = dataset.models.find((m) => m.id === name || m.names.includes(name))?.names ?? [name];
  const {input_tokens_mean, output_tokens} = dataset.article.setup;
  return dataset.points.filter(
    (p) =>
      (p.kind === "measured" || (p.kind === "imported" && imported)) &&
      p.status === "ok" &&
      p.model !== null &&
      (p.model === name || names.includes(p.model)) &&
      sameBytes(p.precision ?? "", precision) &&
      lengthsOf(p).input_tokens === input_tokens_mean &&
      lengthsOf(p).output_tokens === output_tokens &&
      p.load === "closed" &&
      failedChecks(dataset, p.point_id, "status").length === 0
  );
}

/** A number of a point as evidence; null where the point does not give it or the audit struck it. */
export function readPoint(c: Case, point: PointRow, column: keyof PointRow): number | null {
  const value = point[column];
  if (typeof value !== "number" || failedChecks(c.dataset, point.point_id, column).length > 0) return null;
  c.cite({id: point.point_id, column, value, kind: point.kind === "imported" ? "imported" : "measured"});
  return value;
}
