import {createHash} from "node:crypto";
import {once} from "node:events";
import {createGzip} from "node:zlib";
import {parsers, type FileOnDisk} from "../../loaders/foreign.js";
import {redact, type KnownSecret} from "../../loaders/redact.js";
import {sha256} from "../../loaders/sha256.js";
import type {ManifestFile} from "../../loaders/manifest.js";
import {ForeignReader, piecesOf, type ReadForeign} from "../../src/model/interchange/read-file.js";
import {Problem} from "../../src/model/problem.js";

/** A file as read, and as it will be stored. */
export interface KeptFile {
  readonly read: ReadForeign;
  readonly stored: Buffer;
  readonly entry: Omit<ManifestFile, "server" | "point" | "repeat">;
}

/** Largest stored form of all files of an import: the repository holds every run. */
const limitBytes = 24e6;

/**
 * Reads one file and, when asked to, makes its stored form on the way: JSON lines of the objects without prompts and
 * answers, redacted, compressed. What is read then is what is stored, so that the stored file gives the same rows. Memory
 * is that of one object and of the compressed form.
 */
export async function readAndKeep(
  file: FileOnDisk,
  options: {keep: boolean; hide: readonly KnownSecret[]; progress: (bytes: number) => void}
): Promise<KeptFile> {
  const hash = createHash("sha256");
  const pack = packer(file.path, options.hide);
  const reader = new ForeignReader(file.path, parsers, options.keep ? pack.keep : undefined);
  let bytes = 0;
  for await (const piece of piecesOf(file)) {
    hash.update(piece);
    bytes += piece.byteLength;
    reader.write(piece);
    options.progress(piece.byteLength);
  }
  const read = reader.end();
  const {stored, redacted} = await pack.end();
  const path = redact(
    /\.(?:jsonl?|ndjson)(?:\.gz)?$/i.test(file.path) ? file.path.replace(/\.gz$/i, "") : `${file.path}.jsonl`,
    options.hide
  ).text;
  return {
    read: options.keep ? {...read, path: `${path}.gz`} : read,
    stored,
    entry: {
      path: `${path}.gz`,
      encoding: "gzip",
      role: "result",
      bytes,
      sha256: hash.digest("hex"),
      stored_bytes: stored.byteLength,
      stored_sha256: sha256(stored),
      dropped: [...reader.skipped],
      redacted
    }
  };
}

function packer(where: string, hide: readonly KnownSecret[]) {
  const gzip = createGzip({level: 9});
  const parts: Buffer[] = [];
  const redacted: Record<string, number> = {};
  let size = 0;
  gzip.on("data", (part: Buffer) => {
    parts.push(part);
    size += part.byteLength;
  });
  return {
    keep(this: void, object: unknown): unknown {
      if (size > limitBytes) {
        throw new Problem("expected at most 24 MB to store, found more even compressed", {
          where,
          remedy: "import it without --name, or leave the requests out of it"
        });
      }
      // A list under this name holds texts; an object is AIPerf's description of them.
      const line = JSON.stringify(object, (key, value: unknown) =>
        key === "prompts" && Array.isArray(value) ? undefined : value
      );
      const {text, counts} = redact(line, hide);
      for (const [name, n] of Object.entries(counts)) redacted[name] = (redacted[name] ?? 0) + n;
      gzip.write(`${text}\n`);
      return text === line ? object : JSON.parse(text);
    },
    async end(): Promise<{stored: Buffer; redacted: Record<string, number>}> {
      const ended = once(gzip, "end");
      gzip.end();
      await ended;
      return {stored: Buffer.concat(parts), redacted};
    }
  };
}
