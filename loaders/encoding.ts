import {brotliCompressSync, brotliDecompressSync, constants, gunzipSync, gzipSync} from "node:zlib";
import {Problem} from "../src/model/problem.js";

/** How a stored file is compressed: gzip as the runner writes it, brotli as `npm run runs -- pack` leaves it. */
export const encodings = ["gzip", "br", "none"] as const;

type Encoding = (typeof encodings)[number];

/** Largest file that is unpacked: more is taken for an attack or an accident. */
const limitBytes = 2 ** 31 - 1;

/**
 * Compresses losslessly, the same bytes for the same content: gzip at level 9 with neither name nor time and the operating
 * system's byte set to "unknown", brotli at quality 11 with a window of 16 MB.
 */
export function packed(bytes: Uint8Array, encoding: Encoding): Buffer {
  if (encoding === "none") return Buffer.from(bytes);
  if (encoding === "gzip") {
    const result = gzipSync(bytes, {level: 9, memLevel: 9});
    result[9] = 255;
    return result;
  }
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength
    }
  });
}

/** The content of a stored file; a Problem that names `where` when it does not unpack. */
export function unpacked(bytes: Buffer, encoding: Encoding, where: string): Buffer {
  if (encoding === "none") return bytes;
  try {
    return encoding === "gzip"
      ? gunzipSync(bytes, {maxOutputLength: limitBytes, chunkSize: chunkFor(bytes)})
      : brotliDecompressSync(bytes, {maxOutputLength: limitBytes});
  } catch (error) {
    throw new Problem(`not readable as ${encoding === "gzip" ? "gzip" : "brotli"}`, {where, error});
  }
}

/** Room for the whole content at once, as the last four bytes of a gzip file tell its size; not more than is believed. */
function chunkFor(bytes: Buffer): number {
  const told = bytes.length < 4 ? 0 : bytes.readUInt32LE(bytes.length - 4) + 1;
  return Math.min(Math.max(told, 1 << 14), 1 << 26);
}
