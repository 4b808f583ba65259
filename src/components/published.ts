import type {Dataset} from "../model/dataset.js";
import type {PublishedRow} from "../model/tables/published.js";

/** The article's rows that print every named quantity; a configuration that several tables repeat counts once. */
export function printedRows(data: Dataset, needs: readonly (keyof PublishedRow)[]): PublishedRow[] {
  const whole = data.published.filter((row) => needs.every((name) => row[name] !== null));
  const key = (row: PublishedRow): string => `${row.source_gpu} ${row.precision}`;
  return whole.filter((row, i) => whole.findIndex((other) => key(other) === key(row)) === i);
}

/**
 * Streams that a printed throughput amounts to: throughput x TPOT / 1000. 1 means that the "throughput" is what a
 * single user sees.
 */
export function impliedStreams(row: {throughput_tokens_per_s: number | null; tpot_ms: number | null}): number | null {
  return row.throughput_tokens_per_s === null || row.tpot_ms === null
    ? null
    : (row.throughput_tokens_per_s * row.tpot_ms) / 1000;
}

/** "article tables 3.1, 3.2": where these rows stand, for a source line. */
export function articleTables(
  {article: {noun}}: Pick<Dataset, "article">,
  rows: readonly PublishedRow[],
  lang: "en" | "zh"
): string {
  const tables = [...new Set(rows.map((row) => row.source_table))].sort();
  if (tables.length === 0) return "";
  return lang === "en"
    ? `${noun.en} ${tables.length === 1 ? "table" : "tables"} ${tables.join(", ")}`
    : `${noun.zh}表 ${tables.join("、")}`;
}
