import {copyFileSync, existsSync, mkdirSync, statSync} from "node:fs";
import {dirname, join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import type {Manifest, ManifestFile} from "../../../loaders/manifest.js";
import {readManifest} from "../run-folder.js";

/** Copies files of a run to another folder of it, those that are not there yet. */
export function copyFiles(files: readonly ManifestFile[], from: string, to: string): void {
  for (const {path, stored_bytes} of files) {
    const target = join(to, path);
    if (existsSync(target) && statSync(target).size === stored_bytes) continue;
    mkdirSync(dirname(target), {recursive: true});
    copyFileSync(join(from, path), target);
  }
}

/** Brings a copy of a run up to date: first the files, then the manifest that names them. Null where there is no run. */
export function mirrorRun(from: string, to: string): Manifest | null {
  const manifest = readManifest(from);
  if (manifest === null) return null;
  mkdirSync(to, {recursive: true});
  copyFiles(manifest.files, from, to);
  writeFileAtomic.sync(join(to, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
  return manifest;
}
