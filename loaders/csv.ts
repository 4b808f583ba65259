import type {ColumnType, Table} from "../src/model/table.js";

type AnyRow = Readonly<Record<string, unknown>>;

/**
 * Rows as CSV (RFC 4180, UTF-8, lines end in CRLF) under the table's column names. Numbers in full precision with a
 * point, instants as ISO 8601 UTC, empty for null. A text that a spreadsheet would take for a formula is headed by an
 * apostrophe.
 */
export function toCsv(table: Table, rows: readonly AnyRow[]): string {
  const names = Object.keys(table.columns);
  const types = names.map((name) => table.columns[name]!.type);
  const lines = [names.map(quoted).join(",")];
  for (const row of rows) lines.push(names.map((name, i) => cell(row[name], types[i]!)).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

function cell(value: unknown, type: ColumnType): string {
  if (value === null || value === undefined) return "";
  if (type === "instant") return new Date(value as number).toISOString();
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return quoted(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
