import {SingleBar} from "cli-progress";
import {Problem} from "../src/model/problem.js";
import {command, main} from "./command.js";
import {groups, strike, type FaultRow, type Group} from "./faults/fault.js";
import {killTrials, type KillTrial} from "./faults/kill-trials.js";
import {matrix} from "./faults/matrix.js";
import {textTable} from "./text-table.js";

interface Options {
  only?: string;
  kills: string;
  seed: string;
  json: boolean;
}

const program = command(
  "faults",
  "Injects faults into the whole pipeline, on the simulated target and on files, and prints a row each: injected, expected, " +
    "seen, and whether the data is intact. With --kills, also sweeps in which a process is killed at a random moment.",
  [
    "npm run faults",
    "npm run faults -- --only storage",
    "npm run faults -- --only kills --kills 200 --seed 7",
    "npm run -s faults -- --json"
  ]
)
  .option("--only <group>", `one group, or one fault by its id: ${groups.join(", ")}, kills`)
  .option("--kills <n>", "number of seeded kill trials", "20")
  .option("--seed <n>", "first seed of the kill trials", "1")
  .option("--json", "print rows as JSON", false)
  .action(run);

async function run({only, kills, seed, json}: Options): Promise<void> {
  const chosen = matrix.filter(({id, group}) => only === undefined || only === group || only === id);
  const n = only === undefined || only === "kills" ? whole("--kills", kills) : 0;
  if (chosen.length === 0 && only !== "kills") {
    throw new Problem("no such group or fault", {value: only, remedy: `groups are ${groups.join(", ")}, kills`});
  }
  const first = whole("--seed", seed);
  const bar = new SingleBar({
    format: "{bar} {value}/{total} {what} | {eta_formatted} left",
    stream: process.stderr,
    clearOnComplete: true
  });
  bar.start(chosen.length + n, 0, {what: ""});
  const rows: FaultRow[] = [];
  let trials: readonly KillTrial[] = [];
  try {
    for (const fault of chosen) {
      bar.update({what: fault.id});
      rows.push(await strike(fault));
      bar.increment();
    }
    const seeds = Array.from({length: n}, (_, i) => first + i);
    if (n > 0) trials = await killTrials(seeds, ({seed: done}) => bar.increment(1, {what: `kill trial ${done}`}));
  } finally {
    bar.stop();
  }
  console.log(json ? JSON.stringify({rows, trials}, null, 1) : report(rows, trials));
  if (rows.some(({status}) => status === "failed") || trials.some(({damage}) => damage !== null)) process.exitCode = 1;
}

function report(rows: readonly FaultRow[], trials: readonly KillTrial[]): string {
  const lines: string[] = [];
  for (const group of new Set(rows.map((row) => row.group))) lines.push(...table(group, rows), "");
  const count = (status: FaultRow["status"]): number => rows.filter((row) => row.status === status).length;
  if (rows.length > 0) {
    lines.push(
      `${rows.length} faults: ${count("ok")} as expected, ${count("failed")} not, ${count("skipped")} cannot be injected here`
    );
  }
  for (const {seed, victim, after_s, damage} of trials) {
    if (damage !== null) lines.push(`kill trial ${seed}: ${victim} killed after ${after_s.toFixed(2)} s: ${damage}`);
  }
  if (trials.length > 0) {
    const struck = trials.filter((trial) => trial.struck);
    const resumed = trials.filter(({starts}) => starts > 1).length;
    const intact = trials.filter(({damage}) => damage === null).length;
    lines.push(
      `${trials.length} kill trials: ${struck.length} met a living process, ${resumed} were resumed, ${intact} hold what the undisturbed sweep holds`
    );
  }
  return lines.join("\n");
}

function table(group: Group, rows: readonly FaultRow[]): string[] {
  const cells = rows
    .filter((row) => row.group === group)
    .map((row) => [
      row.status === "ok" ? "ok" : row.status === "skipped" ? "skip" : "FAIL",
      row.id,
      row.injected,
      row.expected,
      row.status === "failed" ? row.seen : short(row.seen),
      row.intact ? "yes" : "NO"
    ]);
  return textTable([["", group, "injected", "expected", "seen", "data intact"], ...cells], [0, 1, 2, 3, 4, 5]);
}

const short = (text: string): string => (text.length > 90 ? `${text.slice(0, 87)}...` : text);

function whole(option: string, text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 0) throw new Problem(`${option}: not a whole number of 0 or more`, {value: text});
  return n;
}

await main(program);
