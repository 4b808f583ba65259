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

/** The audit's rows that failedChecks looks at: all that a page needs to know of the audit. */
export function decisiveRows(dataset: Dataset): AuditRow[] {
  return [...auditPoints(dataset), ...auditPublished(dataset)].filter(
    ({status, check}) => status === "fail" || check === sampleFloors.name
  );
}

/**
 * Lets a data set that came without its requests and telemetry, as a page's does, rest on the audit of the whole one.
 * The audit is a function of the data alone: no assumption of a reader moves it.
 */
export function adoptAudit(dataset: Dataset, rows: readonly AuditRow[]): void {
  indexed.set(dataset, indexRows(rows));
}

/** Lets a part of a data set rest on the audit of the whole: whether a row passes does not depend on what stands beside it. */
export function shareAudit(whole: Dataset, part: Dataset): void {
  indexed.set(part, indexOf(whole));
}

function indexOf(dataset: Dataset): Index {
  const known = indexed.get(dataset);
  if (known !== undefined) return known;
  const index = indexRows([...auditPoints(dataset), ...auditPublished(dataset)]);
  indexed.set(dataset, index);
  return index;
}

function indexRows(rows: readonly AuditRow[]): Index {
  const failed = new Map<string, AuditRow[]>();
  const samples = new Map<string, AuditRow>();
  for (const row of rows) {
    if (row.check === sampleFloors.name) samples.set(row.point, row);
    if (row.status !== "fail") continue;
    const list = failed.get(row.point);
    if (list === undefined) failed.set(row.point, [row]);
    else list.push(row);
  }
  return {failed, samples};
}

function strikes(id: string, check: string, column: string): boolean {
  const checks = id.startsWith("published/") ? publishedChecks : pointChecks;
  const columns = checks.find(({name}) => name === check)?.strikes ?? [];
  return columns.length === 0 || columns.some((start) => column.startsWith(start));
}
