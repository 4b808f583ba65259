import {existsSync, lstatSync, rmSync} from "node:fs";
import {join} from "node:path";
import {createInterface} from "node:readline/promises";
import {SingleBar} from "cli-progress";
import {listRuns, runsFolder} from "../loaders/runs.js";
import {Problem} from "../src/model/problem.js";
import {command, main} from "./command.js";
import {checkRuns} from "./runs/check.js";
import {mergeRuns} from "./runs/merge.js";
import {migrateRun, packRun} from "./runs/pack.js";
import {chosenRuns, limitBytes, readManifests, storedBytes, unfinished} from "./runs/stored.js";
import {lockRun} from "./sweep/run-lock.js";
import {textTable} from "./text-table.js";

const root = ".";
const runsDir = runsFolder(root);

interface Json {
  readonly json: boolean;
}

const program = command(
  "runs",
  "Keeps the store of runs in data/runs (or SWEEPBOOK_RUNS): lists it, proves it, takes runs of another folder in, makes it smaller.",
  [
    "npm run runs -- list",
    "npm run runs -- check --migrate",
    "npm run runs -- merge ../other/data/runs",
    "npm run runs -- pack",
    "npm run runs -- pack my-run --round 100",
    "npm run runs -- rm my-first-run",
    "npm run -s runs -- list --json"
  ]
);

const small = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;

program
  .command("list")
  .description("every run with its points and its size")
  .option("--json", "print as JSON", false)
  .action(({json}: Json) => {
    const {manifests, problems} = readManifests(runsDir, listRuns(runsDir));
    const rows = manifests.map((manifest) => {
      const {run, kind, origin, created_utc, points, files} = manifest;
      const n_failed = points.filter(({status}) => status === "failed").length;
      const stored_bytes = storedBytes(manifest);
      return {run, kind, origin, created_utc, n_points: points.length, n_failed, n_files: files.length, stored_bytes};
    });
    const open = unfinished(runsDir);
    if (json) return console.log(JSON.stringify({runs: rows, unreadable: problems, unfinished: open}, null, 1));
    if (rows.length === 0) console.log(`no run in ${runsDir}; npm run sweep -- data/sweeps/demo.yaml makes one`);
    else {
      const head = ["run", "kind", "from", "created (UTC)", "points", "failed", "files", "stored"];
      const cells = rows.map((row) => [
        row.run,
        row.kind,
        row.origin,
        row.created_utc.slice(0, 16).replace("T", " "),
        `${row.n_points}`,
        `${row.n_failed}`,
        `${row.n_files}`,
        small(row.stored_bytes)
      ]);
      console.log(textTable([head, ...cells], [0, 1, 2, 3]).join("\n"));
      const total = rows.reduce((sum, row) => sum + row.stored_bytes, 0);
      console.log(`\n${rows.length} runs, ${small(total)} of ${limitBytes / 1e6} MB`);
    }
    for (const {problem} of problems) console.log(`unreadable: ${problem}`);
    for (const name of open) console.log(`not finished: ${name} (no manifest)`);
  });

program
  .command("check")
  .description(
    "proves every stored file against its manifest; finds copies and files that no manifest lists; exits 1 on a finding"
  )
  .argument("[runs...]", "all runs when none is named")
  .option("--migrate", "write manifests of older versions anew, each original kept beside as manifest.N.json", false)
  .option("--json", "print as JSON", false)
  .action(async (names: string[], {migrate, json}: Json & {migrate: boolean}) => {
    const runs = chosenRuns(runsDir, names);
    const migrated: string[] = [];
    if (migrate) for (const run of runs) if (await locked(run, () => migrateRun(runsDir, run))) migrated.push(run);
    const findings = checkRuns(runsDir, runs, listRuns(runsDir));
    if (findings.length > 0) process.exitCode = 1;
    if (json) return console.log(JSON.stringify({runs, migrated, findings}, null, 1));
    for (const run of migrated) console.log(`${run}: manifest brought to the newest version, the original kept`);
    for (const {run, problem} of findings) console.log(`${run ?? "all runs"}: ${problem}`);
    console.log(
      `${runs.length} runs checked, ${findings.length === 0 ? "all as stored" : `${findings.length} findings`}`
    );
  });

