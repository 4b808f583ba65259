import {isAscii} from "node:buffer";

/** Bytes as UTF-8 text. Benchmark files are nearly always ASCII, which decodes seven times faster as Latin-1. */
export function textOf(bytes: Buffer): string {
  return bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
}
