import {readFileSync} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import {parseAt} from "../../loaders/border.js";
import {fromCsv, toCsv} from "../../loaders/csv.js";
import {manifestSchema} from "../../loaders/manifest.js";
import {upgraded} from "../../loaders/manifest-versions.js";
import {parseNvidiaSmiQ} from "../../loaders/nvidia-smi-q.js";
import {parsePointsLog} from "../../loaders/points-log.js";
import {parsePrometheus, splitPages} from "../../loaders/prometheus.js";
import {findSecrets} from "../../loaders/redact.js";
import {scanResult} from "../../loaders/scan-result.js";
import {parseServerLog} from "../../loaders/server-log.js";
import {splitResults} from "../../loaders/split-results.js";
import {prepareForStore} from "../../loaders/store.js";
import {parseTelemetryCsv} from "../../loaders/telemetry-csv.js";
import {foreignSeeds} from "../../loaders/testing/foreign-seeds.js";
import {realText, repository} from "../../loaders/testing/real.js";
import {things} from "../../loaders/testing/things.js";
import {loadStructures} from "../../loaders/structures.js";
import {readResult} from "../../loaders/vllm-result.js";
import {parseArchitecture} from "../../src/model/physics/architecture.js";
import {described} from "../../src/model/physics/structure.js";
import {loadedBytes} from "../../src/model/physics/memory.js";
import {Problem} from "../../src/model/problem.js";
import {callsOf} from "../ingest/call.js";
import {StreamReader} from "../client/stream-reader.js";
import {diagnose} from "../sweep/failures.js";
import {parseQueue} from "../sweep/hosts/slurm-queue.js";
import {parseSpec} from "../sweep/read-spec.js";

/** One parser with real texts to damage. `read` refuses with a Problem that names `where`, or gives sound values. */
export interface Target {
  readonly name: string;
  readonly seeds: readonly string[];
  readonly read: (text: string, where: string) => void;
  /** Reads anything, and refuses nothing: what it does not know is no value. */
  readonly lenient?: true;
}

const run = "h100-llama-3.1-8b";
/** The first whole lines of a stored file. */
const head = (path: string, characters: number): string =>
  realText(run, path)
    .slice(0, characters)
    .replace(/[^\n]*$/, "");
const structures = loadStructures(repository);
const file = (path: string): string => readFileSync(join(repository, path), "utf8");

function json(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem("not JSON", {where, error});
  }
}

/** No number that is none, anywhere in a value that was read. */
function finite(value: unknown): void {
  if (typeof value === "number" && !Number.isFinite(value)) throw new Error(`a number is ${value}`);
  if (ArrayBuffer.isView(value)) return;
  if (value !== null && typeof value === "object") for (const inner of Object.values(value)) finite(inner);
}

/** Every parser of what comes from outside, but those of other tools' formats, which foreign-fuzz.test.ts damages. */
export const targets: readonly Target[] = [
  {
    name: "sweep specs",
    seeds: ["minimal", "tour", "many-hosts", "demo"].map((name) => file(`data/sweeps/${name}.yaml`)),
    read: (text, where) => void parseSpec(join("data/sweeps", where), text, {})
  },
  {
    name: "results of vLLM",
    seeds: [foreignSeeds()["vllm-detailed.json"]!],
    read: (text, where) => {
      let problem: Problem | null = null;
      for (const piece of splitResults(text, where)) {
        if ("problem" in piece) problem ??= piece.problem;
        else finite(readResult(piece.value, where, piece.problems).ttftS);
      }
      const quick = scanResult(Buffer.from(text), where);
      if (problem !== null && quick !== null) throw new Error("the quick way takes what the general way refuses");
      if (problem !== null) throw problem;
    }
  },
  {
    name: "pages of Prometheus",
    seeds: [
      head("i2048-o512-c1.metrics-after.txt", 12_000),
      `# sweepbook_epoch_s 1.5\n${head("i2048-o512-c1.metrics-before.txt", 3000)}\n# sweepbook_epoch_s 2.5\na 1\n`
    ],
    read: (text, where) => {
      for (const {page, epochS} of splitPages(text)) {
        finite(epochS);
        parsePrometheus(page, where);
      }
      parsePrometheus(text, where);
    }
  },
  {
    name: "telemetry",
    seeds: [
      head("telemetry.csv", 6000),
      "timestamp, index, power.draw [W], temperature.gpu\n2026/11/24 05:13:53.569, 0, 121.69 W, N/A\n"
    ],
    read: (text, where) => finite(parseTelemetryCsv(text, where))
  },
  {
    name: "logs of servers",
    lenient: true,
    seeds: [head("server.log", 15_000)],
    read: (text) => {
      finite(parseServerLog(text));
      diagnose(text);
    }
  },
  {name: "logs of clients", lenient: true, seeds: [head("stdout.txt", 6000)], read: (text) => finite(callsOf(text))},
  {
    name: "points.jsonl",
    seeds: [realText(run, "points.jsonl")],
    read: (text, where) => finite(parsePointsLog(text, where))
  },
  {
    name: "nvidia-smi -q",
    lenient: true,
    seeds: [head("nvidia-smi-q.txt", 14_000)],
    read: (text) => finite(parseNvidiaSmiQ(text))
  },
  {
    name: "config.json",
    seeds: [file("data/models/qwen2.5-7b.json"), file("data/models/llama-3.1-8b.json")],
    read: (text, where) => finite(loadedBytes(parseArchitecture(described(json(text, where), structures)), "bf16"))
  },
  {
    name: "manifests",
    seeds: [file(`data/runs/${run}/manifest.json`)],
    read: (text, where) => void parseAt(manifestSchema, upgraded(json(text, where), where), where)
  },
  {
    name: "tables as CSV",
    seeds: [toCsv(things, [{id: "=a", note: 'b "c"\n', n: 1, m: null, x: 0.5, ttft_p99_ms: null, ok: true, at: 0}])],
    read: (text, where) => finite(fromCsv(things, text, where))
  },
  {
    name: "streams of answers",
    lenient: true,
    seeds: [
      `data: {"id":"a","choices":[{"index":0,"text":" x","finish_reason":null}]}\n\ndata: {"choices":[{"text":"y","finish_reason":"length"}]}\n\ndata: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}\n\ndata: [DONE]\n\n`
    ],
    read: (text) => {
      const reader = new StreamReader(false, 2);
      const bytes = Buffer.from(text);
      for (let i = 0; i < bytes.length; i += 37) reader.feed(bytes.subarray(i, i + 37), i);
      finite({...reader.finish(), times: null});
    }
  },
  {
    name: "squeue",
    lenient: true,
    seeds: ["12_3|15|job|3|RUNNING|None|node01\n13|13|other|N/A|PENDING|Resources|\n"],
    read: (text) => finite(parseQueue(text))
  },
  {
    name: "redaction",
    lenient: true,
    seeds: [
      head("server.log", 6000),
      `HOSTNAME=gpu17 10.1.2.3 /home/a/b --api-key s3cret "serial": "1234567" fe80::1 alice@gpu17:/x GPU PDI : 0x12\n`
    ],
    read: (text) => {
      for (const role of ["server-log", "telemetry", "result"] as const) prepareForStore(Buffer.from(text), role);
      z.array(z.object({value: z.string().min(1)})).parse(findSecrets(text));
    }
  }
];
