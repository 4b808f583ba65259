import {existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {packed} from "../../loaders/encoding.js";
import type {Manifest, ManifestFile} from "../../loaders/manifest.js";
import {manifestName, readManifest} from "../../loaders/manifest-file.js";
import {sha256} from "../../loaders/sha256.js";
import {readStored} from "../../loaders/store.js";
import {Problem} from "../../src/model/problem.js";
import {keepOriginal} from "./original.js";

/**
 * Compresses a run's files again, from gzip to brotli: the same content and hash of the original, another hash of what is
 * stored. First all new files, then the manifest, then the old files go: cut short at any moment the run is whole, as it
 * was or as it will be. A file that would not become smaller stays.
 * @param progress called after each file with its stored bytes before
 * @returns stored bytes of the run before and after
 */
export async function packRun(
  runsDir: string,
  run: string,
  progress: (bytes: number) => void
): Promise<{before: number; after: number}> {
  const folder = join(runsDir, run);
  if (lstatSync(folder).isSymbolicLink()) throw new Problem("is a link: pack the run where it lies", {where: run});
  const {manifest} = readManifest(runsDir, run);
  const size = (files: readonly ManifestFile[]): number => files.reduce((sum, file) => sum + file.stored_bytes, 0);
  const fresh = new Map<string, Buffer>();
  const files: ManifestFile[] = [];
  for (const file of manifest.files) {
    const smaller = repacked(folder, file);
    files.push(smaller?.entry ?? file);
    if (smaller !== null) fresh.set(smaller.entry.path, smaller.bytes);
    progress(file.stored_bytes);
    await new Promise((resolve) => setImmediate(resolve)); // lets the bar be drawn
  }
  if (fresh.size > 0) replace(folder, manifest, files, fresh);
  return {before: size(manifest.files), after: size(files)};
}

function repacked(folder: string, file: ManifestFile): {entry: ManifestFile; bytes: Buffer} | null {
  if (file.encoding !== "gzip") return null;
  const bytes = packed(readStored(folder, file), "br");
  if (bytes.byteLength >= file.stored_bytes) return null;
  const path = `${file.path.replace(/\.gz$/, "")}.br`;
  const taken = join(folder, path);
  if (existsSync(taken) && !readFileSync(taken).equals(bytes))
    throw new Problem("in the way of the packed file, and no manifest lists it", {where: path, remedy: "move it away"});
  return {bytes, entry: {...file, path, encoding: "br", stored_bytes: bytes.byteLength, stored_sha256: sha256(bytes)}};
}

function replace(folder: string, manifest: Manifest, files: ManifestFile[], fresh: ReadonlyMap<string, Buffer>): void {
  for (const [path, bytes] of fresh) {
    mkdirSync(dirname(join(folder, path)), {recursive: true});
    writeFileSync(join(folder, path), bytes);
  }
  keepOriginal(folder);
  writeFileAtomic.sync(join(folder, manifestName), `${JSON.stringify({...manifest, files}, null, 1)}\n`);
  const kept = new Set(files.map(({path}) => path));
  for (const {path} of manifest.files) if (!kept.has(path)) rmSync(join(folder, path));
}

/** Turns a run's manifest of an older version into the newest, the original kept. @returns whether it was older */
export function migrateRun(runsDir: string, run: string): boolean {
  const {manifest} = readManifest(runsDir, run);
  const folder = join(runsDir, run);
  if (!keepOriginal(folder)) return false;
  writeFileAtomic.sync(join(folder, manifestName), `${JSON.stringify(manifest, null, 1)}\n`);
  return true;
}
