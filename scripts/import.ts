import {SingleBar} from "cli-progress";
import {foreignFiles} from "../loaders/foreign.js";
import {loadHardware} from "../loaders/hardware.js";
import {withSaid} from "../loaders/imported-run.js";
import {nearest} from "../loaders/nearest.js";
import {safeName} from "../loaders/manifest.js";
import {redact, type KnownSecret} from "../loaders/redact.js";
import {loadRun} from "../loaders/run.js";
import {runsFolder} from "../loaders/runs.js";
import {hardwareOf} from "../loaders/server.js";
import {combine, type FileOutcome} from "../src/model/interchange/import-set.js";
import {UnknownFile} from "../src/model/interchange/read-file.js";
import {parsePrecision} from "../src/model/physics/precision.js";
import {Problem} from "../src/model/problem.js";
import {runSlug} from "../src/model/run-record.js";
import type {HardwareRow} from "../src/model/tables/hardware.js";
import {command, main} from "./command.js";
import {manifestOf} from "./import/manifest-of.js";
import {readAndKeep, type KeptFile} from "./import/read-and-keep.js";
import {importText, redactedText} from "./import/text.js";
import {writeRun} from "./ingest/write-run.js";
import {knownSecrets} from "./sweep/host.js";
import {toolVersion} from "./sweep/tool-version.js";

const root = ".";

interface Options {
  name?: string;
  model?: string;
  gpu?: string;
  gpus: string;
  precision?: string;
  hide: string[];
  note: string[];
  replace: boolean;
  skipDamaged: boolean;
  json: boolean;
}

const program = command(
  "import",
  "Reads results of other tools, recognised by their content: vllm bench serve (Python, Rust, sweep trees), GuideLLM, AIPerf, " +
    "inference-perf, InferenceX, llm-d Benchmark Report. Numbers are brought to this report's definitions, and what differs " +
    "is said. With --name they become a run of kind imported; nothing is stored when a file is damaged.",
  [
    "npm run import -- ~/results/guidellm",
    "npm run import -- aiperf-artifacts inference-perf/reports --name theirs",
    "npm run import -- benchmarks.json --name theirs --model llama-3.1-8b --gpu l40s",
    "npm run -s import -- benchmarks.json --json"
  ]
)
  .argument("<paths...>", "files or folders")
  .option("--name <run>", "store them as a run of this name under data/runs (or SWEEPBOOK_RUNS)")
  .option("--model <name>", "model that served, where the files do not say")
  .option("--gpu <id>", "its GPU, an id of data/hardware.yaml, where the files do not say")
  .option("--gpus <n>", "number of GPUs, where the files do not say", "1")
  .option("--precision <precision>", "format of the weights, where the files do not say")
  .option("--hide <text>", "a literal to redact besides what patterns find; may be repeated", collect, [])
  .option("--note <sentence>", "what a reader must know; may be repeated", collect, [])
  .option("--replace", "replace a run of the same name", false)
  .option("--skip-damaged", "go on without the files that are damaged", false)
  .option("--json", "print rows and files as JSON", false)
  .action(importAll);

