import {join} from "node:path";
import type {Manifest} from "../../loaders/manifest.js";
import {manifestName} from "../../loaders/manifest-file.js";
import {readStored} from "../../loaders/store.js";
import {Problem} from "../../src/model/problem.js";
import {alike} from "./alike.js";
import {originalName} from "./original.js";
import {filesIn, limitBytes, readManifests, storedBytes} from "./stored.js";

/** What is wrong with the store: of a run, or of all together (run null). */
export interface Finding {
  readonly run: string | null;
  readonly problem: string;
}

/**
 * Proves every stored file against its manifest and unpacks it; finds files that no manifest lists, copies, and a store
 * that is too large.
 * @param runs names; copies are looked for among `all`
 */
export function checkRuns(runsDir: string, runs: readonly string[], all: readonly string[]): Finding[] {
  const {manifests, problems} = readManifests(runsDir, all);
  const chosen = manifests.filter(({run}) => runs.includes(run));
  const findings: Finding[] = [
    ...problems.filter(({run}) => runs.includes(run)),
    ...chosen.flatMap((manifest) => checkRun(join(runsDir, manifest.run), manifest))
  ];
  for (const {run, of, shared, total} of alike(manifests)) {
    if (!runs.includes(run) && !runs.includes(of)) continue;
    const problem =
      shared === total ? `holds nothing but results of ${of}` : `${shared} of ${total} results are those of ${of}`;
    findings.push({run, problem});
  }
  const bytes = manifests.reduce((sum, manifest) => sum + storedBytes(manifest), 0);
  if (bytes > limitBytes)
    findings.push({
      run: null,
      problem: `${(bytes / 1e6).toFixed(1)} MB are stored, the limit is ${limitBytes / 1e6} MB; npm run runs -- pack makes them smaller`
    });
  return findings;
}

function checkRun(folder: string, manifest: Manifest): Finding[] {
  const {run, files} = manifest;
  const findings: Finding[] = [];
  for (const file of files) {
    try {
      readStored(folder, file);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      findings.push({run, problem: error.message});
    }
  }
  const listed = new Set(files.map(({path}) => path));
  for (const path of filesIn(folder))
    if (!listed.has(path) && path !== manifestName && !originalName.test(path))
      findings.push({run, problem: `${path}: no manifest lists this file`});
  return findings;
}
