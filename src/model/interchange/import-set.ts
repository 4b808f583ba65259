import {Problem} from "../problem.js";
import type {PointRow} from "../tables/points.js";
import {importedRows, type ImportedPoint, type ImportOptions} from "./imported-point.js";
import {readForeign, UnknownFile, type ForeignFile, type Parsers, type ReadForeign} from "./read-file.js";

/** What became of one file. */
export interface FileOutcome {
  readonly path: string;
  /** unknown: nothing of a known tool, which in a folder is no fault; damaged: of a known tool, or broken JSON. */
  readonly status: "read" | "unknown" | "damaged";
  /** Name of the format; null when the file is none of the known ones or is damaged. */
  readonly format: string | null;
  readonly n_points: number;
  /** Why it gives fewer points than one might expect. */
  readonly note: string | null;
  readonly problem: string | null;
}

/** Points of a set of files, of kind imported, and what became of each file. */
export interface ImportedSet {
  readonly rows: readonly PointRow[];
  readonly files: readonly FileOutcome[];
}

/**
 * Reads any set of files of other tools: a folder, a sweep tree, single files. What one file says of its neighbours is
 * applied (the model that only a configuration names), and a measurement that several files tell is one row: the one
 * computed from requests, else the fullest. A file that cannot be read is told and gives nothing; the others stand.
 * @example const {rows, files} = await importSet(files, {yaml: parse, csv: csvParse}, {run: "theirs"});
 */
export async function importSet(
  files: Iterable<ForeignFile> | AsyncIterable<ForeignFile>,
  parsers: Parsers,
  options: ImportOptions
): Promise<ImportedSet> {
  const read: ReadForeign[] = [];
  const outcomes: FileOutcome[] = [];
  for await (const file of files) {
    try {
      read.push(await readForeign(file, parsers));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const status = error instanceof UnknownFile ? "unknown" : "damaged";
      outcomes.push({path: file.path, status, format: null, n_points: 0, note: null, problem: error.message});
    }
  }
  const set = combine(read, options);
  return {rows: set.rows, files: [...set.files, ...outcomes].sort((a, b) => (a.path < b.path ? -1 : 1))};
}

/** Rows of files that were read: neighbours' knowledge applied, repeated tellings of one measurement joined. */
export function combine(read: readonly ReadForeign[], options: ImportOptions): ImportedSet {
  const models = new Map(
    read.flatMap(({path, about}) => (about?.model == null ? [] : [[folderOf(path), about.model] as const]))
  );
  const candidates = read.flatMap(({path, points}) =>
    points.map((point) => ({path, point: withModel(point, models.get(folderOf(path)) ?? null)}))
  );
  const staged = new Set(
    candidates.filter(({point}) => !point.definitions.includes("value=pooled_stages")).map(({path}) => folderOf(path))
  );
  const kept: {path: string; point: ImportedPoint}[] = [];
  const tellings: {path: string; by: number}[] = [];
  const notes = new Map<string, string[]>();
  const note = (path: string, text: string): void => {
    notes.set(path, [...new Set([...(notes.get(path) ?? []), text])]);
  };
  for (const candidate of candidates) {
    if (candidate.point.definitions.includes("value=pooled_stages") && staged.has(folderOf(candidate.path))) {
      note(candidate.path, "pools the load levels that other files of its folder give one by one");
      continue;
    }
    const i = kept.findIndex((other) => sameMeasurement(other, candidate));
    if (i === -1) {
      kept.push(candidate);
      continue;
    }
    const [better, worse] = order(kept[i]!, candidate);
    note(
      worse.path,
      better.path === worse.path ? "tells a measurement twice" : `the same measurement as in ${better.path}`
    );
    kept[i] = {path: better.path, point: joined(better.point, worse.point)};
    tellings.push({path: candidate.path, by: i}, {path: worse.path, by: i});
  }
  spread(kept, tellings);
  const files = read.map(({path, format, note: own}): FileOutcome => ({
    path,
    status: "read",
    format: format.name,
    n_points: kept.filter((each) => each.path === path).length,
    note: [own, ...(notes.get(path) ?? [])].filter((text) => text !== null).join("; ") || null,
    problem: null
  }));
  return {rows: importedRows(kept, options), files};
}

