import {closeSync, existsSync, openSync, readFileSync, readSync, statSync, writeFileSync} from "node:fs";

/**
 * A CSV file with a header that another process appends to. cut() takes what has come since the last cut, whole lines
 * only, as a file of its own with the header: each line is taken once, and what was cut survives this process.
 */
export class GrowingCsv {
  private readonly mark: string;

  constructor(readonly path: string) {
    this.mark = `${path}.taken`;
  }

  /** Writes the new lines to `to`; false (and no file) when there are none. */
  cut(to: string): boolean {
    if (!existsSync(this.path)) return false;
    const from = existsSync(this.mark) ? Number(readFileSync(this.mark, "utf8")) : 0;
    const text = readFrom(this.path, from);
    const end = text.lastIndexOf(0x0a) + 1;
    if (end === 0) return false;
    const header = from === 0 ? Buffer.alloc(0) : firstLine(this.path);
    const lines = text.subarray(0, end);
    if (from === 0 && lines.indexOf(0x0a) === end - 1) return false; // the header alone
    writeFileSync(to, Buffer.concat([header, lines]));
    writeFileSync(this.mark, String(from + end));
    return true;
  }
}

function readFrom(path: string, from: number): Buffer {
  const size = statSync(path).size - from;
  if (size <= 0) return Buffer.alloc(0);
  const bytes = Buffer.alloc(size);
  const file = openSync(path, "r");
  try {
    return bytes.subarray(0, readSync(file, bytes, 0, size, from));
  } finally {
    closeSync(file);
  }
}

function firstLine(path: string): Buffer {
  const start = Buffer.alloc(4096);
  const file = openSync(path, "r");
  try {
    const n = readSync(file, start, 0, start.length, 0);
    return start.subarray(0, start.subarray(0, n).indexOf(0x0a) + 1);
  } finally {
    closeSync(file);
  }
}
