import {Problem} from "../src/model/problem.js";

const prefix = "sweepbook-run/";

/** The version that is written. Each older one is read by way of the steps below. */
export const manifestVersion = "sweepbook-run/2";

type Tree = Readonly<Record<string, unknown>>;

/** What turns a manifest of a version into one of the next: by the version's number. */
const steps: Readonly<Record<number, (old: Tree) => Tree>> = {
  // Version 1 knew gzip alone, by the end of the path; its readers would take a brotli file for a plain one.
  1: (old) => ({
    ...old,
    files: listOf(old["files"]).map((file) => ({
      ...file,
      encoding: String(file["path"]).endsWith(".gz") ? "gzip" : "none"
    }))
  })
};

const newest = Number(manifestVersion.slice(prefix.length));

/** The number of a manifest's version; null when it is none of ours. */
export function versionOf(value: unknown): number | null {
  const schema = typeof value === "object" && value !== null ? (value as Tree)["schema"] : undefined;
  if (typeof schema !== "string" || !schema.startsWith(prefix)) return null;
  const version = Number(schema.slice(prefix.length));
  return Number.isSafeInteger(version) && version > 0 ? version : null;
}

/** A manifest of any known version in the form of the newest. What is no manifest is given back as it is, for the schema to refuse. */
export function upgraded(value: unknown, where: string): unknown {
  const from = versionOf(value);
  if (from === null) return value;
  if (from > newest)
    throw new Problem("written by a newer version of this program", {
      where,
      value: `${prefix}${from}`,
      remedy: `this one reads up to ${manifestVersion}`
    });
  let now = value as Tree;
  for (let version = from; version < newest; version++) now = steps[version]!(now);
  return {...now, schema: manifestVersion};
}

function listOf(value: unknown): readonly Tree[] {
  return Array.isArray(value) ? (value as readonly Tree[]) : [];
}
