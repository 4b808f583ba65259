import {readFileSync} from "node:fs";
import {z} from "zod";
import {Problem} from "../../src/model/problem.js";
import {random} from "../../src/model/statistics/random.js";
import type {LoadSpec} from "./load-spec.js";

/** What one request asks for. */
export interface Asked {
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** Arrival, s from the start; null when the load decides. */
  readonly timestamp_s: number | null;
  /** Ids of the prompt's chunks in a trace: equal ids, equal tokens. */
  readonly hash_ids: readonly number[] | null;
}

const line = z.object({
  timestamp: z.number().nonnegative(),
  input_length: z.number().int().positive(),
  output_length: z.number().int().positive(),
  hash_ids: z.array(z.number().int()).optional()
});

/** Lengths of every request: drawn evenly around the asked ones, or those of the trace's first lines. */
export function lengths(spec: LoadSpec): Asked[] {
  const {workload, n_requests: n} = spec;
  if (workload.kind === "trace") return traceLengths(workload.path, n, spec.self_timed);
  const next = random(spec.seed);
  const draw = (tokens: number): number => {
    const low = Math.max(1, Math.floor(tokens * (1 - workload.range_ratio)));
    const high = Math.ceil(tokens * (1 + workload.range_ratio));
    return workload.range_ratio === 0 ? tokens : low + Math.floor(next() * (high - low + 1));
  };
  return Array.from({length: n}, () => ({
    input_tokens: draw(workload.input_tokens),
    output_tokens: draw(workload.output_tokens),
    timestamp_s: null,
    hash_ids: null
  }));
}

function traceLengths(path: string, n: number, timed: boolean): Asked[] {
  const trace = readTrace(path, n);
  if (trace.length < n) throw new Problem(`the trace has fewer than ${n} lines`, {value: trace.length, where: path});
  return timed ? trace : trace.map((each) => ({...each, timestamp_s: null}));
}

/**
 * The first requests of a trace file. A Problem names the file and, of a line that is not one, its number.
 * @param most lines to read at most
 */
export function readTrace(path: string, most = Number.POSITIVE_INFINITY): Asked[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new Problem("cannot read the trace", {value: path, error});
  }
  return text
    .split("\n")
    .map((each, i) => ({each, number: i + 1}))
    .filter(({each}) => each.trim() !== "")
    .slice(0, most)
    .map(({each, number}) => {
      const parsed = line.safeParse(parsedJson(each));
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        throw new Problem(`${issue?.path.join(".")} ${issue?.message}`.trim(), {
          where: `${path}:${number}`,
          value: each
        });
      }
      const {timestamp, input_length, output_length, hash_ids} = parsed.data;
      return {
        input_tokens: input_length,
        output_tokens: output_length,
        timestamp_s: timestamp,
        hash_ids: hash_ids ?? null
      };
    });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
