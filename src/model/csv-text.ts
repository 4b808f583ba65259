/**
 * What a spreadsheet takes for a formula: its signs in either width, tab and carriage return, behind spaces too, which
 * some programs drop.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
const formula = /^'*\s*[=+\-@\t\r＝＋－＠]/;

/** One text as a cell of CSV (RFC 4180); one that would be a formula is headed by an apostrophe. */
export function csvText(text: string): string {
  return csvQuoted(formula.test(text) ? `'${text}` : text);
}

/** The text that csvText was given, of a cell without its quotes. */
export function fromCsvText(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
}

/** Quotes around a cell that needs them. */
export function csvQuoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV, the names first: numbers in full precision, nothing for what is absent. */
export function csvOf(rows: readonly Readonly<Record<string, unknown>>[], names: readonly string[]): string {
  const cell = (value: unknown): string => {
    if (value === null || value === undefined) return "";
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    return csvText(typeof value === "string" ? value : JSON.stringify(value));
  };
  const lines = rows.map((row) => names.map((name) => cell(row[name])).join(","));
  return `${[names.map(csvText).join(","), ...lines].join("\n")}\n`;
}
