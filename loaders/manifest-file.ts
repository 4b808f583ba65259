import {readFileSync} from "node:fs";
import {join} from "node:path";
import {Problem} from "../src/model/problem.js";
import {parseAt} from "./border.js";
import {manifestSchema, type Manifest} from "./manifest.js";
import {upgraded} from "./manifest-versions.js";

/** Name of the file that makes a folder a run. */
export const manifestName = "manifest.json";

/** A run's manifest as read, of whatever version, with the bytes that it was read from. Throws a Problem with file, rule and value. */
export function readManifest(runsDir: string, run: string): {manifest: Manifest; bytes: Buffer} {
  const where = `${run}/${manifestName}`;
  const bytes = readFileSync(join(runsDir, run, manifestName));
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new Problem("not JSON", {where, error});
  }
  const manifest = parseAt(manifestSchema, upgraded(value, where), where);
  if (manifest.run !== run) throw new Problem("names another run than its folder", {where, value: manifest.run});
  const ids = new Set<string>();
  for (const {point, repeat, server} of manifest.points) {
    const id = `${point}#${repeat}`;
    if (ids.has(id)) throw new Problem("lists a point twice", {where, value: id});
    ids.add(id);
    if (!manifest.servers.some((each) => each.server === server)) {
      throw new Problem(`point ${id} names a server that is not listed`, {where, value: server});
    }
  }
  return {manifest, bytes};
}
