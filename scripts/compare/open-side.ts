import {existsSync, statSync} from "node:fs";
import {basename, dirname, join, resolve} from "node:path";
import {manifestName} from "../../loaders/manifest-file.js";
import {loadRun, type RunTables} from "../../loaders/run.js";
import {listRuns} from "../../loaders/runs.js";
import type {Side} from "../../src/model/compare/side.js";
import {Problem} from "../../src/model/problem.js";
import type {HardwareRow} from "../../src/model/tables/hardware.js";
import {temporaryFolder} from "../temporary-folder.js";
import {commitOf, runsOfCommit} from "./commit.js";
import {readForeign} from "./foreign.js";

/** A side as opened: `whole` when it is all runs of a commit or folder, which pair by their names. */
export interface Opened extends Side {
  readonly whole: boolean;
}

interface Context {
  readonly root: string;
  readonly runsDir: string;
  readonly hardware: readonly HardwareRow[];
  /** Told what is being read. */
  readonly note: (text: string) => void;
}

/**
 * Finds what a word names: runs of the runs folder ("h100-core", "first,second", "h100-core/bf16" for one of its servers), a run
 * folder, a folder of runs, a folder of another tool's results, or a commit ("HEAD~1", or one run of it: "HEAD~1:h100-core").
 */
export async function openSide(name: string, context: Context): Promise<Opened> {
  const {root, runsDir, hardware} = context;
  const known = listRuns(runsDir);
  const parts = name.split(",").map((part) => part.trim());
  if (parts.every((part) => known.includes(part.split("/")[0]!)))
    return {label: name, whole: false, ...joined(parts.map((part) => readRun(runsDir, part, context)))};
  if (existsSync(name) && statSync(name).isDirectory()) {
    if (existsSync(join(name, manifestName)))
      return {label: name, whole: false, ...readRun(dirname(resolve(name)), basename(resolve(name)), context)};
    const runs = listRuns(name);
    if (runs.length > 0) return {label: name, whole: true, ...readAll(name, runs, context)};
    context.note(`reading the results in ${name}\n`);
    return {label: name, whole: false, ...(await readForeign(name, temporaryFolder("foreign"), hardware))};
  }
  const [, revision = name, run = null] = /^(.*?):([^:]+)$/.exec(name) ?? [];
  const commit = (await commitOf(root, revision)) ?? null;
  if (commit === null)
    throw new Problem("neither a run, nor a folder, nor a commit", {
      value: name,
      remedy: `runs here: ${known.join(", ") || "none"}`
    });
  context.note(`unpacking the runs of commit ${commit.slice(0, 12)}\n`);
  const folder = await runsOfCommit(root, commit, temporaryFolder("commit"));
  const label = name.startsWith(commit.slice(0, 7)) ? name : `${name} (${commit.slice(0, 7)})`;
  const found = listRuns(folder);
  if (run === null) return {label, whole: true, ...readAll(folder, found, context)};
  if (!found.includes(run.split("/")[0]!))
    throw new Problem("the commit has no such run", {
      value: run,
      where: revision,
      remedy: `it has: ${found.join(", ")}`
    });
  return {label, whole: false, ...readRun(folder, run, context)};
}

type Tables = Pick<RunTables, "points" | "servers">;

function readAll(folder: string, runs: readonly string[], context: Context): Tables {
  return joined(runs.map((run) => readRun(folder, run, context)));
}

/** A run, or one server of it: "run" or "run/server". */
function readRun(folder: string, name: string, {hardware, note}: Context): Tables {
  const [run, server] = name.split("/");
  note(`reading ${run}\n`);
  const {points, servers} = loadRun(folder, run!, hardware);
  if (server === undefined) return {points, servers};
  const own = servers.filter((row) => row.server === server);
  if (own.length === 0)
    throw new Problem("the run has no such server", {
      value: server,
      where: run!,
      remedy: `it has: ${servers.map((row) => row.server).join(", ")}`
    });
  return {servers: own, points: points.filter((point) => point.server === server)};
}

function joined(tables: readonly Tables[]): Tables {
  return {points: tables.flatMap(({points}) => points), servers: tables.flatMap(({servers}) => servers)};
}
