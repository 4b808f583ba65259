import {mkdir} from "node:fs/promises";
import {dirname} from "node:path";
import writeFileAtomic from "write-file-atomic";

/** Writes a file whole or not at all, with its folder: under another name, flushed, then renamed. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), {recursive: true});
  await writeFileAtomic(path, text);
}