program
  .command("merge")
  .description(
    "takes the runs of a folder in: proved file by file, brought to the newest version; a run whose results are here already is left out"
  )
  .argument("<dir>", "a folder of runs, or one run")
  .option("--as <name>", "another name, for one run")
  .option("--json", "print as JSON", false)
  .action((dir: string, {as, json}: Json & {as?: string}) => {
    const merged = mergeRuns(runsDir, dir, as ?? null);
    if (merged.some(({outcome}) => outcome === "refused")) process.exitCode = 1;
    if (json) return console.log(JSON.stringify(merged, null, 1));
    const words = {taken: "taken in", known: "known already", refused: "REFUSED"};
    for (const {run, outcome, why} of merged) console.log(`${run}: ${words[outcome]}${why === null ? "" : `: ${why}`}`);
  });

program
  .command("rm")
  .description("removes a run; asks first")
  .argument("<run>")
  .option("--yes", "do not ask", false)
  .action(async (run: string, {yes}: {yes: boolean}) => {
    const known = [...listRuns(runsDir), ...unfinished(runsDir)];
    if (!known.includes(run)) chosenRuns(runsDir, [run]);
    if (!yes) await ask(`Remove ${join(runsDir, run)}? Its raw files are gone then. [y/N] `);
    await locked(run, () => rmSync(join(runsDir, run), {recursive: true}));
    console.log(`${run}: removed`);
  });

program
  .command("pack")
  .description("compresses stored files again, from gzip to brotli: the same content in less room")
  .argument("[runs...]", "all runs when none is named")
  .option(
    "--round <ns>",
    "also round gaps and first-token times to 1, 10, 100 or 1000 ns; the manifest says so",
    resolution
  )
  .option("--json", "print as JSON", false)
  .action(async (names: string[], {json, round}: Json & {round?: number}) => {
    if (round !== undefined && names.length === 0)
      throw new Problem("--round takes digits away: name the runs", {exitCode: 2});
    const runs = chosenRuns(runsDir, names);
    const {manifests} = readManifests(runsDir, runs);
    const bar = new SingleBar({
      format: "{bar} {percentage} % | {run} | {eta} s left",
      stream: process.stderr,
      clearOnComplete: true
    });
    const total = manifests.reduce((sum, manifest) => sum + storedBytes(manifest), 0);
    bar.start(Math.max(1, total), 0, {run: ""});
    const packed: {run: string; before: number; after: number}[] = [];
    try {
      for (const run of runs)
        packed.push({
          run,
          ...(await locked(run, () => packRun(runsDir, run, round ?? null, (bytes) => bar.increment(bytes, {run}))))
        });
    } finally {
      bar.stop();
    }
    if (json) return console.log(JSON.stringify(packed, null, 1));
    for (const {run, before, after} of packed)
      console.log(
        `${run}: ${before === after ? `${small(after)}, nothing to gain` : `${small(before)} -> ${small(after)}`}`
      );
  });

function resolution(text: string): number {
  const ns = Number(text);
  if (![1, 10, 100, 1000].includes(ns))
    throw new Problem("not a resolution in ns", {where: "--round", value: text, remedy: "give 1, 10, 100 or 1000"});
  return ns;
}

/** Does something to a run that no sweep is writing, and leaves no trace of the lock. */
async function locked<T>(run: string, act: () => T | Promise<T>): Promise<T> {
  const folder = join(runsDir, run);
  if (lstatSync(folder).isSymbolicLink()) return await act();
  const worked = existsSync(join(folder, ".work"));
  const release = await lockRun(folder);
  try {
    return await act();
  } finally {
    await release();
    if (!worked) rmSync(join(folder, ".work"), {recursive: true, force: true});
  }
}

async function ask(question: string): Promise<void> {
  if (!process.stdin.isTTY)
    throw new Problem("removes a run and cannot ask: this is no terminal", {remedy: "give --yes"});
  const lines = createInterface({input: process.stdin, output: process.stderr});
  try {
    const answer = await lines.question(question);
    if (!/^y(?:es)?$/i.test(answer.trim())) throw new Problem("nothing was removed", {exitCode: 1});
  } finally {
    lines.close();
  }
}

await main(program);
