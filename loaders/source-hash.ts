import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {sha256} from "./sha256.js";

const root = join(import.meta.dirname, "..");
const known = new Map<string, string>();

/** Hash of the code that turns files into tables: the loaders and the model. A result is only as old as its maker. */
export function sourceHash(): string {
  return hashOfSources(["loaders", "src/model"]);
}

/** Hash of the code in folders of the repository, without tests; read once a process. */
export function hashOfSources(folders: readonly string[]): string {
  const key = folders.join();
  const found = known.get(key) ?? sha256(folders.map((folder) => hashFolder(join(root, folder))).join());
  known.set(key, found);
  return found;
}

function hashFolder(folder: string): string {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => sha256(readFileSync(path)))
    .join();
}
