import type {Dataset} from "../dataset.js";
import {auditPoints, auditPublished} from "./audit.js";
import type {AuditRow} from "./audit-row.js";
import {pointChecks} from "./point-checks.js";
import {publishedChecks} from "./published-checks.js";
import {sampleFloors, withheld} from "./sample-checks.js";

interface Index {
  readonly failed: ReadonlyMap<string, readonly AuditRow[]>;
  readonly samples: ReadonlyMap<string, AuditRow>;
}
const indexed = new WeakMap<Dataset, Index>();

/**
 * Checks that a point or published row failed, so that a page can strike its numbers. With a column, those failures
 * alone that bear on it, and the sample floor where it withholds that percentile: a P99 of too few requests does not
 * spoil a median.
 */
export function failedChecks(dataset: Dataset, id: string, column?: string): readonly AuditRow[] {
  const {failed, samples} = indexOf(dataset);
  const rows = failed.get(id) ?? [];
  if (column === undefined) return rows;
  const sample = samples.get(id);
  const short = sample !== undefined && sample.value !== null && withheld(column, sample.value) ? [sample] : [];
  return [...rows.filter(({check}) => check !== sampleFloors.name && strikes(id, check, column)), ...short];
}

function indexOf(dataset: Dataset): Index {
  const known = indexed.get(dataset);
  if (known !== undefined) return known;
  const failed = new Map<string, AuditRow[]>();
  const samples = new Map<string, AuditRow>();
  for (const row of [...auditPoints(dataset), ...auditPublished(dataset)]) {
    if (row.check === sampleFloors.name) samples.set(row.point, row);
    if (row.status !== "fail") continue;
    const rows = failed.get(row.point);
    if (rows === undefined) failed.set(row.point, [row]);
    else rows.push(row);
  }
  const index = {failed, samples};
  indexed.set(dataset, index);
  return index;
}

function strikes(id: string, check: string, column: string): boolean {
  const checks = id.startsWith("published/") ? publishedChecks : pointChecks;
  const columns = checks.find(({name}) => name === check)?.strikes ?? [];
  return columns.length === 0 || columns.some((start) => column.startsWith(start));
}