async function importAll(paths: string[], options: Options): Promise<void> {
  const name = options.name ?? "imported";
  const valid = safeName.safeParse(name);
  if (!valid.success) throw new Problem(`invalid --name: ${valid.error.issues[0]!.message}`, {value: name});
  const hardware = loadHardware(root);
  const files = foreignFiles(paths);
  const hide: KnownSecret[] = [...knownSecrets(), ...options.hide.map((value) => ({class: "host" as const, value}))];
  const {kept, outcomes} = await readAll(files, {keep: options.name !== undefined, hide});
  const sha256 = Object.fromEntries(kept.map(({entry}) => [entry.path, entry.stored_sha256]));
  const set = combine(
    kept.map(({read}) => read),
    {run: name, sha256, gpuId: (board) => hardwareOf(board, hardware)}
  );
  const said = saidOf(options, hardware);
  const rows = set.rows.map((row) => withSaid(row, said));
  const all = {rows, files: [...set.files, ...outcomes]};
  if (options.json) console.log(JSON.stringify(all, null, 2));
  else console.log(importText(all));
  const damaged = outcomes.filter(({status}) => status === "damaged");
  if (rows.length === 0 && damaged.length === 0) {
    throw new Problem("no file holds results of a known tool", {value: `${files.length} files`});
  }
  if (damaged.length > 0) {
    process.exitCode = options.skipDamaged && rows.length > 0 ? 1 : 2;
    if (process.exitCode === 2) {
      if (options.name !== undefined) process.stderr.write("nothing was stored; --skip-damaged stores the others\n");
      return;
    }
  } else if (rows.some(({status}) => status === "failed")) process.exitCode = 1;
  if (options.name === undefined) return;
  const manifest = manifestOf(
    rows,
    kept.map(({entry}) => entry),
    {
      run: name,
      toolVersion: toolVersion(),
      createdUtc: new Date().toISOString(),
      notes: options.note.map((note) => redact(note, hide).text)
    }
  );
  const stored = new Map(kept.map(({entry, stored}) => [entry.path, stored]));
  const check = (parent: string): number => {
    const back = loadRun(parent, name, hardware).points;
    if (JSON.stringify(back) !== JSON.stringify(rows)) throw new Error("what was stored does not read back alike");
    return back.length;
  };
  writeRun(runsFolder(root), {manifest, stored}, {replace: options.replace, check});
  if (options.json) return;
  console.log(redactedText(manifest.files));
  console.log(`\nnext: npm run build && npm run serve     its page is /runs/${runSlug(name)}`);
}

/** What served, as the caller says it; null where nothing is said. */
function saidOf(
  {model, gpu, gpus, precision}: Options,
  hardware: readonly HardwareRow[]
): Parameters<typeof withSaid>[1] {
  if (model === undefined && gpu === undefined && precision === undefined) return null;
  const ids = hardware.map((row) => row.gpu);
  if (gpu !== undefined && !ids.includes(gpu)) {
    const meant = nearest(gpu, ids);
    const remedy = meant === null ? `known: ${ids.join(", ")}` : `did you mean ${meant}?`;
    throw new Problem("no such GPU in data/hardware.yaml", {value: gpu, remedy});
  }
  const count = Number(gpus);
  if (!Number.isSafeInteger(count) || count < 1) throw new Problem("not a whole number of GPUs", {value: gpus});
  return {
    model: model ?? null,
    gpu: gpu ?? null,
    gpus: gpu === undefined ? null : count,
    precision: precision === undefined ? null : parsePrecision(precision)
  };
}

async function readAll(
  files: ReturnType<typeof foreignFiles>,
  {keep, hide}: {keep: boolean; hide: readonly KnownSecret[]}
): Promise<{kept: KeptFile[]; outcomes: FileOutcome[]}> {
  const bar = new SingleBar({
    format: "{bar} {percentage} % | {eta} s left",
    stream: process.stderr,
    clearOnComplete: true
  });
  const kept: KeptFile[] = [];
  const outcomes: FileOutcome[] = [];
  const total = files.reduce((sum, {bytes}) => sum + bytes, 0);
  const interrupted = (): void => {
    bar.stop();
    process.exit(130);
  };
  process.once("SIGINT", interrupted);
  bar.start(Math.max(1, total), 0);
  try {
    for (const file of files) {
      try {
        kept.push(await readAndKeep(file, {keep, hide, progress: (bytes) => bar.increment(bytes)}));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        const status = error instanceof UnknownFile ? "unknown" : "damaged";
        outcomes.push({path: file.path, status, format: null, n_points: 0, note: null, problem: error.message});
      }
    }
  } finally {
    bar.stop();
    process.off("SIGINT", interrupted);
  }
  return {kept, outcomes};
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

await main(program);
