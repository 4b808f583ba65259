import {existsSync, readdirSync} from "node:fs";
import {join, relative, sep} from "node:path";
import type {Manifest} from "../../loaders/manifest.js";
import {manifestName, readManifest} from "../../loaders/manifest-file.js";
import {listRuns} from "../../loaders/runs.js";
import {Problem} from "../../src/model/problem.js";
import {closest} from "fastest-levenshtein";

/** All raw files of the repository together stay below this. */
export const limitBytes = 24e6;

/** The named runs of a folder, all when none is named. A Problem that names the nearest when there is no such run. */
export function chosenRuns(runsDir: string, names: readonly string[]): string[] {
  const known = listRuns(runsDir);
  for (const name of names) {
    if (known.includes(name)) continue;
    const remedy = known.length === 0 ? "there is none in this folder" : `nearest is ${closest(name, known)}`;
    throw new Problem("no such run", {value: name, remedy});
  }
  return names.length === 0 ? known : [...new Set(names)];
}

/** Manifests that can be read, and why the others cannot. */
export function readManifests(
  runsDir: string,
  runs: readonly string[]
): {manifests: Manifest[]; problems: {run: string; problem: string}[]} {
  const manifests: Manifest[] = [];
  const problems: {run: string; problem: string}[] = [];
  for (const run of runs) {
    try {
      manifests.push(readManifest(runsDir, run).manifest);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problems.push({run, problem: error.message});
    }
  }
  return {manifests, problems};
}

/** Bytes of a run as it lies in the repository. */
export function storedBytes({files}: Manifest): number {
  return files.reduce((sum, {stored_bytes}) => sum + stored_bytes, 0);
}

/** Folders that hold no manifest: a sweep under way, or one that was left. */
export function unfinished(runsDir: string): string[] {
  if (!existsSync(runsDir)) return [];
  return readdirSync(runsDir, {withFileTypes: true})
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({name}) => name)
    .filter((name) => !existsSync(join(runsDir, name, manifestName)))
    .sort();
}

/** Files of a run's folder by their inner paths, without those of a runner's work. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !path.startsWith(".work/"))
    .sort();
}
