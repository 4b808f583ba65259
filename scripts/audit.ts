import {loadDataset} from "../loaders/dataset.js";
import {listRuns, runsFolder} from "../loaders/runs.js";
import {auditPoints, auditPublished} from "../src/model/audit/audit.js";
import type {AuditRow} from "../src/model/audit/audit-row.js";
import {Problem} from "../src/model/problem.js";
import {auditStoredFiles} from "./audit/stored-files.js";
import {auditText} from "./audit/audit-text.js";
import {command, main} from "./command.js";

const root = ".";

interface Options {
  all: boolean;
  published: boolean;
  json: boolean;
  strict: boolean;
}

const program = command(
  "audit",
  "Checks every point of a run, or every row that the article prints: failures, delivered load, cache hits, drift, throttling, " +
    "sample sizes, precision, physics, clocks, energy, and the sha256 of every stored file. What could not be checked never passes.",
  ["npm run audit -- h100-bf16", "npm run -s audit -- h100-bf16 --json", "npm run audit -- --all --published --strict"]
)
  .argument("[run]", "name of a run below data/runs (or the folder that SWEEPBOOK_RUNS names)")
  .option("--all", "every run", false)
  .option("--published", "the article's printed rows", false)
  .option("--json", "print an array of {point, check, status, reason, value, limit}", false)
  .option("--strict", "exit with 1 when a check fails", false)
  .action((run: string | undefined, options: Options) => {
    const rows = audit(run, options);
    process.stdout.write(options.json ? `${JSON.stringify(rows, null, 1)}\n` : auditText(rows));
    if (options.strict && rows.some(({status}) => status === "fail")) process.exitCode = 1;
  });

function audit(run: string | undefined, {all, published}: Options): AuditRow[] {
  const runsDir = runsFolder(root);
  const runs = listRuns(runsDir);
  if (run === undefined && !all && !published)
    throw new Problem("no run is named", {value: runs, remedy: "name one, or give --all or --published"});
  if (run !== undefined && !runs.includes(run))
    throw new Problem("no such run", {value: run, where: runsDir, remedy: `there are: ${runs.join(", ") || "none"}`});
  const dataset = loadDataset({root, runsDir});
  const wanted = all ? runs : run === undefined ? [] : [run];
  const points = new Map(dataset.points.map((point) => [point.point_id, point.run]));
  const files = wanted.flatMap((name) => auditStoredFiles(runsDir, name));
  const hashed = new Map(files.map((row) => [row.point, row]));
  const found = auditPoints(dataset)
    .filter(({point}) => wanted.includes(points.get(point) ?? ""))
    // Here the files themselves are at hand, so the hashes are taken anew instead of from what the loader said.
    .map((row) => (row.check === "tampering" ? worse(row, hashed.get(row.point)) : row));
  const ofRuns = files.filter(({point}) => !points.has(point));
  return [...found, ...ofRuns, ...(published ? auditPublished(dataset) : [])];
}

function worse(row: AuditRow, hashed: AuditRow | undefined): AuditRow {
  return hashed === undefined || row.status === "fail" ? row : hashed;
}

await main(program);
