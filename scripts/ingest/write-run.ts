import {existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {Problem} from "../../src/model/problem.js";
import {manifestName} from "../../loaders/manifest-file.js";
import type {Assembled} from "./assemble.js";

/**
 * Writes a run folder whole or not at all: into a hidden folder beside it, which then takes its name. A run of that name
 * stays unless `replace` is given, and is removed only once the new one stands.
 * @param check called with the parent of the run as written, before it takes its name; what it throws undoes the write
 * @returns what `check` returns
 */
export function writeRun<T>(
  runsDir: string,
  {manifest, stored}: Assembled,
  options: {replace: boolean; check: (parent: string) => T}
): T {
  const target = join(runsDir, manifest.run);
  if (existsSync(target) && !options.replace) {
    throw new Problem("a run of this name exists", {
      value: manifest.run,
      remedy: "choose another --name, or --replace it"
    });
  }
  mkdirSync(runsDir, {recursive: true});
  const parent = mkdtempSync(join(runsDir, ".ingest-"));
  const undo = (): void => rmSync(parent, {recursive: true, force: true});
  process.once("exit", undo);
  try {
    const folder = join(parent, manifest.run);
    mkdirSync(folder);
    for (const [path, bytes] of stored) {
      mkdirSync(dirname(join(folder, path)), {recursive: true});
      writeFileSync(join(folder, path), bytes, {flag: "wx"});
    }
    writeFileSync(join(folder, manifestName), `${JSON.stringify(manifest, null, 1)}\n`);
    const checked = options.check(parent);
    if (existsSync(target)) renameSync(target, join(parent, "replaced"));
    renameSync(folder, target);
    return checked;
  } finally {
    undo();
    process.off("exit", undo);
  }
}
