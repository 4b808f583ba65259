import {execa} from "execa";
import {Problem} from "../../src/model/problem.js";

/** Full hash of what git knows by this name; null when it knows no such commit, or this is no repository. */
export async function commitOf(root: string, name: string): Promise<string | null> {
  if (name.startsWith("-")) return null;
  const {exitCode, stdout} = await git(root, [
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${name}^{commit}`
  ]);
  return exitCode === 0 ? stdout.trim() : null;
}

/** Writes data/runs of a commit below `folder`; working tree and index are not touched. Returns the folder of runs. */
export async function runsOfCommit(root: string, commit: string, folder: string): Promise<string> {
  const {stdout: prefix} = await git(root, ["rev-parse", "--show-prefix"]);
  const path = `${prefix.trim()}data/runs`;
  const {exitCode} = await git(root, ["cat-file", "-e", `${commit}:${path}`]);
  if (exitCode !== 0) throw new Problem("the commit holds no runs", {value: commit.slice(0, 12), where: path});
  const packed = await execa("git", ["-C", root, "archive", "--format=tar", `${commit}:${path}`], {
    encoding: "buffer",
    maxBuffer: 2 ** 31 - 1
  });
  await execa("tar", ["-x", "-C", folder], {input: packed.stdout});
  return folder;
}

async function git(root: string, args: readonly string[]): Promise<{exitCode: number; stdout: string}> {
  const {exitCode, stdout} = await execa("git", ["-C", root, ...args], {reject: false});
  return {exitCode: exitCode ?? 1, stdout: stdout ?? ""};
}
