import {csvParse} from "d3-dsv";
import {csvQuoted, csvText, fromCsvText} from "../src/model/csv-text.js";
import {Problem} from "../src/model/problem.js";
import type {Column, ColumnType, Table} from "../src/model/table.js";

type AnyRow = Readonly<Record<string, unknown>>;

/**
 * Rows as CSV (RFC 4180, UTF-8, lines end in CRLF) under the table's column names. Numbers in full precision with a
 * point, instants as ISO 8601 UTC, empty for null. A text that a spreadsheet would take for a formula is headed by an
 * apostrophe. fromCsv reads the same rows back; only an empty text of a nullable column becomes null.
 */
export function toCsv(table: Table, rows: readonly AnyRow[]): string {
  const names = Object.keys(table.columns);
  const types = names.map((name) => table.columns[name]!.type);
  const lines = [names.map(csvQuoted).join(",")];
  for (const row of rows) lines.push(names.map((name, i) => cell(row[name], types[i]!)).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

function cell(value: unknown, type: ColumnType): string {
  if (value === null || value === undefined) return "";
  if (type === "instant") return new Date(value as number).toISOString();
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return csvText(text);
}

/** Rows of a CSV file that toCsv wrote for this table. A Problem that names line, column and value otherwise. */
export function fromCsv<R>(table: Table, text: string, where: string): R[] {
  const rows = csvParse(text);
  const names = Object.keys(table.columns);
  if (rows.columns.join() !== names.join()) {
    throw new Problem(`columns are not those of ${table.name}`, {where, value: rows.columns.slice(0, 20)});
  }
  return rows.map((row, i) =>
    Object.fromEntries(
      names.map((name) => [name, valueOf(row[name]!, table.columns[name]!, `${where}, row ${i + 1}, ${name}`)])
    )
  ) as R[];
}

function valueOf(text: string, {type, nullable}: Column<unknown>, where: string): unknown {
  if (text === "" && (nullable || type !== "text")) {
    if (nullable) return null;
    throw new Problem("no value, but the column is not nullable", {where});
  }
  if (type === "text") return fromCsvText(text);
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  const number = type === "instant" ? Date.parse(text) : type === "boolean" ? Number.NaN : Number(text);
  if (!Number.isFinite(number)) throw new Problem(`not of type ${type}`, {where, value: text});
  return number;
}
