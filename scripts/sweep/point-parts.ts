import {readFileSync} from "node:fs";
import {basename} from "node:path";
import {sha256} from "../../loaders/sha256.js";
import type {FingerprintParts} from "./fingerprint.js";
import type {PlannedPoint} from "./planned.js";

/**
 * What makes a point's own numbers what they are, for its fingerprint. A trace counts by its content: its folder may be
 * another on the next host, its lines may not.
 */
export function pointParts({workload, load, n_requests, seed, warm_up}: PlannedPoint): FingerprintParts {
  const what =
    workload.kind === "trace"
      ? {kind: "trace", path: basename(workload.path), sha256: contentSha256(workload.path)}
      : workload;
  return {workload: what, load, n_requests, seed, warm_up};
}

function contentSha256(path: string): string | null {
  try {
    return sha256(readFileSync(path));
  } catch {
    return null;
  }
}
