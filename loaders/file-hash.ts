import {readFileSync, statSync, type Stats} from "node:fs";
import {sha256} from "./sha256.js";

/** Hash of a file, and what the file system said of it then. */
export interface KnownHash {
  readonly stamp: string;
  readonly sha256: string;
}

/** A change of a file may leave its times as they are within this, ms: what was touched so lately is hashed again. */
const settledMs = 2000;

/**
 * SHA-256 of a file; of one that the file system says has not been touched since it was last hashed, the hash known from
 * then. Neither content nor name can be changed without the time of the change (ctime), which no program can set.
 */
export function fileHash(path: string, known: KnownHash | undefined, nowMs = Date.now()): KnownHash {
  const stats = statSync(path);
  const stamp = stampOf(stats);
  if (known?.stamp === stamp) return known;
  const settled = nowMs - Math.max(stats.mtimeMs, stats.ctimeMs) > settledMs;
  return {stamp: settled ? stamp : "", sha256: sha256(readFileSync(path))};
}

function stampOf({size, mtimeMs, ctimeMs, ino, dev}: Stats): string {
  return [size, mtimeMs, ctimeMs, ino, dev].join();
}
