import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync
} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import {tables} from "../src/model/dataset.js";
import type {HardwareRow} from "../src/model/tables/hardware.js";
import {toArrow} from "./arrow.js";
import {toCsv} from "./csv.js";
import {fileHash, type KnownHash} from "./file-hash.js";
import {runTableNames, type RunTableName} from "./inputs.js";
import type {Manifest} from "./manifest.js";
import {readManifest} from "./manifest-file.js";
import {loadRun, type RunTables} from "./run.js";
import {sha256} from "./sha256.js";
import {sourceHash} from "./source-hash.js";

const index = "index.json";
/** Folder of what is known of the stored files of each run. */
const stamps = "stamps";

const indexSchema = z.object({
  rows: z.record(z.string(), z.number()),
  sha256: z.record(z.string(), z.string())
});

/** What is to be brought into the cache. */
export interface RunTask {
  readonly cacheDir: string;
  readonly runsDir: string;
  readonly run: string;
  readonly hardware: readonly HardwareRow[];
  readonly hardwareSha256: string;
}

/** A run in the cache. */
export interface RunEntry {
  readonly run: string;
  /** Name of its folder in the cache, which says run and key. */
  readonly folder: string;
  /** False when it had to be read from its raw files. */
  readonly cached: boolean;
  readonly rows: Readonly<Record<RunTableName, number>>;
}

/**
 * Brings the tables of a run into the cache unless it holds them under the key of all that they are a function of: code,
 * hardware, manifest and stored files, which are hashed as they lie there, so that a changed byte is seen even though the
 * manifest still lists the old hash.
 */
export function cachedRun({cacheDir, runsDir, run, hardware, hardwareSha256}: RunTask): RunEntry {
  const {manifest, bytes} = readManifest(runsDir, run);
  const hashes = storedHashes(cacheDir, join(runsDir, run), run, manifest);
  const key = sha256([sourceHash(), hardwareSha256, sha256(bytes), ...hashes].join());
  const folder = `${run}-${key.slice(0, 32)}`;
  const found = wholeEntry(join(cacheDir, folder));
  if (found !== null) return {run, folder, cached: true, rows: found};
  return {run, folder, cached: false, rows: writeEntry(cacheDir, folder, loadRun(runsDir, run, hardware))};
}

/** One table of a run in the cache: an Arrow file, or the lines of a CSV file without its head. */
export function cachedTable(cacheDir: string, {folder}: RunEntry, name: RunTableName, form: "arrow" | "csv"): Buffer {
  return readFileSync(join(cacheDir, folder, `${name}.${form}`));
}

/** Whether the cache knows the run, be it as it is now or as it was. */
export function isCached(cacheDir: string, run: string): boolean {
  return existsSync(join(cacheDir, stamps, `${run}.json`));
}

/** Hashes of a run's stored files in the manifest's order; those of files that nobody has touched are known. */
function storedHashes(cacheDir: string, folder: string, run: string, {files}: Manifest): string[] {
  const file = join(cacheDir, stamps, `${run}.json`);
  let known: Record<string, KnownHash | undefined> = {};
  try {
    known = z
      .record(z.string(), z.object({stamp: z.string(), sha256: z.string()}))
      .parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // None, or a damaged one: everything is hashed.
  }
  const now: Record<string, KnownHash> = {};
  const hashes = files.map(({path}) => {
    const full = join(folder, path);
    if (!existsSync(full)) return "missing";
    now[path] = fileHash(full, known[path]);
    return now[path].sha256;
  });
  const text = JSON.stringify(now);
  if (text !== JSON.stringify(known)) {
    mkdirSync(join(cacheDir, stamps), {recursive: true});
    const temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  }
  return hashes;
}

/** Numbers of rows of an entry; null when there is none, or none that is whole: a cache is never a reason to fail. */
function wholeEntry(folder: string): RunEntry["rows"] | null {
  try {
    const {rows, sha256: hashes} = indexSchema.parse(JSON.parse(readFileSync(join(folder, index), "utf8")));
    for (const name of runTableNames)
      for (const file of [`${name}.arrow`, `${name}.csv`])
        if (sha256(readFileSync(join(folder, file))) !== hashes[file]) return null;
    return rows as RunEntry["rows"];
  } catch {
    return null;
  }
}

function writeEntry(cacheDir: string, name: string, loaded: RunTables): RunEntry["rows"] {
  const folder = join(cacheDir, name);
  mkdirSync(cacheDir, {recursive: true});
  const temporary = mkdtempSync(join(cacheDir, ".new-"));
  const rows = Object.fromEntries(runTableNames.map((table) => [table, loaded[table].length])) as RunEntry["rows"];
  try {
    const hashes: Record<string, string> = {};
    const put = (file: string, bytes: Uint8Array): void => {
      writeFileSync(join(temporary, file), bytes);
      hashes[file] = sha256(bytes);
    };
    for (const table of runTableNames) {
      put(`${table}.arrow`, toArrow(tables[table], loaded[table], {kind: "cache", inputs: {}}));
      put(`${table}.csv`, Buffer.from(withoutHead(toCsv(tables[table], loaded[table]))));
    }
    writeFileSync(join(temporary, index), JSON.stringify({rows, sha256: hashes}));
    rmSync(folder, {recursive: true, force: true});
    renameSync(temporary, folder);
  } catch (error) {
    // Another process may have put the same entry there first; what was loaded is right either way.
    if (!existsSync(join(folder, index))) throw error;
  } finally {
    rmSync(temporary, {recursive: true, force: true});
  }
  return rows;
}

function withoutHead(csv: string): string {
  return csv.slice(csv.indexOf("\r\n") + 2);
}

/** Removes entries of runs that have a newer entry in use. */
export function pruneCache(cacheDir: string, used: readonly RunEntry[]): void {
  if (!existsSync(cacheDir)) return;
  const inUse = new Map(used.map(({run, folder}) => [run, folder]));
  for (const name of readdirSync(cacheDir)) {
    const folder = inUse.get(name.slice(0, -33));
    if (folder !== undefined && name !== folder) rmSync(join(cacheDir, name), {recursive: true, force: true});
  }
}
