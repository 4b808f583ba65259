import {readFileSync} from "node:fs";
import {join} from "node:path";
import type {TableName} from "../src/model/dataset.js";
import type {Manifest, ManifestFile} from "./manifest.js";
import {manifestName} from "./manifest-file.js";
import {sha256} from "./sha256.js";

/** sha256 by path, as a reader of the repository finds the files. */
export type Inputs = Record<string, string>;

/** Tables that are made of runs, and the kinds of stored files that each is made of. */
const rolesOf = {
  points: ["result", "metrics-before", "metrics-after", "metrics-during", "telemetry"],
  requests: ["result"],
  itl: ["result"],
  telemetry: ["telemetry", "result"],
  servers: ["server-log", "nvidia-smi-q", "telemetry"]
} as const satisfies Partial<Record<TableName, readonly ManifestFile["role"][]>>;

export type RunTableName = keyof typeof rolesOf;
export const runTableNames = Object.keys(rolesOf) as readonly RunTableName[];

/** Inputs of one table from one run; what runs folder they were read from does not show. */
export function runInputs(name: RunTableName, run: string, manifest: Manifest, manifestSha256: string): Inputs {
  const roles: readonly string[] = rolesOf[name];
  const inputs: Inputs = {[`data/runs/${run}/${manifestName}`]: manifestSha256};
  for (const file of manifest.files) {
    if (roles.includes(file.role)) inputs[`data/runs/${run}/${file.path}`] = file.stored_sha256;
  }
  return inputs;
}

/** Inputs that are files of data/ themselves. */
export function dataInputs(root: string, paths: readonly string[]): Inputs {
  return Object.fromEntries(paths.map((path) => [path, sha256(readFileSync(join(root, path)))]));
}
