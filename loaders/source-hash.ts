import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {sha256} from "./sha256.js";

let known: string | undefined;

/** Hash of the code that turns files into tables: the loaders and the model. A result is only as old as its maker. */
export function sourceHash(): string {
  known ??= sha256([import.meta.dirname, join(import.meta.dirname, "../src/model")].map(hashFolder).join());
  return known;
}

function hashFolder(folder: string): string {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => sha256(readFileSync(path)))
    .join();
}
