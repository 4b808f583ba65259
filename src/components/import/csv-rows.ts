import {csvParseRows} from "d3";

/** Rows of a CSV text by the names of its columns. Not d3's csvParse: it makes a function out of text, which the pages' policy forbids. */
export function csvRows(text: string): Record<string, string | undefined>[] {
  const [names = [], ...rows] = csvParseRows(text);
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
}
