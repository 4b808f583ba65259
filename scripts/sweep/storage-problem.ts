import {accessSync, constants, existsSync, mkdirSync, rmSync, writeFileSync} from "node:fs";
import {dirname, join, resolve} from "node:path";
import {Problem} from "../../src/model/problem.js";

const causes: Readonly<Record<string, readonly [cause: string, remedy: string]>> = {
  ENOSPC: ["the disk is full", "make room, then go on with --resume: nothing that is complete is lost"],
  EDQUOT: ["the disk is full", "raise the quota or make room, then go on with --resume"],
  EROFS: ["the folder lies on a file system that is read-only", "mount it writable, or give --runs another folder"],
  EACCES: ["the folder may not be written", "change its owner or mode, or give --runs another folder"],
  EPERM: ["the folder may not be written", "change its owner or mode, or give --runs another folder"],
  ENOTDIR: ["a file is in the place of the folder", "move it away, or give --runs another folder"],
  EEXIST: ["a file is in the place of the folder", "move it away, or give --runs another folder"]
};

/** What a failed write means for people (exit code 3); null when the error is another one. */
export function storageProblem(folder: string, error: unknown): Problem | null {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known = causes[code];
  return known === undefined ? null : new Problem(known[0], {where: folder, remedy: known[1], exitCode: 3, error});
}

/** Creates a folder and writes into it: better told before a server starts than after. Throws a Problem (exit code 3). */
export function ensureWritable(folder: string): void {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    const above = nearest(folder);
    accessSync(above, constants.W_OK); // what mkdir says of a read-only file system is not what it is
    mkdirSync(folder, {recursive: true});
    try {
      writeFileSync(probe, Buffer.alloc(8192));
    } finally {
      rmSync(probe, {force: true});
    }
  } catch (error) {
    throw storageProblem(folder, error) ?? error;
  }
}

function nearest(folder: string): string {
  let path = resolve(folder);
  while (!existsSync(path)) path = dirname(path);
  return path;
}
