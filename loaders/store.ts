import {readFileSync, realpathSync} from "node:fs";
import {join, sep} from "node:path";
import {Problem} from "../src/model/problem.js";
import {dropKeys} from "./drop-keys.js";
import {dropTexts} from "./drop-texts.js";
import {packed, unpacked} from "./encoding.js";
import type {ManifestFile} from "./manifest.js";
import {textKeys} from "./result-keys.js";
import {columnSecrets, redact, type KnownSecret} from "./redact.js";
import {sha256} from "./sha256.js";

/** What the manifest says about a file's content: hashes and sizes before and after, what was taken out. */
type Stored = Pick<
  ManifestFile,
  "encoding" | "bytes" | "sha256" | "stored_bytes" | "stored_sha256" | "dropped" | "redacted"
>;

/**
 * Makes a file ready for a run folder: answers cut out, identifying strings redacted, compressed with gzip (level 9,
 * no name and no time inside, so that the same file gives the same bytes). Pure: nothing is written.
 * @param known literals to redact besides what patterns find, such as this machine's name
 * @example const {stored, entry} = prepareForStore(bytes, "telemetry"); // write `stored` as telemetry.csv.gz
 */
export function prepareForStore(
  original: Uint8Array,
  role: ManifestFile["role"],
  known: readonly KnownSecret[] = []
): {stored: Buffer; entry: Stored} {
  const whole = decode(original);
  const cut = role.endsWith("-log") ? dropTexts(whole) : dropKeys(whole, role === "result" ? textKeys : []);
  const columns = role === "telemetry" ? columnSecrets(cut.text) : [];
  const {text, counts} = redact(cut.text, [...known, ...columns]);
  const stored = packed(Buffer.from(text), "gzip");
  const entry = {
    encoding: "gzip" as const,
    bytes: original.byteLength,
    sha256: sha256(original),
    stored_bytes: stored.byteLength,
    stored_sha256: sha256(stored),
    dropped: [...cut.dropped],
    redacted: counts as Record<string, number>
  };
  return {stored, entry};
}

/**
 * The bytes that a manifest lists, as they were stored before compression. A Problem when the file is missing, when
 * its hash is not the manifest's (someone has changed it), or when it does not unpack.
 */
export function readStored(folder: string, file: ManifestFile): Buffer {
  return unpacked(readVerified(folder, file), file.encoding, file.path);
}

/** The stored file itself, still compressed, proved against the manifest. */
export function readVerified(folder: string, file: ManifestFile): Buffer {
  let bytes: Buffer;
  try {
    const path = realpathSync(join(folder, file.path));
    if (!path.startsWith(realpathSync(folder) + sep)) throw new Error("a link leads out of the run's folder");
    bytes = readFileSync(path);
  } catch (error) {
    const why = error instanceof Error && !("code" in error) ? {value: error.message} : {};
    throw new Problem("the manifest lists this file but it cannot be read", {where: file.path, ...why, error});
  }
  const found = sha256(bytes);
  if (found !== file.stored_sha256) {
    throw new Problem(`changed since it was stored: the manifest has sha256 ${file.stored_sha256.slice(0, 12)}`, {
      where: file.path,
      value: found.slice(0, 12)
    });
  }
  return bytes;
}

/** UTF-8 without a byte order mark; bytes that are no UTF-8 become U+FFFD. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8").decode(bytes);
}
