import {readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {Problem} from "../src/model/problem.js";

/** Set by the bundler (esbuild `define`): the text of every file in `embeddedFiles`, by its path in the repository. */
declare const SWEEPBOOK_FILES: Readonly<Record<string, string>> | undefined;

/** Files that scripts read at run time and that a bundle must carry. */
export const embeddedFiles = [
  "package.json",
  "data/hardware.yaml",
  "data/models/names.yaml",
  "data/models/structures.yaml",
  "data/models/qwen2.5-7b.json",
  "data/models/llama-3.1-8b.json",
  "scripts/client/vllm_worker.py"
] as const;

/** Text of a file of the repository: from the working tree, or from within the bundle. */
export function embeddedText(path: string): string {
  if (typeof SWEEPBOOK_FILES !== "undefined") {
    const text = SWEEPBOOK_FILES[path];
    if (text !== undefined) return text;
    throw new Problem("this bundle does not carry the file", {value: path, exitCode: 3});
  }
  try {
    return readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), "utf8");
  } catch (error) {
    throw new Problem("cannot read the file", {value: path, exitCode: 3, error});
  }
}
