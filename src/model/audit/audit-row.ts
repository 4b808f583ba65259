import type {Text} from "../text.js";

/** not_checked is never a pass: what could not be checked is said to be unchecked. */
export type AuditStatus = "pass" | "warn" | "fail" | "not_checked";

/** What one check says of one measured point or published row. */
export interface AuditRow {
  /** Id of the point or of the published row. */
  readonly point: string;
  readonly check: string;
  readonly status: AuditStatus;
  readonly reason: Text;
  /** The number that was judged, and the one it was judged against, in the unit the reason names; null where there is none. */
  readonly value: number | null;
  readonly limit: number | null;
}

/** What a check finds, before it is put to a row. */
export type Finding = Omit<AuditRow, "point" | "check">;

export const pass = (reason: Text, value: number | null = null, limit: number | null = null): Finding => ({
  status: "pass",
  reason,
  value,
  limit
});

export const warn = (reason: Text, value: number | null, limit: number | null): Finding => ({
  status: "warn",
  reason,
  value,
  limit
});

export const fail = (reason: Text, value: number | null, limit: number | null): Finding => ({
  status: "fail",
  reason,
  value,
  limit
});

export const notChecked = (en: string, zh: string): Finding => ({
  status: "not_checked",
  reason: {en, zh},
  value: null,
  limit: null
});

/** Warns above the first limit, fails above the second. */
export function graded(value: number, limits: readonly [number, number], reason: Text): Finding {
  if (value > limits[1]) return fail(reason, value, limits[1]);
  if (value > limits[0]) return warn(reason, value, limits[0]);
  return pass(reason, value, limits[0]);
}

/** One check of rows of one kind, in some context. */
export interface Check<R, C> {
  readonly name: string;
  readonly label: Text;
  /** Columns that a failure strikes, by the start of their name; an empty list strikes all. */
  readonly strikes: readonly string[];
  readonly run: (row: R, context: C) => Finding;
}
