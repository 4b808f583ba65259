import {mkdirSync, readFileSync, renameSync, rmSync} from "node:fs";
import {join} from "node:path";
import {lock} from "proper-lockfile";
import writeFileAtomic from "write-file-atomic";
import {Problem} from "../../src/model/problem.js";
import {isAlive, processIdentity, type ProcessIdentity} from "./process-identity.js";

const staleMs = 20_000;

/**
 * Makes this process the only runner of a folder. A second runner gets a Problem (exit code 2); the lock of a runner
 * that was killed on this machine is taken over at once, and one of another machine after 20 s without a sign of life.
 * @returns releases the lock
 */
export async function lockRun(folder: string): Promise<() => Promise<void>> {
  const work = join(folder, ".work");
  mkdirSync(work, {recursive: true});
  const lockPath = join(work, "lock");
  const ownerPath = join(work, "runner.json");
  const take = (): Promise<() => Promise<void>> =>
    lock(folder, {
      lockfilePath: lockPath,
      realpath: false,
      stale: staleMs,
      update: 5000,
      onCompromised: () => undefined
    });
  let release: () => Promise<void>;
  try {
    release = await take();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
    const owner = readOwner(ownerPath);
    const here = processIdentity(process.pid);
    if (owner === null || owner.boot !== here?.boot || isAlive(owner)) {
      throw new Problem("another runner is at work in this folder", {
        where: folder,
        value: owner?.pid ?? "on another machine",
        remedy: "wait for it, or give another --run name",
        error
      });
    }
    // Moved away before it is removed: of two runners that both see a dead owner, one moves and the other fails.
    const aside = `${lockPath}.${process.pid}`;
    renameSync(lockPath, aside);
    rmSync(aside, {recursive: true, force: true});
    release = await take();
  }
  try {
    writeFileAtomic.sync(ownerPath, JSON.stringify(processIdentity(process.pid)));
  } catch (error) {
    await release();
    throw error;
  }
  return async () => {
    rmSync(ownerPath, {force: true});
    await release().catch(() => undefined); // the folder may be gone by now
  };
}

function readOwner(path: string): ProcessIdentity | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as ProcessIdentity;
  } catch {
    return null;
  }
}
