import {resolve} from "node:path";
import {readTrace, type Asked} from "../client/lengths.js";

/** What a plan needs to know of a trace file. */
export interface TraceSummary {
  readonly n: number;
  /** Means. */
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** Arrival of each request, s from the start of the trace, in order. */
  readonly arrivals_s: readonly number[];
}

const known = new Map<string, TraceSummary>();

/** Reads a trace, once in this process. A Problem names what is wrong with it. */
export function traceSummary(file: string): TraceSummary {
  const path = resolve(file);
  const summary = known.get(path) ?? summaryOf(readTrace(path));
  known.set(path, summary);
  return summary;
}

function summaryOf(requests: readonly Asked[]): TraceSummary {
  const n = requests.length;
  const mean = (of: (each: Asked) => number): number =>
    n === 0 ? 0 : Math.round(requests.reduce((sum, each) => sum + of(each), 0) / n);
  return {
    n,
    input_tokens: mean((each) => each.input_tokens),
    output_tokens: mean((each) => each.output_tokens),
    arrivals_s: requests.map((each) => each.timestamp_s ?? 0).sort((a, b) => a - b)
  };
}
