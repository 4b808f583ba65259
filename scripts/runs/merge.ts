import {existsSync} from "node:fs";
import {basename, dirname, join, resolve} from "node:path";
import type {Manifest} from "../../loaders/manifest.js";
import {manifestName, readManifest} from "../../loaders/manifest-file.js";
import {listRuns} from "../../loaders/runs.js";
import {readStored, readVerified} from "../../loaders/store.js";
import {Problem} from "../../src/model/problem.js";
import {writeRun} from "../ingest/write-run.js";
import {alike} from "./alike.js";
import {originalOf} from "./original.js";
import {readManifests} from "./stored.js";

/** What became of one run that was to be taken in. */
export interface Merged {
  readonly run: string;
  readonly outcome: "taken" | "known" | "refused";
  readonly why: string | null;
}

/**
 * Takes runs of another folder in: each is proved file by file first, brought to the newest version with its original
 * manifest kept, and left out when the store holds its results already. A run of another content under a name that is taken
 * is refused.
 * @param dir a run, or a folder of runs
 * @param as another name, for one run
 */
export function mergeRuns(runsDir: string, dir: string, as: string | null): Merged[] {
  if (!existsSync(dir)) throw new Problem("no such folder", {value: dir});
  const one = existsSync(join(dir, manifestName));
  const from = one ? dirname(resolve(dir)) : dir;
  const runs = one ? [basename(resolve(dir))] : listRuns(dir);
  if (runs.length === 0) throw new Problem("no run in this folder", {value: dir, remedy: "a run has a manifest.json"});
  if (as !== null && runs.length > 1)
    throw new Problem("--as names one run, this folder has several", {value: runs.length});
  return runs.map((run): Merged => {
    try {
      return merge(runsDir, from, run, as ?? run);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return {run, outcome: "refused", why: error.message};
    }
  });
}

function merge(runsDir: string, from: string, run: string, name: string): Merged {
  const {manifest, bytes} = readManifest(from, run);
  const {manifests} = readManifests(runsDir, listRuns(runsDir));
  const copies = alike([...manifests, {...manifest, run: name}]).filter((one) => one.run === name);
  const whole = copies.find(({shared, total}) => shared === total);
  if (whole !== undefined) return {run, outcome: "known", why: `its results are those of ${whole.of}`};
  if (existsSync(join(runsDir, name)))
    throw new Problem("a run of this name holds other results", {
      value: name,
      remedy: "take it in under another name: --as"
    });
  const stored = new Map<string, Buffer>();
  for (const file of manifest.files) {
    readStored(join(from, run), file); // unpacks, too
    stored.set(file.path, readVerified(join(from, run), file));
  }
  const original = originalOf(bytes);
  if (original !== null) stored.set(original.name, original.bytes);
  const renamed: Manifest = {...manifest, run: name};
  writeRun(runsDir, {manifest: renamed, stored}, {replace: false, check: (parent) => readManifest(parent, name)});
  const shared = copies.map((one) => `${one.shared} of ${one.total} results are those of ${one.of} too`);
  return {run: name, outcome: "taken", why: shared.length === 0 ? null : shared.join("; ")};
}
