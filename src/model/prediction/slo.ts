import {Problem} from "../problem.js";
import {latencyNames, type LatencyName} from "./outcome.js";

/** One limit of a service level: this percentile must not exceed this many ms. */
export interface Slo {
  readonly name: LatencyName;
  readonly limitMs: number;
}

/** Parses limits as `ttft_p90_ms<=500,tpot_p90_ms<=50`. Throws a Problem that lists the names. */
export function parseSlo(text: string): Slo[] {
  return text.split(",").map((part) => {
    const [, name, limit] = /^\s*([a-z0-9_]+)\s*<=\s*([0-9.]+)\s*$/.exec(part) ?? [];
    const known = latencyNames.find((candidate) => candidate === name);
    const limitMs = Number(limit);
    if (known === undefined || !(limitMs > 0)) {
      throw new Problem("not a service level", {
        value: part,
        remedy: `write NAME<=MS with NAME one of ${latencyNames.join(", ")}`
      });
    }
    return {name: known, limitMs};
  });
}
