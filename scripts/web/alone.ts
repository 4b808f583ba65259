import {mkdir} from "node:fs/promises";
import {dirname} from "node:path";
import {lock} from "proper-lockfile";
import {Problem} from "../../src/model/problem.js";

/**
 * Runs one at a time among all processes that name the same lock file: two builds would take each other's files away.
 * Waits for the other, and says so; a lock whose owner died is taken over.
 */
export async function alone<T>(lockFile: string, run: () => Promise<T>, waitMs = 300_000): Promise<T> {
  await mkdir(dirname(lockFile), {recursive: true});
  const options = {lockfilePath: lockFile, realpath: false, stale: 20_000};
  const release = await lock(lockFile, options).catch(() => {
    process.stderr.write("another build is running here: waiting for it\n");
    const stepMs = 500;
    const retries = {retries: Math.ceil(waitMs / stepMs), factor: 1, minTimeout: stepMs, maxTimeout: stepMs};
    return lock(lockFile, {...options, retries}).catch((error: unknown) => {
      const remedy = "end the other build, or remove the file if there is none";
      throw new Problem("another build holds its lock", {value: lockFile, remedy, error});
    });
  });
  try {
    return await run();
  } finally {
    await release();
  }
}
