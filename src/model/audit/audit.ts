import type {Dataset} from "../dataset.js";
import type {AuditRow, Check} from "./audit-row.js";
import {pointChecks} from "./point-checks.js";
import {pointContext} from "./point-context.js";
import {publishedChecks} from "./published-checks.js";
import {publishedContext} from "./published-context.js";

const points = new WeakMap<Dataset, readonly AuditRow[]>();

/** Every check of every point, points in the data set's order; computed once a data set. */
export function auditPoints(dataset: Dataset): readonly AuditRow[] {
  const known = points.get(dataset);
  if (known !== undefined) return known;
  const context = pointContext(dataset);
  const rows = dataset.points.flatMap((row) => audit(row.point_id, row, context, pointChecks));
  points.set(dataset, rows);
  return rows;
}

/** Every check of every published row. */
export function auditPublished(dataset: Dataset): readonly AuditRow[] {
  const context = publishedContext(dataset);
  return dataset.published.flatMap((row) => audit(row.published_id, row, context, publishedChecks));
}

function audit<R, C>(point: string, row: R, context: C, checks: readonly Check<R, C>[]): AuditRow[] {
  return checks.map((check) => {
    const {status, reason, value, limit} = check.run(row, context);
    return {point, check: check.name, status, reason, value, limit};
  });
}
