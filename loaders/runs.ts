import {existsSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {manifestName} from "./manifest-file.js";

/** The folder of runs: what SWEEPBOOK_RUNS names, else data/runs below the root. */
export function runsFolder(root: string, env: Readonly<Record<string, string | undefined>> = process.env): string {
  const named = env["SWEEPBOOK_RUNS"];
  return named === undefined || named === "" ? join(root, "data/runs") : named;
}

/**
 * Names of the runs in a folder, in order of the alphabet; none when there is no such folder. A manifest is written last,
 * so a folder without one is a run that is not finished: it is passed over.
 */
export function listRuns(runsDir: string): string[] {
  if (!existsSync(runsDir)) return [];
  return readdirSync(runsDir, {withFileTypes: true})
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .filter((name) => existsSync(join(runsDir, name, manifestName)))
    .sort();
}
