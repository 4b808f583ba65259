import {closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync, writeSync} from "node:fs";

/**
 * One JSON object a line, on the disk before append returns. A line cut off by a kill is no entry: what it would have
 * said did not happen.
 */
export class Journal<T> {
  constructor(private readonly path: string) {}

  append(entry: T): void {
    const file = openSync(this.path, "a");
    try {
      writeSync(file, `${JSON.stringify(entry)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  read(): T[] {
    if (!existsSync(this.path)) return [];
    return readFileSync(this.path, "utf8")
      .split("\n")
      .flatMap((line) => {
        try {
          return line === "" ? [] : [JSON.parse(line) as T];
        } catch {
          return [];
        }
      });
  }

  clear(): void {
    rmSync(this.path, {force: true});
  }
}
