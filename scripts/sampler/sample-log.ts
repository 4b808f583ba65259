import {appendFileSync, mkdirSync} from "node:fs";
import {dirname} from "node:path";

/** A file that samples are appended to in whole lines, with the account that a summary needs. */
export class SampleLog {
  n = 0;
  gap_max_s: number | null = null;
  private lastMs: number | null = null;
  private written = false;

  constructor(private readonly path: string) {
    mkdirSync(dirname(path), {recursive: true});
  }

  /** Appends text that counts as `n` samples taken now. */
  append(text: string, n: number): void {
    appendFileSync(this.path, text);
    this.written = true;
    if (n === 0) return;
    const now = performance.now();
    if (this.lastMs !== null) this.gap_max_s = Math.max(this.gap_max_s ?? 0, (now - this.lastMs) / 1e3);
    this.lastMs = now;
    this.n += n;
  }

  /** Null as long as nothing was written. */
  get file(): string | null {
    return this.written ? this.path : null;
  }
}
