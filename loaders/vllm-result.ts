import {z} from "zod";
import {Problem} from "../src/model/problem.js";
import {parseAt} from "./border.js";
import {arrayKeys, textKeys} from "./result-keys.js";

const count = z.number().int().nonnegative();
const textOrNull = z.string().nullish();

/** The flat part of a result that loaders read. Keys beyond it stay on the object (metadata, newer versions' additions), but for texts. */
const header = z.looseObject({
  date: textOrNull,
  backend: textOrNull,
  endpoint_type: textOrNull,
  model_id: textOrNull,
  tokenizer_id: textOrNull,
  num_prompts: count.nullish(),
  request_rate: z
    .union([z.number().positive(), z.string().regex(/^(?:inf|\d+(?:\.\d+)?)$/, "neither a rate nor inf")])
    .nullish(),
  burstiness: z.number().positive().nullish(),
  max_concurrency: z.number().int().positive().nullish(),
  duration: z.number({error: "duration is missing or not a number"}).positive("not a duration in seconds"),
  completed: count,
  failed: count.nullish(),
  total_input_tokens: count.nullish(),
  total_output_tokens: count.nullish()
});
type ResultHeader = z.infer<typeof header>;

/** One result of `vllm bench serve --save-detailed`, its arrays in typed form, all times in seconds. */
export interface VllmResult {
  readonly header: ResultHeader;
  /** Requests, failed ones included. */
  readonly n: number;
  readonly inputTokens: Int32Array;
  readonly outputTokens: Int32Array;
  readonly ttftS: Float64Array;
  /** `latencies` where the tool wrote them, else TTFT + sum of gaps. */
  readonly e2eS: Float64Array;
  readonly e2eSource: "latencies" | "sum";
  /** On the client's monotonic clock; null when the tool did not write them. */
  readonly startS: Float64Array | null;
  /** All gaps, request after request; those of request i are gapOffsets[i] to gapOffsets[i + 1]. */
  readonly gapsS: Float64Array;
  readonly gapOffsets: Int32Array;
  /** Empty where the request succeeded. */
  readonly errors: readonly string[];
  /** What was wrong with the text without making it worthless. */
  readonly problems: readonly string[];
}

/** Reads one result object, as splitResults gives it. Throws a Problem that names file, rule and value. */
export function readResult(value: unknown, where: string, problems: readonly string[] = []): VllmResult {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Problem("not a result object", {where, value});
  }
  const object = value as Record<string, unknown>;
  const head = parseAt(header, withoutArrays(object), where);
  const itls = listOf(object, "itls", where);
  const n = itls.length;
  if (n === 0) throw new Problem("holds no request", {where, value: n});
  const of = (key: string): Float64Array => numbers(listOf(object, key, where, n), key, where);
  const ttftS = of("ttfts");
  const gapOffsets = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) {
    const gaps = itls[i];
    if (!Array.isArray(gaps)) throw new Problem(`itls[${i}] is not a list`, {where, value: gaps});
    gapOffsets[i + 1] = gapOffsets[i]! + gaps.length;
  }
  const gapsS = new Float64Array(gapOffsets[n]!);
  for (let i = 0; i < n; i++) copyGaps(itls[i] as unknown[], gapsS, gapOffsets[i]!, i, where);
  const latenciesS = object["latencies"] == null ? null : of("latencies");
  const outputTokens = lengths(listOf(object, "output_lens", where, n), "output_lens", where);
  needGaps(gapsS, latenciesS, outputTokens, where);
  const inputTokens = lengths(listOf(object, "input_lens", where, n), "input_lens", where);
  const startS = object["start_times"] == null ? null : of("start_times");
  const errors = errorsOf(object, n, where);
  return assembled(head, {inputTokens, outputTokens, ttftS, latenciesS, startS, gapsS, gapOffsets, errors}, problems);
}

/** The arrays of a result, all sound and of one length. */
interface ResultArrays extends Pick<
  VllmResult,
  "inputTokens" | "outputTokens" | "ttftS" | "startS" | "gapsS" | "gapOffsets" | "errors"
> {
  readonly latenciesS: Float64Array | null;
}

/** A result from its short members, checked here, and arrays that are known to be sound. Throws as readResult does. */
export function resultOf(members: Readonly<Record<string, unknown>>, arrays: ResultArrays, where: string): VllmResult {
  const head = parseAt(header, members, where);
  needGaps(arrays.gapsS, arrays.latenciesS, arrays.outputTokens, where);
  return assembled(head, arrays, []);
}

