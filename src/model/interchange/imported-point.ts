import {points, type PointRow} from "../tables/points.js";
import {definitionsText, type DefinitionCode} from "./definitions.js";
import type {Node} from "./node.js";

/** The numbers that a source may give, in our names and units. What is left out is null in the row, never zero. */
export type ImportedNumbers = Partial<
  Omit<
    PointRow,
    | "point_id"
    | "kind"
    | "run"
    | "server"
    | "point"
    | "repeat"
    | "file"
    | "sha256"
    | "status"
    | "problems"
    | "energy_valid"
    | "energy_reasons"
    | "definitions"
  >
>;

/** One point of a foreign file, normalised. */
export interface ImportedPoint {
  /** Id of the format that it was read as. */
  readonly format: string;
  /** File, and object in it. */
  readonly where: string;
  readonly numbers: ImportedNumbers;
  readonly definitions: readonly DefinitionCode[];
  /** The board as the source names it; null when it does not. */
  readonly gpuName: string | null;
  readonly problems: readonly string[];
}

/** How one format is told from others, and read. All pure. */
export interface Format {
  readonly id: string;
  /** As people call it: "GuideLLM". */
  readonly name: string;
  /** Of what the first object of such a file must be made. */
  recognise(first: Node): boolean;
  /** A reader of one file: objects one by one, then the points. */
  open(): Reader;
}

export interface Reader {
  add(object: Node, problems: readonly string[]): void;
  end(): ReadFile;
}

/** What a file gives. */
interface ReadFile {
  readonly points: readonly ImportedPoint[];
  /** What it says about other files of its folder. */
  readonly about?: About;
  /** Why a recognised file gives no point of its own. */
  readonly note?: string;
}

/** What only a neighbouring file says of the points of a folder. */
export interface About {
  readonly model: string | null;
}

/** A format each of whose objects holds points of its own. */
export function perObject(
  id: string,
  name: string,
  recognise: (first: Node) => boolean,
  read: (object: Node, problems: readonly string[]) => ImportedPoint[]
): Format {
  return {
    id,
    name,
    recognise,
    open() {
      const found: ImportedPoint[] = [];
      return {
        add(object, problems) {
          if (!recognise(object)) object.fail(`a result of ${name} like those before it`);
          found.push(...read(object, problems));
        },
        end: () => ({points: found})
      };
    }
  };
}

/** Statistics of one latency under our names: `latency("ttft", {mean: 0.05}, 1000)` gives ttft_mean_ms 50. */
export function latency(
  name: "ttft" | "tpot" | "itl" | "e2e",
  given: {readonly [K in "mean" | "std" | "p50" | "p90" | "p95" | "p99"]?: number | null},
  toMs: number
): ImportedNumbers {
  const out: Record<string, number> = {};
  for (const [statistic, value] of Object.entries(given)) {
    if (value != null) out[`${name}_${statistic}_ms`] = value * toMs;
  }
  return out;
}

/** Columns that follow from others, where those are given. */
export function derived(numbers: ImportedNumbers): ImportedNumbers {
  const {tpot_p50_ms: tpot, output_tokens_per_s: output, gpus, concurrency, request_rate_per_s: rate} = numbers;
  const {n_requests, n_completed, n_failed, power_mean_w: power} = numbers;
  return {
    ...(tpot != null && tpot > 0 ? {output_tokens_per_s_per_user: 1000 / tpot} : {}),
    ...(output != null && gpus != null && gpus > 0 ? {output_tokens_per_s_per_gpu: output / gpus} : {}),
    ...(output != null && power != null && power > 0 ? {output_tokens_per_s_per_w: output / power} : {}),
    ...(rate != null ? {load: "open"} : concurrency != null ? {load: "closed"} : {}),
    ...(n_requests == null && n_completed != null && n_failed != null ? {n_requests: n_completed + n_failed} : {}),
    ...(n_failed == null && n_completed != null && n_requests != null ? {n_failed: n_requests - n_completed} : {}),
    ...(n_completed == null && n_failed != null && n_requests != null ? {n_completed: n_requests - n_failed} : {}),
    ...numbers
  };
}

/** Where imported rows come from. */
export interface ImportOptions {
  readonly run: string;
  /** sha256 of each file by path, where known. */
  readonly sha256?: Readonly<Record<string, string>>;
  /** Id in the hardware table of a board that a source names; null when it is none of them. */
  readonly gpuId?: (name: string) => string | null;
}

/** Rows of the points table, all of kind imported. Points of one name are repeats of each other. */
export function importedRows(
  found: readonly {readonly path: string; readonly point: ImportedPoint}[],
  {run, sha256 = {}, gpuId = () => null}: ImportOptions
): PointRow[] {
  const repeats = new Map<string, number>();
  const empty = Object.fromEntries(Object.keys(points.columns).map((name) => [name, null])) as unknown as PointRow;
  return found.map(({path, point}) => {
    const numbers = given(derived(point.numbers));
    const gpu = numbers.gpu ?? (point.gpuName === null ? null : gpuId(point.gpuName));
    const server = serverName(point, numbers);
    const name = `${server}-${loadName(numbers)}`;
    const repeat = (repeats.get(name) ?? 0) + 1;
    repeats.set(name, repeat);
    const none = numbers.n_completed === 0;
    const problems = [...point.problems, ...(none ? ["no request completed"] : [])];
    return {
      ...empty,
      ...numbers,
      gpu,
      point_id: `imported/${run}/${name}#${repeat}`,
      kind: "imported",
      run,
      server,
      point: name,
      repeat,
      file: path,
      sha256: sha256[path] ?? "",
      status: none ? "failed" : "ok",
      problems: problems.length === 0 ? null : problems.join("; "),
      energy_valid: false,
      energy_reasons: numbers.power_mean_w == null ? "no power in the file" : "power as the source states it",
      definitions: definitionsText(point.definitions)
    };
  });
}

/** Without what a reader left undefined, which would hide the null of an empty row. */
function given(numbers: ImportedNumbers): ImportedNumbers {
  return Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined));
}

/** What tells configurations apart, as far as the source says; the load generator's name where it says nothing. */
function serverName({format, gpuName}: ImportedPoint, numbers: ImportedNumbers): string {
  const parallel =
    numbers.tensor_parallel == null || numbers.tensor_parallel === 1 ? null : `tp${numbers.tensor_parallel}`;
  const parts = [numbers.gpu ?? gpuName, numbers.engine, numbers.precision, parallel].filter((part) => part != null);
  return safe(parts.length === 0 ? (numbers.client?.split(" ")[0] ?? format) : parts.join("-"));
}

/** i2048-o512-c16, as far as the source says: lengths asked for, else those delivered where all were of one length. */
function loadName(numbers: ImportedNumbers): string {
  const {concurrency, request_rate_per_s} = numbers;
  const length = (asked: number | null | undefined, mean: number | null | undefined): number | null =>
    asked ?? (mean != null && Number.isInteger(mean) ? mean : null);
  const input = length(numbers.input_tokens, numbers.input_tokens_mean);
  const output = length(numbers.output_tokens, numbers.output_tokens_mean);
  const parts = [
    input === null ? null : `i${input}`,
    output === null ? null : `o${output}`,
    request_rate_per_s != null ? `r${request_rate_per_s}` : concurrency != null ? `c${concurrency}` : null
  ].filter((part) => part !== null);
  return parts.length === 0 ? "load" : safe(parts.join("-"));
}

/** A name that a file or an id may bear. */
function safe(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, "-")
      .replace(/^[^a-z0-9]+|-+$/g, "")
      .slice(0, 80) || "unnamed"
  );
}
