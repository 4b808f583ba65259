import {chmodSync, existsSync, mkdirSync, readFileSync} from "node:fs";
import {dirname, join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import type {Artefact} from "../../src/model/deployment/artefact.js";
import {Problem} from "../../src/model/problem.js";
import {artefactText} from "./artefact-text.js";

/**
 * Writes files below a folder; returns their paths. A file that is there with another content is somebody's: nothing is written and the
 * Problem names it, unless `force`.
 */
export function writeArtefacts(files: readonly Artefact[], folder: string, force: boolean): string[] {
  const texts = files.map((file) => ({file, path: join(folder, file.path), text: artefactText(file)}));
  const other = texts.find(({path, text}) => existsSync(path) && readFileSync(path, "utf8") !== text);
  if (other !== undefined && !force) {
    throw new Problem("a file with another content is there", {
      value: other.path,
      remedy: "give another --out, or --force"
    });
  }
  return texts.map(({file, path, text}) => {
    mkdirSync(dirname(path), {recursive: true});
    writeFileAtomic.sync(path, text);
    chmodSync(path, file.executable === true ? 0o755 : 0o644);
    return path;
  });
}
