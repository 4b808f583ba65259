import {Problem} from "../problem.js";
import {formats} from "./formats.js";
import type {About, Format, ImportedPoint, Reader} from "./imported-point.js";
import {JsonStream} from "./json-stream.js";
import {Node} from "./node.js";

/** Parsers that the reader is given, so that it depends on no library: `yaml`'s parse, d3-dsv's csvParse. */
export interface Parsers {
  readonly yaml: (text: string) => unknown;
  readonly csv: (text: string) => readonly Record<string, string | undefined>[];
}

/** One file of another tool: its path, for messages and ids, and its bytes in pieces. */
export interface ForeignFile {
  readonly path: string;
  readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** A file that was recognised and read whole. */
export interface ReadForeign {
  readonly path: string;
  readonly format: Format;
  readonly points: readonly ImportedPoint[];
  readonly about: About | null;
  readonly note: string | null;
}

/** Members that hold what was asked and answered, or a copy of what stands elsewhere: large, and nobody's business. */
const skippedMembers: ReadonlySet<string> = new Set([
  "generated_texts",
  "input_texts",
  "prompt",
  "messages",
  "request",
  "response",
  "response_chunks",
  "output_token_times",
  "chunk_times",
  "request_args",
  "output",
  "reasoning_output",
  "tool_calls",
  "pdf",
  "headers",
  "api_key",
  "cli_command",
  "start_times",
  "queue_times"
]);

/** Most blanks before the content that are kept, characters. */
const blankLimit = 1 << 20;

/** Largest YAML or CSV file, which is read at once. */
const wholeLimitBytes = 32e6;

/**
 * Reads one file of any known format, recognised by its content alone, from pieces of its bytes. Nothing of a file is given
 * unless all of it was read: what is unknown or damaged is a Problem that names the file, what was expected and what was
 * found. Memory holds one object at a time, without answers; YAML and CSV are read whole and limited to 32 MB.
 */
export class ForeignReader {
  readonly #session: Session;
  readonly #decoder = new TextDecoder("utf-8");
  #stream: JsonStream | null = null;
  #head = "";
  #sniffed = false;
  #bytes = 0;

  /** @param keep is handed each object before it is read, for storing; what it returns is read instead */
  constructor(
    private readonly path: string,
    private readonly parsers: Parsers,
    keep: (object: unknown) => unknown = (object) => object
  ) {
    this.#session = new Session(path, keep);
  }

  write(piece: Uint8Array): void {
    this.#bytes += piece.byteLength;
    this.#text(this.#decoder.decode(piece, {stream: true}));
    if (this.#stream === null && this.#bytes > wholeLimitBytes) {
      throw unknownFile(this.path, "more than 32 MB of something that is not JSON");
    }
  }

  end(): ReadForeign {
    this.#text(this.#decoder.decode());
    if (this.#stream !== null) this.#stream.end();
    else readText(this.#head, this.path, this.parsers, this.#session);
    return this.#session.end();
  }

  /** Members that were read over, by name. */
  get skipped(): readonly string[] {
    return [...(this.#stream?.skipped ?? [])].sort();
  }

  #text(text: string): void {
    if (this.#stream !== null) return this.#stream.write(text);
    this.#head += text;
    if (this.#sniffed) return;
    if (this.#head.trimStart() === "") {
      if (this.#head.length > blankLimit) this.#head = ""; // a file may be nothing but blanks, and large
      return;
    }
    this.#sniffed = true;
    if (this.#head.includes("\u0000")) throw unknownFile(this.path, "binary data");
    if (!/^\s*[[{]/.test(this.#head)) return;
    const session = this.#session;
    this.#stream = new JsonStream((value) => session.add(value.value, value.problems), {
      where: this.path,
      skip: skippedMembers
    });
    this.#stream.write(this.#head);
    this.#head = "";
  }
}

/** Reads one file; see ForeignReader. */
export async function readForeign(file: ForeignFile, parsers: Parsers): Promise<ReadForeign> {
  const reader = new ForeignReader(file.path, parsers);
  for await (const piece of piecesOf(file)) reader.write(piece);
  return reader.end();
}

/** The bytes of a file; what keeps them from being read or unpacked to the end is a Problem that names it. */
export async function* piecesOf({path, pieces}: ForeignFile): AsyncGenerator<Uint8Array> {
  try {
    yield* pieces;
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem("cannot be read to its end", {
      where: path,
      value: error instanceof Error ? error.message : error,
      error
    });
  }
}

/** YAML, or the CSV of a sweep. */
function readText(text: string, path: string, parsers: Parsers, session: Session): void {
  if (text.trim() === "") throw new Problem("expected results, found an empty file", {where: path});
  const firstLine = text.trimStart().split("\n", 1)[0]!;
  if (/^(?:"?[\w .%-]*"?,){3,}/.test(firstLine)) {
    for (const row of parsers.csv(text)) session.add(typed(row), []);
    return;
  }
  if (!/^(?:---|%YAML|#|[\w"']+\s*:)/.test(firstLine)) throw unknownFile(path, firstLine.slice(0, 60));
  let value: unknown;
  try {
    value = parsers.yaml(text);
  } catch (error) {
    const said = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
    throw new Problem("expected YAML, found", {where: path, value: said, error});
  }
  session.add(value, []);
}

/** A row of a CSV file with its numbers as numbers; an empty cell is left out. */
function typed(row: Readonly<Record<string, string | undefined>>): Record<string, unknown> {
  const out: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, text] of Object.entries(row)) {
    if (text === undefined || text === "" || text.startsWith("[") || text.startsWith("{")) continue; // lists of pandas
    if (/^(?:inf|nan)$/i.test(text)) {
      if (text.toLowerCase() === "inf") out[key] = text.toLowerCase();
      continue;
    }
    out[key] = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : text;
  }
  return out;
}

/** The file is none of ours to read: it may be fine, but it holds no results of a tool that is known here. */
export class UnknownFile extends Problem {}

function unknownFile(path: string, found: string): Problem {
  const known = formats.map(({name}) => name).join(", ");
  return new UnknownFile("expected results of a known tool, found", {
    where: path,
    value: found,
    remedy: `known are ${known}`
  });
}

/** Recognises the first object of a file and hands all of them to the format's reader. */
class Session {
  #format: Format | null = null;
  #reader: Reader | null = null;
  #count = 0;

  constructor(
    private readonly path: string,
    private readonly keep: (object: unknown) => unknown
  ) {}

  add(value: unknown, problems: readonly string[]): void {
    this.#count++;
    const where = this.#count === 1 ? this.path : `${this.path}, object ${this.#count}`;
    let node = new Node(value, where);
    if (this.#reader === null) {
      if (!node.isObject) throw unknownFile(this.path, shortly(value));
      this.#format = formats.find((each) => each.recognise(node)) ?? null;
      if (this.#format === null) throw unknownFile(this.path, `an object of ${node.keys().slice(0, 8).join(", ")}`);
      this.#reader = this.#format.open();
    }
    const kept = this.keep(node.object().value);
    if (kept !== value) node = new Node(kept, where);
    this.#reader.add(node, problems);
  }

  end(): ReadForeign {
    if (this.#reader === null || this.#format === null) throw unknownFile(this.path, "an empty list");
    const {points, about = null, note = null} = this.#reader.end();
    return {path: this.path, format: this.#format, points, about, note};
  }
}

function shortly(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 60);
}
