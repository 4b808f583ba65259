/** One thing that the doctor looked at. */
export interface Check {
  readonly id: string;
  /** not_checked: it could not be looked at, which never counts as fine. */
  readonly status: "ok" | "warn" | "fail" | "not_checked";
  /** What was found, in one line. */
  readonly found: string;
  /** What cannot be measured, or not well, because of it; null when nothing. */
  readonly costs: string | null;
  /** The command or step that mends it. */
  readonly fix: string | null;
}

export const ok = (id: string, found: string): Check => ({id, status: "ok", found, costs: null, fix: null});
export const warn = (id: string, found: string, costs: string, fix: string | null): Check => ({
  id,
  status: "warn",
  found,
  costs,
  fix
});
export const fail = (id: string, found: string, costs: string, fix: string | null): Check => ({
  id,
  status: "fail",
  found,
  costs,
  fix
});
export const notChecked = (id: string, found: string): Check => ({
  id,
  status: "not_checked",
  found,
  costs: null,
  fix: null
});
