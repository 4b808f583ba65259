import {lstatSync, readdirSync, readFileSync, statSync} from "node:fs";
import {join, relative, sep} from "node:path";
import {Problem} from "../../src/model/problem.js";
import type {SourceFile} from "./role.js";

/** Every file below a folder, in order of path. The folder is only read. Links and hidden files are passed over. */
export function readSource(folder: string): SourceFile[] {
  let isFolder: boolean;
  try {
    isFolder = statSync(folder).isDirectory();
  } catch (error) {
    throw new Problem("no such folder", {value: folder, error});
  }
  if (!isFolder) throw new Problem("not a folder", {value: folder, remedy: "unpack it first and give the folder"});
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !lstatSync(path).isSymbolicLink())
    .map((path) => ({path: relative(folder, path).split(sep).join("/"), full: path}))
    .filter(({path}) => !path.split("/").some((part) => part.startsWith(".")))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({path, full}) => ({path, bytes: readFileSync(full)}));
}
