import {existsSync, mkdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {Ajv2020} from "ajv/dist/2020.js";
import writeFileAtomic from "write-file-atomic";
import {toArrow, type Origin} from "../loaders/arrow.js";
import {toCsv} from "../loaders/csv.js";
import {loadForeign} from "../loaders/foreign.js";
import {loadHardware} from "../loaders/hardware.js";
import {readManifest} from "../loaders/manifest-file.js";
import {toParquet} from "../loaders/parquet.js";
import {loadRun, type RunTables} from "../loaders/run.js";
import {listRuns, runsFolder} from "../loaders/runs.js";
import {hardwareOf} from "../loaders/server.js";
import {sha256} from "../loaders/sha256.js";
import {tables} from "../src/model/dataset.js";
import {benchmarkReport02} from "../src/model/interchange/export/benchmark-report.js";
import {benchmarkReportSchema} from "../src/model/interchange/export/benchmark-report-schema.js";
import {vllmJson} from "../src/model/interchange/export/vllm-json.js";
import {Problem} from "../src/model/problem.js";
import type {PointRow} from "../src/model/tables/points.js";
import {command, main} from "./command.js";

const root = ".";

const formats = ["benchmark-report", "vllm", "csv", "arrow", "parquet"] as const;
type Format = (typeof formats)[number];

interface Options {
  format: string;
  out: string;
  from?: string[];
  json: boolean;
}

const program = command(
  "export",
  "Writes runs, or other tools' results, in a form that others read: llm-d Benchmark Report 0.2 (checked against its JSON " +
    "Schema) and vLLM-shaped JSON, one file a point; CSV, Arrow and Parquet, one file a table. Every file says its kind.",
  [
    "npm run export -- h100-bf16 --format benchmark-report --out reports",
    "npm run export -- --format parquet --out tables",
    "npm run export -- --from ~/results/guidellm --format benchmark-report --out reports"
  ]
)
  .argument("[runs...]", "runs under data/runs, or the folder that SWEEPBOOK_RUNS names (default: all)")
  .requiredOption("--format <format>", formats.join(", "))
  .requiredOption("--out <folder>", "folder to write into; a file of the same name is replaced")
  .option("--from <paths...>", "results of other tools instead of runs")
  .option("--json", "print what was written as JSON", false)
  .action(exportAll);

async function exportAll(runs: string[], options: Options): Promise<void> {
  const format = formats.find((each) => each === options.format);
  if (format === undefined) {
    throw new Problem(`invalid --format; not one of ${formats.join(", ")}`, {value: options.format});
  }
  const {data, origin} = options.from === undefined ? fromRuns(runs) : await fromFiles(options.from, runs);
  const {files, leftOut} =
    format === "vllm" || format === "benchmark-report"
      ? pointFiles(format, data.points)
      : {files: tableFiles(format, data, origin), leftOut: []};
  if (files.length === 0) throw new Problem("no point has numbers to export", {value: `${data.points.length} points`});
  mkdirSync(options.out, {recursive: true});
  for (const {name, bytes} of files) await writeFileAtomic(join(options.out, name), Buffer.from(bytes));
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  if (options.json) {
    const names = files.map(({name}) => name);
    console.log(
      JSON.stringify({format, n_points: data.points.length, bytes, files: names, left_out: leftOut}, null, 2)
    );
    return;
  }
  console.log(`${files.length} ${files.length === 1 ? "file" : "files"}, ${bytes} bytes, in ${options.out}`);
  for (const why of leftOut) console.log(`left out  ${why}`);
}

interface Source {
  readonly data: RunTables;
  readonly origin: Origin;
}

function fromRuns(names: readonly string[]): Source {
  const folder = runsFolder(root);
  const known = listRuns(folder);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Problem("no such run", {value: unknown, remedy: `known: ${known.join(", ")}`});
  const hardware = loadHardware(root);
  const wanted = names.length === 0 ? known : names;
  if (wanted.length === 0) throw new Problem("there is no run", {remedy: "measure one with npm run sweep"});
  const loaded = wanted.map((run) => loadRun(folder, run, hardware));
  const kinds = new Set<string>();
  const inputs: Record<string, string> = {};
  for (const run of wanted) {
    const {manifest, bytes} = readManifest(folder, run);
    kinds.add(manifest.kind);
    inputs[`${run}/manifest.json`] = sha256(bytes);
  }
  const data: RunTables = {
    points: loaded.flatMap((run) => run.points),
    requests: loaded.flatMap((run) => run.requests),
    itl: loaded.flatMap((run) => run.itl),
    telemetry: loaded.flatMap((run) => run.telemetry),
    servers: loaded.flatMap((run) => run.servers)
  };
  return {data, origin: {kind: [...kinds].sort().join(","), inputs}};
}

async function fromFiles(paths: readonly string[], runs: readonly string[]): Promise<Source> {
  if (runs.length > 0) throw new Problem("--from and runs exclude each other", {value: runs});
  const hardware = loadHardware(root);
  const {rows, files} = await loadForeign(paths, {run: "imported", gpuId: (name) => hardwareOf(name, hardware)});
  const damaged = files.find(({status}) => status === "damaged");
  if (damaged !== undefined) throw new Problem(damaged.problem ?? "damaged", {remedy: "nothing was exported"});
  const inputs: Record<string, string> = {};
  for (const path of paths) if (existsSync(path) && /\.[a-z]+$/i.test(path)) inputs[path] = sha256(readFileSync(path));
  return {
    data: {points: [...rows], requests: [], itl: [], telemetry: [], servers: []},
    origin: {kind: "imported", inputs}
  };
}

interface OutFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** One file for each point that the format can hold, and why there is none of the others. */
function pointFiles(
  format: "benchmark-report" | "vllm",
  points: readonly PointRow[]
): {files: OutFile[]; leftOut: string[]} {
  const validate = new Ajv2020({allErrors: true, allowUnionTypes: true}).compile(benchmarkReportSchema);
  const files: OutFile[] = [];
  const leftOut: string[] = [];
  for (const row of points) {
    try {
      const object = format === "vllm" ? vllmJson(row) : benchmarkReport02(row);
      if (format === "benchmark-report" && !validate(object)) {
        const [error] = validate.errors ?? [];
        throw new Error(`${row.point_id} does not fit the schema: ${error?.instancePath} ${error?.message}`);
      }
      const name = `${row.point_id.replaceAll("/", "_").replace("#", "-")}.json`;
      files.push({name, bytes: Buffer.from(`${JSON.stringify(object, null, 1)}\n`)});
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      leftOut.push(error.message);
    }
  }
  return {files, leftOut};
}

/** One file for each table that has rows. */
function tableFiles(format: Exclude<Format, "benchmark-report" | "vllm">, data: RunTables, origin: Origin): OutFile[] {
  return (Object.keys(data) as (keyof RunTables)[])
    .filter((name) => data[name].length > 0)
    .map((name) => {
      const [table, rows] = [tables[name], data[name]];
      const write = {
        csv: () => Buffer.from(toCsv(table, rows)),
        arrow: () => toArrow(table, rows, origin),
        parquet: () => toParquet(table, rows, origin)
      }[format];
      return {name: `${name}.${format}`, bytes: write()};
    });
}

await main(program);