/**
 * A sweep file of AIPerf names neither model nor lengths, but one of its points may be told by a file that does: what holds
 * for one combination of such a sweep holds for all.
 */
function spread(kept: Candidate[], tellings: readonly {path: string; by: number}[]): void {
  for (const {path, by} of tellings) {
    const known = kept[by]!.point;
    for (const [i, other] of kept.entries()) {
      if (other.path !== path || other.point.format !== "aiperf-sweep") continue;
      const numbers: Record<string, unknown> = {...other.point.numbers};
      for (const key of ["model", "engine", "input_tokens", "output_tokens"] as const)
        numbers[key] ??= known.numbers[key];
      kept[i] = {path, point: {...other.point, numbers: {...numbers, client: known.numbers.client ?? null}}};
    }
  }
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);

function withModel(point: ImportedPoint, model: string | null): ImportedPoint {
  return model === null || point.numbers.model != null ? point : {...point, numbers: {...point.numbers, model}};
}

interface Candidate {
  readonly path: string;
  readonly point: ImportedPoint;
}

/**
 * True when two files tell one measurement: their mean TTFT and mean E2E agree to nine digits, which two measurements
 * never do, and nothing else that both state differs. Requests of AIPerf lie beside the summary of the same run and are
 * joined by their folder, as the tool's own rounding may differ in the last digits.
 */
function sameMeasurement(a: Candidate, b: Candidate): boolean {
  const pair = new Set([a.point.format, b.point.format]);
  const close = (x: number, y: number, digits: number): boolean =>
    Math.abs(x - y) <= Math.max(Math.abs(x), Math.abs(y)) * digits;
  const both = (key: "ttft_mean_ms" | "e2e_mean_ms" | "itl_mean_ms" | "requests_per_s"): [number, number] | null => {
    const [x, y] = [a.point.numbers[key], b.point.numbers[key]];
    return x == null || y == null ? null : [x, y];
  };
  if (pair.has("aiperf") && pair.has("aiperf-records")) {
    const means = both("ttft_mean_ms");
    return folderOf(a.path) === folderOf(b.path) && means !== null && close(...means, 1e-6);
  }
  for (const key of ["concurrency", "request_rate_per_s"] as const) {
    const [x, y] = [a.point.numbers[key], b.point.numbers[key]];
    if (x != null && y != null && x !== y) return false;
  }
  const compared = (["ttft_mean_ms", "e2e_mean_ms", "itl_mean_ms"] as const).map(both).filter((each) => each !== null);
  return compared.length >= 2 && compared.every(([x, y]) => close(x, y, 1e-9));
}

/** The telling that is computed from requests first, else the one that says more. */
function order(a: Candidate, b: Candidate): [Candidate, Candidate] {
  const worth = ({point}: Candidate): number =>
    (point.definitions.includes("value=summary") ? 0 : 1000) +
    Object.values(point.numbers).filter((value) => value != null).length;
  return worth(b) > worth(a) ? [b, a] : [a, b];
}

/** The better telling, with what only the other one knows of the circumstances. */
function joined(better: ImportedPoint, worse: ImportedPoint): ImportedPoint {
  const circumstances = [
    "model",
    "engine",
    "engine_version",
    "precision",
    "gpus",
    "tensor_parallel",
    "concurrency",
    "request_rate_per_s",
    "burstiness",
    "load",
    "input_tokens",
    "output_tokens",
    "start_utc",
    "end_utc",
    "goodput_requests_per_s"
  ] as const;
  const numbers: Record<string, unknown> = {...better.numbers};
  for (const key of circumstances)
    if (numbers[key] == null && worse.numbers[key] != null) numbers[key] = worse.numbers[key];
  if (/^aiperf \S/.test(worse.numbers.client ?? "")) numbers["client"] = worse.numbers.client;
  return {
    ...better,
    numbers,
    gpuName: better.gpuName ?? worse.gpuName,
    problems: [...new Set([...better.problems, ...worse.problems])]
  };
}
