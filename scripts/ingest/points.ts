import {basename} from "node:path";
import type {ManifestPoint} from "../../loaders/manifest.js";
import {safeName} from "../../loaders/manifest.js";
import type {PointsLogEntry} from "../../loaders/points-log.js";
import {splitResults} from "../../loaders/split-results.js";
import {readResult} from "../../loaders/vllm-result.js";
import {Problem} from "../../src/model/problem.js";
import {callOf, type BenchCall} from "./call.js";

/** A point of the folder and the file that holds its result. */
export interface FoundPoint {
  readonly point: ManifestPoint;
  readonly path: string;
  /** Which object of the file, from 0. */
  readonly index: number;
}

/** What is known about the points besides their results. */
export interface Hints {
  readonly log: readonly PointsLogEntry[];
  /** Calls seen in the client's output. */
  readonly calls: readonly BenchCall[];
  readonly server: string;
}

/** i2048-o512-c16 or i2048-o512-r4: what the project calls its points. */
const canonical = /^i(\d+)-o(\d+)-([cr])(\d+(?:\.\d+)?)$/;
/** The mark of a point that is measured once more to see whether anything drifted. */
const again = /^(.+)-again\d*$/;

interface Draft {
  readonly name: string;
  readonly path: string;
  readonly index: number;
  readonly date: string;
  readonly point: Omit<ManifestPoint, "point" | "repeat">;
}

/**
 * The points of result files, in the order in which they were measured. Measurements of equal name are repeats; a name
 * that ends in -again is a repeat of the name before it, and a sentinel.
 */
export function findPoints(results: readonly {path: string; text: string}[], hints: Hints): FoundPoint[] {
  const drafts = results.flatMap(({path, text}) => draftsOf(path, text, hints));
  drafts.sort(
    (a, b) =>
      (a.point.start_epoch_s ?? 0) - (b.point.start_epoch_s ?? 0) ||
      compare(a.date, b.date) ||
      compare(a.path, b.path) ||
      a.index - b.index
  );
  const names = new Set(drafts.map(({name}) => name));
  const repeats = new Map<string, number>();
  return drafts.map(({name, path, index, point}) => {
    const base = again.exec(name)?.[1];
    const sentinel = base !== undefined && names.has(base);
    const plain = sentinel ? base : name;
    const repeat = (repeats.get(plain) ?? 0) + 1;
    repeats.set(plain, repeat);
    return {path, index, point: {...point, point: plain, repeat, sentinel}};
  });
}

function draftsOf(path: string, text: string, hints: Hints): Draft[] {
  const stem = basename(path).replace(/\.json[l]?$/i, "");
  const stored = `${path}.gz`; // the name that problems give, as loaders will
  const objects = splitResults(text, stored);
  let date = "";
  return objects.map((object, index) => {
    const problem = "problem" in object ? object.problem.message : problemOf(object.value, stored);
    const fields = ("value" in object && typeof object.value === "object" ? object.value : {}) as Record<
      string,
      unknown
    >;
    // An object that cannot be read was appended after the one before it.
    if (typeof fields["date"] === "string") ({date} = fields as {date: string});
    return {path, index, date, ...draft(stem, fields, problem, objects.length === 1, hints)};
  });
}

function problemOf(value: unknown, where: string): string | null {
  try {
    readResult(value, where);
    return null;
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}

function draft(
  stem: string,
  fields: Readonly<Record<string, unknown>>,
  problem: string | null,
  single: boolean,
  {log, calls, server}: Hints
): Pick<Draft, "name" | "point"> {
  const entry = single ? log.find(({name}) => name === stem) : undefined;
  const argv = entry?.argv === undefined ? null : callOf(entry.argv);
  const call = single
    ? (calls.find(({resultFile}) => resultFile !== null && basename(resultFile) === `${stem}.json`) ?? null)
    : null;
  const named = canonical.exec(stem.replace(/-again\d*$/, ""));
  const concurrency = positive(fields["max_concurrency"]) ?? argv?.concurrency ?? call?.concurrency ?? entry?.c ?? null;
  const rate = positive(fields["request_rate"]) ?? argv?.requestRatePerS ?? entry?.rate ?? null;
  const input = entry?.in ?? argv?.inputTokens ?? call?.inputTokens ?? number(named?.[1]) ?? null;
  const output = entry?.out ?? argv?.outputTokens ?? call?.outputTokens ?? number(named?.[2]) ?? null;
  return {
    name: nameOf(stem, fields, single, input, output, concurrency, rate),
    point: {
      server,
      status: problem === null ? "ok" : "failed",
      problem,
      sentinel: false,
      load: rate !== null ? "open" : concurrency !== null ? "closed" : null,
      concurrency,
      request_rate_per_s: rate,
      burstiness: rate === null ? null : positive(fields["burstiness"]),
      input_tokens: input,
      output_tokens: output,
      n_requests: positive(fields["num_prompts"]) ?? entry?.n ?? null,
      seed: argv?.seed ?? call?.seed ?? entry?.seed ?? null,
      start_epoch_s: entry?.start_unix ?? null,
      end_epoch_s: entry?.end_unix ?? null,
      clock_pair: clockPair(entry),
      command: entry?.argv === undefined ? null : ["vllm", "bench", "serve", ...entry.argv],
      fingerprint: null
    }
  };
}

function nameOf(
  stem: string,
  fields: Readonly<Record<string, unknown>>,
  single: boolean,
  input: number | null,
  output: number | null,
  concurrency: number | null,
  rate: number | null
): string {
  if (single && canonical.test(stem.replace(/-again\d*$/, ""))) return stem;
  const given = fields["point"];
  if (typeof given === "string" && safeName.safeParse(given).success) return given;
  const i = input ?? constant(fields["input_lens"]);
  const o = output ?? constant(fields["output_lens"]);
  const level = rate !== null ? `r${rate}` : concurrency !== null ? `c${concurrency}` : null;
  if (i !== null && o !== null && level !== null) return `i${i}-o${o}-${level}`;
  const safe = stem
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 90);
  return safe === "" ? "point" : single || level === null ? safe : `${safe}-${level}`;
}

/** Distance of neighbouring numbers near an epoch in seconds of these decades. */
const resolutionS = 2 ** -22;

/** Both clocks read before and after the call: their disagreement is the pair's error. */
function clockPair(entry: PointsLogEntry | undefined): ManifestPoint["clock_pair"] {
  if (entry?.start_unix === undefined || entry.start_monotonic === undefined) return null;
  const offset = entry.start_unix - entry.start_monotonic;
  const end =
    entry.end_unix === undefined || entry.end_monotonic === undefined ? offset : entry.end_unix - entry.end_monotonic;
  return {
    epoch_s: entry.start_unix,
    monotonic_s: entry.start_monotonic,
    error_s: Math.max(Math.abs(end - offset), resolutionS)
  };
}

function constant(list: unknown): number | null {
  if (!Array.isArray(list) || list.length === 0 || typeof list[0] !== "number" || list[0] <= 0) return null;
  return list.every((x) => x === list[0]) ? list[0] : null;
}

function positive(value: unknown): number | null {
  const x = typeof value === "string" ? Number(value) : value;
  return typeof x === "number" && Number.isFinite(x) && x > 0 ? x : null;
}

function number(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
