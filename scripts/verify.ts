import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {parseAt} from "../loaders/border.js";
import {activeStudies} from "../loaders/config.js";
import {loadDataset} from "../loaders/dataset.js";
import {runsFolder} from "../loaders/runs.js";
import {judges} from "../src/judges/index.js";
import {enlist} from "../src/model/claims/judge.js";
import {Problem} from "../src/model/problem.js";
import {command, main} from "./command.js";
import {changedInputs, changes, type Change} from "./verify/changes.js";
import {hashInputs} from "./verify/inputs.js";
import {snapshot, snapshotSchema, type Snapshot} from "./verify/snapshot.js";

enlist(judges);
const root = ".";
const path = "data/verdicts.json";

const program = command(
  "verify",
  `Recomputes every verdict and headline number and compares them with ${path}: prints what changed, and which input's hash ` +
    "changed with it. Exits with 1 when a verdict changed or a change has no changed input to explain it.",
  ["npm run verify", "npm run -s verify -- --json", "npm run verify -- --update"]
)
  .option("--update", `accept: write ${path} anew`, false)
  .option("--json", "print {inputs_changed, changes, accepted}", false)
  .action(async ({update, json}: {update: boolean; json: boolean}) => {
    const runsDir = runsFolder(root);
    const now = snapshot(loadDataset({root, runsDir}), hashInputs(root, runsDir), activeStudies(root));
    const committed = readCommitted();
    if (committed === null && !update)
      throw new Problem("nothing was accepted yet", {where: path, remedy: "npm run verify -- --update writes it"});
    const inputs_changed = committed === null ? Object.keys(now.inputs) : changedInputs(committed.inputs, now.inputs);
    const found = committed === null ? [] : changes(committed, now);
    if (update) await writeFileAtomic(join(root, path), `${JSON.stringify(now, null, 1)}\n`);
    process.stdout.write(
      json
        ? `${JSON.stringify({inputs_changed, changes: found, accepted: update}, null, 1)}\n`
        : report(now, inputs_changed, found, update)
    );
    if (!update && found.some(({verdict, because_of}) => verdict || because_of.length === 0)) process.exitCode = 1;
  });

function readCommitted(): Snapshot | null {
  if (!existsSync(join(root, path))) return null;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(join(root, path), "utf8"));
  } catch (error) {
    throw new Problem("not JSON", {where: path, error});
  }
  return parseAt(snapshotSchema, value, path);
}

function report(now: Snapshot, inputs: readonly string[], found: readonly Change[], update: boolean): string {
  const lines = inputs.map((input) => `changed input  ${input}`);
  for (const {id, what, before, after, because_of} of found)
    lines.push(
      `${id}  ${what}: ${before} -> ${after}  (${because_of.length === 0 ? "no changed input explains it" : because_of.join(", ")})`
    );
  const count = (outcome: string): number => now.verdicts.filter(({verdict}) => verdict === outcome).length;
  lines.push(
    `${now.verdicts.length} verdicts (${count("supported")} supported, ${count("refuted")} refuted, ${count("not_testable")} not testable), ${now.headline.length} headline numbers: ${found.length === 0 ? "as committed" : `${found.length} changes`}`
  );
  if (update) lines.push(`accepted: ${path}`);
  else if (found.length > 0) lines.push("accept with: npm run verify -- --update");
  return `${lines.join("\n")}\n`;
}

await main(program);
