import {Problem} from "../src/model/problem.js";

export interface PrometheusSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const line = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?\s*$/;
const label = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"\s*(?:,|$)/;

/**
 * Samples of a page in Prometheus' text format (0.0.4). Comments are skipped; a line that is no sample is a Problem
 * with its number, save for a last line without its end, which was cut off.
 */
export function parsePrometheus(text: string, where: string): PrometheusSample[] {
  const samples: PrometheusSample[] = [];
  const lines = text.split("\n");
  for (const [i, raw] of lines.entries()) {
    const content = raw.trim();
    if (content === "" || content.startsWith("#")) continue;
    const sample = parseLine(content);
    if (sample !== null) samples.push(sample);
    else if (i < lines.length - 1)
      throw new Problem("not a Prometheus sample", {where: `${where}, line ${i + 1}`, value: content});
  }
  return samples;
}

function parseLine(content: string): PrometheusSample | null {
  const match = line.exec(content);
  if (match === null) return null;
  const value = numberOf(match[3]!);
  const labels = labelsOf(match[2] ?? "");
  return value === null || labels === null ? null : {name: match[1]!, labels, value};
}

function labelsOf(text: string): Record<string, string> | null {
  const labels = Object.create(null) as Record<string, string>; // a label may be called __proto__
  let rest = text;
  while (rest.trim() !== "") {
    const match = label.exec(rest);
    if (match === null) return null;
    labels[match[1]!] = match[2]!.replace(/\\(.)/g, (_, c: string) => (c === "n" ? "\n" : c));
    rest = rest.slice(match[0].length);
  }
  return labels;
}

function numberOf(text: string): number | null {
  if (/^[+-]?Inf$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  if (/^NaN$/i.test(text)) return NaN;
  const x = Number(text);
  return Number.isNaN(x) ? null : x;
}

/** Sum of a metric over its label sets (engines, ranks); null when the page does not name it. */
export function sumOf(samples: readonly PrometheusSample[], name: string): number | null {
  const values = samples.filter((sample) => sample.name === name).map((sample) => sample.value);
  return values.length === 0 ? null : values.reduce((sum, x) => sum + x, 0);
}

/** Largest value of a metric over its label sets; null when the page does not name it. */
export function maxOf(samples: readonly PrometheusSample[], name: string): number | null {
  const values = samples.filter((s) => s.name === name && Number.isFinite(s.value)).map((s) => s.value);
  return values.length === 0 ? null : Math.max(...values);
}

/** Pages taken during a point, one after another, each headed by `# sweepbook_epoch_s <seconds>`. */
export function splitPages(text: string): {readonly epochS: number; readonly page: string}[] {
  const parts = text.split(/^# sweepbook_epoch_s (\d+(?:\.\d+)?)[^\S\n]*$/m);
  const pages: {epochS: number; page: string}[] = [];
  for (let i = 1; i + 1 < parts.length; i += 2) pages.push({epochS: Number(parts[i]), page: parts[i + 1]!});
  return pages;
}
