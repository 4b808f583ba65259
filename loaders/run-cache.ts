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
import {fromArrow, toArrow} from "./arrow.js";
import {runTableNames, type RunTableName} from "./inputs.js";
import type {Manifest} from "./manifest.js";
import {loadRun, type RunTables} from "./run.js";
import {sha256} from "./sha256.js";
import {sourceHash} from "./source-hash.js";

const index = "index.json";
const indexSchema = z.record(z.string(), z.string());

/**
 * Key of a run's tables: everything that they are a function of. The stored files are hashed as they lie there, so that a
 * changed byte is seen even though the manifest still lists the old hash.
 */
export function runKey(
  runsDir: string,
  run: string,
  manifest: Manifest,
  manifestSha256: string,
  hardware: string
): string {
  const hashes = manifest.files.map(({path}) => {
    const full = join(runsDir, run, path);
    return existsSync(full) ? sha256(readFileSync(full)) : "missing";
  });
  return sha256([sourceHash(), hardware, manifestSha256, ...hashes].join());
}

/** The tables of a run: from the cache when it holds them under this key, else read from the run and put there. */
export function cachedRun(
  cacheDir: string,
  key: string,
  load: {runsDir: string; run: string; hardware: readonly HardwareRow[]}
): {tables: RunTables; cached: boolean} {
  const folder = join(cacheDir, `${load.run}-${key.slice(0, 32)}`);
  const found = readEntry(folder);
  if (found !== null) return {tables: found, cached: true};
  const loaded = loadRun(load.runsDir, load.run, load.hardware);
  writeEntry(cacheDir, folder, loaded);
  return {tables: loaded, cached: false};
}

/** Null when there is no entry, or none that is whole: a cache is never a reason to fail. */
function readEntry(folder: string): RunTables | null {
  try {
    const hashes = indexSchema.parse(JSON.parse(readFileSync(join(folder, index), "utf8")));
    const read = (name: RunTableName): unknown[] => {
      const bytes = readFileSync(join(folder, `${name}.arrow`));
      if (sha256(bytes) !== hashes[name]) throw new Error("changed");
      return fromArrow(tables[name], bytes, name);
    };
    return Object.fromEntries(runTableNames.map((name) => [name, read(name)])) as unknown as RunTables;
  } catch {
    return null;
  }
}

function writeEntry(cacheDir: string, folder: string, loaded: RunTables): void {
  mkdirSync(cacheDir, {recursive: true});
  const temporary = mkdtempSync(join(cacheDir, ".new-"));
  try {
    const hashes: Record<string, string> = {};
    for (const name of runTableNames) {
      const bytes = toArrow(tables[name], loaded[name], {kind: "cache", inputs: {}});
      writeFileSync(join(temporary, `${name}.arrow`), bytes);
      hashes[name] = sha256(bytes);
    }
    writeFileSync(join(temporary, index), JSON.stringify(hashes));
    rmSync(folder, {recursive: true, force: true});
    renameSync(temporary, folder);
  } catch (error) {
    // Another process may have put the same entry there first; what was loaded is right either way.
    if (!existsSync(join(folder, index))) throw error;
  } finally {
    rmSync(temporary, {recursive: true, force: true});
  }
}

/** Removes entries of runs that have a newer entry in use. */
export function pruneCache(cacheDir: string, used: ReadonlyMap<string, string>): void {
  if (!existsSync(cacheDir)) return;
  for (const name of readdirSync(cacheDir)) {
    const run = name.slice(0, -33);
    const key = used.get(run);
    if (key !== undefined && name !== `${run}-${key.slice(0, 32)}`)
      rmSync(join(cacheDir, name), {recursive: true, force: true});
  }
}
