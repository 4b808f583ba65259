import {createReadStream, lstatSync, readdirSync, statSync} from "node:fs";
import {createGunzip} from "node:zlib";
import {basename, join, relative, sep} from "node:path";
import {csvParse} from "d3-dsv";
import {parse} from "yaml";
import {importSet, type ImportedSet} from "../src/model/interchange/import-set.js";
import type {ImportOptions} from "../src/model/interchange/imported-point.js";
import type {ForeignFile, Parsers} from "../src/model/interchange/read-file.js";
import {Problem} from "../src/model/problem.js";

/** The parsers that the readers of foreign files are given here. */
export const parsers: Parsers = {
  yaml: (text) => parse(text, {maxAliasCount: 100}) as unknown,
  csv: (text) => csvParse(text)
};

/** Names that can hold results; all else (logs, pictures, consoles) is passed over without being opened. */
const readable = /\.(?:jsonl?|ndjson|ya?ml|csv)(?:\.gz)?$/i;

/**
 * Every file below the given paths that may hold results, in order of path, as a stream. A path that is a file is read
 * whatever its name. Links and hidden files are passed over.
 */
export function foreignFiles(paths: readonly string[]): FileOnDisk[] {
  return paths.flatMap((path) => {
    let isFolder: boolean;
    try {
      isFolder = statSync(path).isDirectory();
    } catch (error) {
      throw new Problem("no such file or folder", {value: path, error});
    }
    const prefix = paths.length === 1 ? "" : `${basename(path)}/`;
    if (!isFolder) return [fileAt(path, basename(path))];
    return readdirSync(path, {recursive: true, withFileTypes: true})
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((full) => !lstatSync(full).isSymbolicLink() && readable.test(full))
      .map((full) => ({full, inner: relative(path, full).split(sep).join("/")}))
      .filter(({inner}) => !inner.split("/").some((part) => part.startsWith(".")))
      .sort((a, b) => (a.inner < b.inner ? -1 : 1))
      .map(({full, inner}) => fileAt(full, `${prefix}${inner}`));
  });
}

/** A file with its size, for showing how far reading is. */
export interface FileOnDisk extends ForeignFile {
  readonly bytes: number;
}

function fileAt(full: string, name: string): FileOnDisk {
  return {
    path: name,
    bytes: statSync(full).size,
    pieces: {
      // Opened when it is read, so that thousands of files do not stand open.
      [Symbol.asyncIterator]() {
        const file = createReadStream(full, {highWaterMark: 1 << 18});
        if (!full.endsWith(".gz")) return file[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
        const unpacked = createGunzip();
        file.on("error", (error) => unpacked.destroy(error));
        return file.pipe(unpacked)[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
      }
    }
  };
}

/**
 * A folder (or files) of other tools' results as rows of the points table, all of kind imported, with what became of each
 * file. See importSet.
 * @example const {rows, files} = await loadForeign(["results/guidellm"], {run: "theirs"});
 */
export function loadForeign(paths: readonly string[], options: ImportOptions): Promise<ImportedSet> {
  return importSet(foreignFiles(paths), parsers, options);
}
