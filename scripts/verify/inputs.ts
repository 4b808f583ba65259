import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {claimsPath} from "../../loaders/claims.js";
import {activeStudies} from "../../loaders/config.js";
import {readManifest} from "../../loaders/manifest-file.js";
import {pricePaths} from "../../loaders/prices.js";
import {listRuns} from "../../loaders/runs.js";
import {studiesFolder} from "../../loaders/study.js";
import {sourcePaths} from "../../loaders/source.js";
import {sha256} from "../../loaders/sha256.js";

const hardware = "data/hardware.yaml";
const models = "data/models/";
const runs = "data/runs/";

/** What the studies of the report ask and claim. */
function studyFiles(root: string): string[] {
  return activeStudies(root)
    .flatMap(({name, asks}) => [...(asks === null ? [] : [`${studiesFolder}/${name}.yaml`]), claimsPath(name)])
    .filter((path) => existsSync(join(root, path)));
}

/** sha256 of every input by its path in the repository; of a run, over its manifest and its stored files as they lie there. */
export function hashInputs(root: string, runsDir: string): Record<string, string> {
  const files = [
    ...sourcePaths(root),
    ...studyFiles(root),
    hardware,
    ...pricePaths(root),
    ...readdirSync(join(root, models)).map((name) => models + name)
  ].sort();
  const hashes = Object.fromEntries(files.map((path) => [path, sha256(readFileSync(join(root, path)))]));
  for (const run of listRuns(runsDir)) {
    const {manifest, bytes} = readManifest(runsDir, run);
    const stored = manifest.files.map(({path}) => {
      const full = join(runsDir, run, path);
      return existsSync(full) ? sha256(readFileSync(full)) : "missing";
    });
    hashes[runs + run] = sha256([sha256(bytes), ...stored].join());
  }
  return hashes;
}

/**
 * The inputs that rows of these ids were read from.
 * @param inputs paths of all that the report is made of
 */
export function inputsOf(ids: readonly string[], inputs: readonly string[]): string[] {
  const found = new Set<string>();
  const source = inputs.filter((path) => /\/(?:facts|ids)\.yaml$/.test(path));
  const prices = inputs.filter((path) => path.endsWith("/prices.yaml"));
  for (const id of ids) {
    const [kind = "", name = ""] = id.split("/");
    if (kind === "published" || kind === "article") for (const path of source) found.add(path);
    else if (kind === "measured" || kind === "imported" || kind === "simulated") found.add(runs + name);
    else if (kind === "hardware") found.add(hardware);
    else if (kind === "model")
      for (const file of [`${name}.json`, "names.yaml", "structures.yaml"]) found.add(models + file);
    else if (kind !== "assumption") for (const path of prices) found.add(path);
  }
  return [...found].sort();
}
