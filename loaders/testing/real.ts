import {join} from "node:path";
import type {Dataset} from "../../src/model/dataset.js";
import {loadDataset} from "../dataset.js";
import {readManifest} from "../manifest-file.js";
import {readStored} from "../store.js";

/** The committed runs: real measurements that tests take their seeds from. */
export const repository = join(import.meta.dirname, "../..");
export const realRuns = join(repository, "data/runs");

/** A stored file of a committed run as text. */
export function realText(run: string, path: string): string {
  const {manifest} = readManifest(realRuns, run);
  const file = manifest.files.find((each) => [`${path}.gz`, `${path}.br`].includes(each.path))!;
  return readStored(join(realRuns, run), file).toString("utf8");
}

/** A small real result: 32 requests of 8192 in and 128 out, 8 at a time. */
export const seedResult = (): string => realText("h100-llama-3.1-8b", "i8192-o128-c8.json");

let loaded: Dataset | undefined;

/**
 * All data of the repository, read once for all tests of a worker. Frozen with its rows, so that no test can change what
 * another one reads.
 */
export function realDataset(): Dataset {
  loaded ??= frozen(loadDataset({root: repository, runsDir: realRuns}));
  return loaded;
}

function frozen(data: Dataset): Dataset {
  for (const table of Object.values(data)) {
    if (Array.isArray(table)) for (const row of table) Object.freeze(row);
    Object.freeze(table);
  }
  return Object.freeze(data);
}