function assembled(
  header: ResultHeader,
  {latenciesS, ...arrays}: ResultArrays,
  problems: readonly string[]
): VllmResult {
  return {
    header,
    n: arrays.ttftS.length,
    ...arrays,
    e2eS: latenciesS ?? sumsOf(arrays),
    e2eSource: latenciesS === null ? "sum" : "latencies",
    problems
  };
}

/** TTFT + sum of gaps of every request, s. */
function sumsOf({ttftS, gapsS, gapOffsets}: Omit<ResultArrays, "latenciesS">): Float64Array {
  return ttftS.map((ttft, i) => {
    let sum = 0;
    for (let j = gapOffsets[i]!; j < gapOffsets[i + 1]!; j++) sum += gapsS[j]!;
    return ttft + sum;
  });
}

function needGaps(gapsS: Float64Array, latenciesS: Float64Array | null, outputTokens: Int32Array, where: string): void {
  if (latenciesS === null && gapsS.length === 0 && outputTokens.some((tokens) => tokens > 1)) {
    throw new Problem("itls are all empty though answers have several tokens: neither TPOT nor E2E can be recomputed", {
      where,
      remedy: "measure a streaming endpoint"
    });
  }
}

/** First start and last end of the requests, s on the client's clock; null without start times. */
export function spanOf(result: VllmResult): {firstStartS: number; lastEndS: number} | null {
  const {startS, e2eS, n} = result;
  if (startS === null) return null;
  let firstStartS = Infinity;
  let lastEndS = -Infinity;
  for (let i = 0; i < n; i++) {
    firstStartS = Math.min(firstStartS, startS[i]!);
    lastEndS = Math.max(lastEndS, startS[i]! + e2eS[i]!);
  }
  return {firstStartS, lastEndS};
}

const leftOut = new Set<string>([...arrayKeys, ...textKeys]);

function withoutArrays(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !leftOut.has(key)));
}

function listOf(object: Record<string, unknown>, key: string, where: string, n?: number): unknown[] {
  const list = object[key];
  if (list === undefined) {
    throw new Problem(`${key} is missing: no number of this point can be recomputed`, {
      where,
      remedy: "measure with --save-detailed"
    });
  }
  if (!Array.isArray(list)) throw new Problem(`${key} is not a list`, {where, value: list});
  if (n !== undefined && list.length !== n) {
    throw new Problem(`${key} and itls differ in length: ${list.length} and ${n}`, {where});
  }
  return list;
}

function numbers(list: readonly unknown[], key: string, where: string): Float64Array {
  const out = new Float64Array(list.length);
  for (let i = 0; i < list.length; i++) {
    const x = list[i];
    if (typeof x !== "number" || !(x >= 0 && x < Infinity)) {
      throw new Problem(`${key}[${i}] is not a number of seconds`, {where, value: x});
    }
    out[i] = x;
  }
  return out;
}

/** Copies the gaps of request i to their place. */
function copyGaps(gaps: readonly unknown[], out: Float64Array, at: number, i: number, where: string): void {
  for (let j = 0; j < gaps.length; j++) {
    const gap = gaps[j];
    if (typeof gap !== "number" || !(gap >= 0 && gap < Infinity)) {
      throw new Problem(`itls[${i}][${j}] is not a number of seconds`, {where, value: gap});
    }
    out[at + j] = gap;
  }
}

function lengths(list: readonly unknown[], key: string, where: string): Int32Array {
  const out = new Int32Array(list.length);
  for (let i = 0; i < list.length; i++) {
    const x = list[i];
    if (typeof x !== "number" || !Number.isInteger(x) || x < 0 || x > 2 ** 31 - 1) {
      throw new Problem(`${key}[${i}] is not a number of tokens`, {where, value: x});
    }
    out[i] = x;
  }
  return out;
}

function errorsOf(object: Record<string, unknown>, n: number, where: string): string[] {
  if (object["errors"] == null) return Array.from<string>({length: n}).fill("");
  return listOf(object, "errors", where, n).map((error, i) => {
    if (error === null) return "";
    if (typeof error !== "string") throw new Problem(`errors[${i}] is not a text`, {where, value: error});
    return error;
  });
}
