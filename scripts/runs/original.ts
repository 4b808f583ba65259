import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {manifestName} from "../../loaders/manifest-file.js";
import {manifestVersion, versionOf} from "../../loaders/manifest-versions.js";

/** Names of manifests of older versions, kept beside what they were turned into. */
export const originalName = /^manifest\.\d+\.json$/;

/** A manifest of an older version, as the name it is kept under and its bytes; null for one of the newest. */
export function originalOf(bytes: Buffer): {name: string; bytes: Buffer} | null {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    return null;
  }
  const version = versionOf(value);
  if (version === null || manifestVersion.endsWith(`/${version}`)) return null;
  return {name: `manifest.${version}.json`, bytes};
}

/** Keeps a run's manifest of an older version beside the one that will replace it. @returns whether there was one */
export function keepOriginal(folder: string): boolean {
  const path = join(folder, manifestName);
  if (!existsSync(path)) return false;
  const original = originalOf(readFileSync(path));
  if (original === null) return false;
  const kept = join(folder, original.name);
  if (!existsSync(kept)) writeFileAtomic.sync(kept, original.bytes);
  return true;
}
