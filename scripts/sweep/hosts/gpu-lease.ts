import {chmodSync, existsSync, mkdirSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {lock, unlock} from "proper-lockfile";
import writeFileAtomic from "write-file-atomic";
import {Problem} from "../../../src/model/problem.js";
import {isAlive, processIdentity, type ProcessIdentity} from "../process-identity.js";

/**
 * The GPUs that a process on this host uses, as all its processes name them: Slurm's job tells the host's own numbers,
 * as CUDA_VISIBLE_DEVICES may be numbered anew in each job. Nothing that says it: the first `count`.
 */
export function gpusInUse(environment: Readonly<Record<string, string | undefined>>, count: number): string[] {
  const {SLURM_JOB_GPUS: job, CUDA_VISIBLE_DEVICES: visible} = environment;
  const given = job !== undefined && job !== "" ? job : visible;
  if (given !== undefined && given !== "") return given.split(",").map((each) => each.trim());
  return Array.from({length: count}, (_, i) => String(i));
}

/**
 * Makes this process the only sweep on some GPUs of this host, whoever started the others and over whatever way. A
 * Problem (exit code 3) when a living sweep has one of them; what a killed one left is taken over.
 * @returns gives them back
 */
export async function leaseGpus(gpus: readonly string[], folder = defaultFolder()): Promise<() => void> {
  if (gpus.length === 0) return () => undefined;
  if (!existsSync(folder)) {
    mkdirSync(folder, {recursive: true});
    chmodSync(folder, 0o1777); // for every user of the host
  }
  const mine = processIdentity(process.pid);
  const path = (gpu: string): string => join(folder, `${gpu.replaceAll(/[^\w.-]/g, "_")}.json`);
  await lock(folder, {realpath: false, retries: {retries: 50, minTimeout: 20, maxTimeout: 200}, stale: 5000});
  try {
    for (const gpu of gpus) {
      const owner = readOwner(path(gpu));
      if (owner === null || !isAlive(owner)) continue;
      throw new Problem("another sweep measures on this GPU", {
        value: {gpu, process: owner.pid},
        remedy: "wait for it, or give this target another GPU: environment: {CUDA_VISIBLE_DEVICES: 1}",
        exitCode: 3
      });
    }
    for (const gpu of gpus) writeFileAtomic.sync(path(gpu), JSON.stringify(mine));
  } finally {
    await unlock(folder, {realpath: false});
  }
  return () => {
    for (const gpu of gpus) if (readOwner(path(gpu))?.pid === process.pid) rmSync(path(gpu), {force: true});
  };
}

/** One for all users of the host: GPUs are not of a user. */
function defaultFolder(): string {
  return process.env["SWEEPBOOK_GPUS"] ?? join(tmpdir(), "sweepbook-gpus");
}

function readOwner(path: string): ProcessIdentity | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as ProcessIdentity;
  } catch {
    return null;
  }
}
