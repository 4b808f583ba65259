import {readFileSync} from "node:fs";
import {SingleBar} from "cli-progress";
import {InvalidArgumentError} from "commander";
import {Problem} from "../src/model/problem.js";
import {loadHardware} from "../loaders/hardware.js";
import {safeName} from "../loaders/manifest.js";
import {loadRun} from "../loaders/run.js";
import {runsFolder} from "../loaders/runs.js";
import {command, main} from "./command.js";
import {assemble} from "./ingest/assemble.js";
import {readSource} from "./ingest/source.js";
import {writeRun} from "./ingest/write-run.js";
import {knownSecrets} from "./sweep/host.js";

const root = ".";

interface Options {
  name: string;
  kind: string;
  server?: string;
  gpu?: string;
  gpus?: number;
  precision?: string;
  weights: string;
  model?: string;
  modelConfig?: string;
  engine: string;
  engineVersion?: string;
  clientVersion?: string;
  telemetryUtcOffset: number;
  note: string[];
  hide: string[];
  replace: boolean;
  json: boolean;
}

const program = command(
  "ingest",
  "Takes a folder of `vllm bench serve` results, with what lies beside them, into data/runs/NAME (or the folder that " +
    "SWEEPBOOK_RUNS names): answers dropped, identifying strings redacted, compressed. The folder itself is only read.",
  [
    "npm run ingest -- ~/results/h100 --name h100-bf16 --gpu h100-80gb-sxm --precision bf16 --weights dummy",
    "npm run ingest -- theirs --name theirs --kind imported --hide gpu-node-17",
    "SWEEPBOOK_RUNS=my-runs npm run -s ingest -- results --name trial --json"
  ]
)
  .argument("<folder>", "results, telemetry CSV, metrics pages, logs, points.jsonl, nvidia-smi -q, config.json")
  .requiredOption("--name <run>", "name of the run: letters, digits, '.', '_' and '-'")
  .option("--kind <kind>", "measured (by you) or imported (someone else's)", "measured")
  .option("--server <name>", "name of the server configuration (default: the precision)")
  .option("--gpu <id>", "id in data/hardware.yaml (default: by the name that nvidia-smi -q gives)")
  .option("--gpus <n>", "number of GPUs that served (default: from the server's log)", wholeNumber)
  .option("--precision <precision>", "bf16, fp16, fp8, gptq-int4 or awq-int4 (default: from the server's log)")
  .option("--weights <weights>", "dummy, real or unknown", "unknown")
  .option("--model <name>", "model (default: as the results name it)")
  .option("--model-config <file>", "config.json of the model, when it does not lie in the folder")
  .option("--engine <name>", "engine that served", "vllm")
  .option("--engine-version <version>", "version of the engine (default: from the server's log)")
  .option("--client-version <version>", "version of the benchmark client")
  .option("--telemetry-utc-offset <hours>", "local time of the telemetry minus UTC", hours, 0)
  .option("--note <sentence>", "what a reader must know; may be repeated", collect, [])
  .option("--hide <text>", "a literal to redact besides what patterns find; may be repeated", collect, [])
  .option("--replace", "replace a run of the same name", false)
  .option("--json", "print a summary as JSON", false)
  .action(ingest);

async function ingest(folder: string, options: Options): Promise<void> {
  const name = safeName.safeParse(options.name);
  if (!name.success) throw new Problem(`invalid --name: ${name.error.issues[0]!.message}`, {value: options.name});
  const hardware = loadHardware(root);
  const gpus = hardware.map(({gpu}) => gpu);
  if (options.gpu !== undefined && !gpus.includes(options.gpu)) {
    throw new Problem("no such GPU in data/hardware.yaml", {value: options.gpu, remedy: `known: ${gpus.join(", ")}`});
  }
  const files = readSource(folder);
  if (options.modelConfig !== undefined) files.push({path: "config.json", bytes: readConfig(options.modelConfig)});
  const bar = new SingleBar({
    format: "{bar} {percentage} % | {eta} s left",
    stream: process.stderr,
    clearOnComplete: true
  });
  bar.start(100, 0);
  const interrupted = (): void => {
    bar.stop();
    process.exit(130);
  };
  process.once("SIGINT", interrupted);
  try {
    const assembled = await assemble(
      files,
      {
        run: options.name,
        kind: oneOf("--kind", options.kind, ["measured", "imported"] as const),
        server: options.server ?? null,
        gpu: options.gpu ?? null,
        gpus: options.gpus ?? null,
        precision: options.precision ?? null,
        weights: oneOf("--weights", options.weights, ["dummy", "real", "unknown"] as const),
        model: options.model ?? null,
        engine: options.engine,
        engineVersion: options.engineVersion ?? null,
        clientVersion: options.clientVersion ?? null,
        telemetryUtcOffsetS: options.telemetryUtcOffset * 3600,
        notes: options.note,
        hide: [...knownSecrets(), ...options.hide.map((value) => ({class: "host" as const, value}))]
      },
      {
        hardware,
        toolVersion: (JSON.parse(readFileSync("package.json", "utf8")) as {version: string}).version,
        createdUtc: new Date().toISOString(),
        progress: async (share) => {
          bar.update(Math.round(share * 100));
          await new Promise((resolve) => setImmediate(resolve)); // lets Ctrl-C in
        }
      }
    );
    const points = writeRun(runsFolder(root), assembled, {
      replace: options.replace,
      check: (parent) => loadRun(parent, options.name, hardware).points
    });
    bar.stop();
    const {manifest} = assembled;
    const failed = points.filter(({status}) => status === "failed");
    const summary = {
      run: manifest.run,
      n_points: points.length,
      n_failed: failed.length,
      n_files: manifest.files.length,
      bytes: sum(manifest.files.map(({bytes}) => bytes)),
      stored_bytes: sum(manifest.files.map(({stored_bytes}) => stored_bytes)),
      dropped: [...new Set(manifest.files.flatMap(({dropped}) => dropped))],
      redacted: total(manifest.files.map(({redacted}) => redacted)),
      left_out: manifest.left_out.map(({path}) => path),
      clock: manifest.clock_source,
      problems: points
        .filter(({problems}) => problems !== null)
        .map(({point_id, problems}) => `${point_id}: ${problems}`)
    };
    print(summary, options.json);
    if (failed.length > 0) process.exitCode = 1;
  } finally {
    bar.stop();
    process.off("SIGINT", interrupted);
  }
}

function print(summary: Record<string, unknown> & {problems: string[]}, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(summary, null, 2));
    return;
  }
  const {problems, ...facts} = summary;
  for (const [name, value] of Object.entries(facts)) {
    console.log(`${name.padEnd(13)} ${typeof value === "string" ? value : JSON.stringify(value)}`);
  }
  for (const problem of problems) console.log(`problem       ${problem}`);
}

function readConfig(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Problem("--model-config cannot be read", {value: path, error});
  }
}

function oneOf<const T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new Problem(`invalid ${option}; not one of ${allowed.join(", ")}`, {value});
  return found;
}

function total(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const each of counts) for (const [name, n] of Object.entries(each)) all[name] = (all[name] ?? 0) + n;
  return all;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function wholeNumber(text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError("not a whole number of 1 or more.");
  return n;
}

function hours(text: string): number {
  const n = Number(text);
  if (!(Math.abs(n) <= 14)) throw new InvalidArgumentError("not an offset from UTC in hours.");
  return n;
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

await main(program);
