import {InvalidArgumentError} from "commander";
import {comparedMetric, defaultMetrics, type ComparedMetric} from "../../src/model/compare/compared-metrics.js";
import {factors} from "../../src/model/compare/factors.js";
import {Problem} from "../../src/model/problem.js";

/** Parses per cent from 0 to 100 as a share. */
export function percent(text: string): number {
  const value = Number(text.trim().replace(/\s*%$/, ""));
  if (text.trim() === "" || !(value > 0 && value <= 100))
    throw new InvalidArgumentError("not per cent above 0, up to 100.");
  return value / 100;
}

/** Parses per cents with commas between them. */
export function percents(text: string): number[] {
  return text.split(",").map(percent);
}

/** Parses a share of 1, ends excluded. */
export function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError("not a share between 0 and 1.");
  return value;
}

/** Parses names with commas between them. */
export function names(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** The metrics asked for with their margins: "3" is for all, "ttft_p50_ms=5" for one. */
export function chosenMetrics(asked: readonly string[] | undefined, margins: readonly string[]): ComparedMetric[] {
  const chosen = asked === undefined ? [...defaultMetrics] : asked.map(comparedMetric);
  return margins.reduce<ComparedMetric[]>((metrics, text) => {
    const [, name, value] = /^(?:([^=]*)=)?(.*)$/.exec(text)!;
    const margin = marginOf(value!, text);
    if (name === undefined) return metrics.map((metric) => ({...metric, margin}));
    const {name: known} = comparedMetric(name);
    if (!metrics.some((metric) => metric.name === known))
      throw new Problem("a margin for a metric that is not compared", {
        value: text,
        remedy: `add it with --metric ${name}`
      });
    return metrics.map((metric) => (metric.name === known ? {...metric, margin} : metric));
  }, chosen);
}

function marginOf(value: string, text: string): number {
  try {
    return percent(value);
  } catch {
    throw new Problem("not a margin", {value: text, remedy: "write per cent, as 3 or ttft_p50_ms=5"});
  }
}

/** The factors that may differ; throws a Problem that lists the known ones. */
export function chosenFactors(asked: readonly string[] | undefined): string[] | null {
  if (asked === undefined) return null;
  const known = factors.map(({id}) => id);
  const unknown = asked.find((id) => !known.includes(id));
  if (unknown !== undefined)
    throw new Problem("no such factor", {value: unknown, remedy: `there are: ${known.join(", ")}`});
  return [...asked];
}
