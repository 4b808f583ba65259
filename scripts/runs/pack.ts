import {existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {packed} from "../../loaders/encoding.js";
import type {Manifest, ManifestFile} from "../../loaders/manifest.js";
import {manifestName, readManifest} from "../../loaders/manifest-file.js";
import {roundTimes} from "../../loaders/round-times.js";
import {sha256} from "../../loaders/sha256.js";
import {readStored} from "../../loaders/store.js";
import {Problem} from "../../src/model/problem.js";
import {keepOriginal} from "./original.js";

/**
 * Compresses a run's files again, from gzip to brotli: the same content and hash of the original, another hash of what is
 * stored. With a resolution the times of its results are rounded first, and the manifest says so. First all new files, then the manifest, then the old files go: cut short at any moment the run is whole, as it
 * was or as it will be. A file that would not become smaller stays.
 * @param round_ns resolution of gaps and first-token times; null keeps all digits
 * @param progress called after each file with its stored bytes before
 * @returns stored bytes of the run before and after
 */
export async function packRun(
  runsDir: string,
  run: string,
  round_ns: number | null,
  progress: (bytes: number) => void
): Promise<{before: number; after: number}> {
  const folder = join(runsDir, run);
  if (lstatSync(folder).isSymbolicLink()) throw new Problem("is a link: pack the run where it lies", {where: run});
  const {manifest} = readManifest(runsDir, run);
  const size = (files: readonly ManifestFile[]): number => files.reduce((sum, file) => sum + file.stored_bytes, 0);
  const fresh = new Map<string, Buffer>();
  const files: ManifestFile[] = [];
  for (const file of manifest.files) {
    const smaller = repacked(folder, file, round_ns);
    files.push(smaller?.entry ?? file);
    if (smaller !== null) fresh.set(smaller.entry.path, smaller.bytes);
    progress(file.stored_bytes);
    await new Promise((resolve) => setImmediate(resolve)); // lets the bar be drawn
  }
  if (fresh.size > 0) replace(folder, manifest, files, fresh);
  return {before: size(manifest.files), after: size(files)};
}

function repacked(
  folder: string,
  file: ManifestFile,
  round_ns: number | null
): {entry: ManifestFile; bytes: Buffer} | null {
  const rounds = round_ns !== null && file.role === "result" && (file.rounded_ns ?? 0) < round_ns;
  if (file.encoding !== "gzip" && !rounds) return null;
  const content = readStored(folder, file);
  const bytes = packed(rounds ? Buffer.from(roundTimes(content.toString("utf8"), round_ns)) : content, "br");
  if (bytes.byteLength >= file.stored_bytes) return null;
  const name = file.path.replace(/\.(?:gz|br)$/, "");
  // Never the name it has: the old file stays whole until the manifest names the new one.
  const path = `${file.encoding === "br" ? name.replace(/\.json$/, `.${round_ns}ns.json`) : name}.br`;
  const taken = join(folder, path);
  if (existsSync(taken) && !readFileSync(taken).equals(bytes))
    throw new Problem("in the way of the packed file, and no manifest lists it", {where: path, remedy: "move it away"});
  const stored = {path, encoding: "br" as const, stored_bytes: bytes.byteLength, stored_sha256: sha256(bytes)};
  return {bytes, entry: {...file, ...stored, ...(rounds ? {rounded_ns: round_ns} : {})}};
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
