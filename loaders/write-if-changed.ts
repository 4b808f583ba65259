import {existsSync, mkdirSync, readFileSync, renameSync, utimesSync, writeFileSync} from "node:fs";
import {dirname} from "node:path";

/** One time for all generated files: the site's framework hashes times into names, and builds must be byte-identical. */
const fixedTime = new Date("2000-01-01T00:00:00Z");

/** Writes a file whole, only when its bytes differ, with a fixed time. Returns whether it was written. */
export function writeIfChanged(path: string, bytes: Uint8Array): boolean {
  const changed = !existsSync(path) || !readFileSync(path).equals(bytes);
  if (changed) {
    mkdirSync(dirname(path), {recursive: true});
    const temporary = `${path}.${process.pid}.tmp`;
    writeFileSync(temporary, bytes);
    renameSync(temporary, path);
  }
  utimesSync(path, fixedTime, fixedTime);
  return changed;
}
