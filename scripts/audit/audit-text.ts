import type {AuditRow, AuditStatus} from "../../src/model/audit/audit-row.js";

const words: Readonly<Record<AuditStatus, string>> = {
  pass: "pass",
  warn: "warn",
  fail: "FAIL",
  not_checked: "not checked"
};

/** The findings as text: what failed and what warns, row by row, then how many of each. */
export function auditText(rows: readonly AuditRow[]): string {
  const lines: string[] = [];
  for (const status of ["fail", "warn"] as const)
    for (const row of rows)
      if (row.status === status) lines.push(`${words[status]}  ${row.point}  ${row.check}: ${row.reason.en}`);
  const unchecked = new Map<string, number>();
  for (const {status, check, reason} of rows) {
    if (status !== "not_checked") continue;
    const what = `${check}: ${reason.en}`;
    unchecked.set(what, (unchecked.get(what) ?? 0) + 1);
  }
  for (const [what, n] of unchecked) lines.push(`${words.not_checked}  ${what} (${n})`);
  const counts = (["pass", "warn", "fail", "not_checked"] as const).map(
    (status) => `${rows.filter((row) => row.status === status).length} ${words[status]}`
  );
  return `${[...lines, counts.join(", ")].join("\n")}\n`;
}
