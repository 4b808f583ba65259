import {join} from "node:path";
import {z} from "zod";
import {Problem} from "../../src/model/problem.js";
import {command} from "../command.js";
import type {Workload} from "./client.js";

const integer = z.coerce.number().int();
const seconds = z.coerce.number().positive();

const schema = z.object({
  backend: z.enum(["openai", "vllm", "openai-chat"]),
  baseUrl: z.url({protocol: /^https?$/}),
  endpoint: z.enum(["/v1/completions", "/v1/chat/completions"]).optional(),
  model: z.string(),
  tokenizer: z.string().optional(),
  datasetName: z.enum(["random", "timed_trace"]),
  datasetPath: z.string().optional(),
  selfTimed: z.boolean().optional(),
  randomInputLen: integer.positive(),
  randomOutputLen: integer.positive(),
  randomRangeRatio: z.coerce.number().min(0).lt(1),
  numPrompts: integer.positive().max(1_000_000),
  requestRate: z.union([z.literal("inf").transform(() => Number.POSITIVE_INFINITY), z.coerce.number().positive()]),
  burstiness: z.coerce.number().positive(),
  maxConcurrency: integer.positive().optional(),
  seed: integer.nonnegative(),
  temperature: z.coerce.number().nonnegative().optional(),
  ignoreEos: z.boolean().default(false),
  metricPercentiles: z
    .string()
    .transform((text) => text.split(",").map(Number))
    .pipe(z.array(z.number().min(0).max(100))),
  saveResult: z.boolean().default(false),
  resultDir: z.string().optional(),
  resultFilename: z.string().optional(),
  metadata: z.array(z.string().regex(/^[^=]+=/, "must be KEY=VALUE")).default([]),
  promptForm: z.enum(["ids", "text"]).optional(),
  requestTimeoutS: seconds.optional()
});

/** What the built-in load generator does. */
export interface LoadSpec {
  readonly backend: string;
  readonly url: URL;
  readonly chat: boolean;
  readonly model: string;
  readonly tokenizer: string | null;
  readonly workload: Workload;
  /** True when requests arrive at the trace's timestamps. */
  readonly self_timed: boolean;
  readonly n_requests: number;
  readonly request_rate_per_s: number;
  readonly burstiness: number;
  readonly max_concurrency: number | null;
  readonly seed: number;
  readonly temperature: number | null;
  readonly ignore_eos: boolean;
  readonly percentiles: readonly number[];
  /** null: nothing is kept. */
  readonly result_path: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Prompts as token ids, which any server of the completions API takes, or as words counted by /tokenize. */
  readonly prompt_form: "ids" | "text";
  readonly request_timeout_s: number | null;
}

const examples = [
  "npx tsx scripts/client/cli.ts --base-url http://127.0.0.1:8000 --model NAME --random-input-len 2048 --random-output-len 512 --num-prompts 40 --max-concurrency 4 --save-result --result-filename c4.json",
  "npx tsx scripts/client/cli.ts --base-url http://127.0.0.1:8000 --model NAME --request-rate 4 --burstiness 1 --num-prompts 200"
];

/** Reads the options of `vllm bench serve` that make sense here. @param argv arguments alone */
export function parseLoadSpec(argv: readonly string[]): LoadSpec {
  const program = command(
    "client",
    "Loads an OpenAI-compatible server and writes what `vllm bench serve` would.",
    examples
  )
    .name("client")
    .option("--worker", "take calls as JSON lines on stdin")
    .option("--backend <name>", "openai, vllm or openai-chat", "openai")
    .option("--base-url <url>", "server", "http://127.0.0.1:8000")
    .option("--endpoint <path>", "default: by backend")
    .requiredOption("--model <name>", "name under which the server serves the model")
    .option("--tokenizer <name>", "recorded only: lengths are exact by token ids or /tokenize")
    .option("--dataset-name <name>", "random or timed_trace", "random")
    .option("--dataset-path <path>", "trace: JSON lines of timestamp (s), input_length, output_length")
    .option("--self-timed", "keep the trace's timestamps (default with timed_trace)")
    .option("--no-self-timed", "use the rate and concurrency instead of the trace's timestamps")
    .option("--random-input-len <tokens>", "prompt length", "1024")
    .option("--random-output-len <tokens>", "answer length", "128")
    .option("--random-range-ratio <share>", "lengths in [n(1-r), n(1+r)]", "0")
    .option("--num-prompts <n>", "requests", "1000")
    .option("--request-rate <per s>", "arrivals per second, or inf", "inf")
    .option("--burstiness <shape>", "gamma shape of the gaps; 1 is Poisson", "1")
    .option("--max-concurrency <n>", "requests in flight at most")
    .option("--seed <n>", "of prompts, lengths and arrivals", "0")
    .option("--temperature <t>", "sampling temperature")
    .option("--ignore-eos", "generate to the full length")
    .option("--percentile-metrics <list>", "taken for vLLM's sake: all four are written")
    .option("--metric-percentiles <list>", "percentiles to write", "99")
    .option("--disable-tqdm", "taken for vLLM's sake")
    .option("--save-result", "write the result JSON")
    .option("--save-detailed", "taken for vLLM's sake: arrays are always written")
    .option("--result-dir <folder>", "folder of the result", ".")
    .option("--result-filename <name>", "file of the result", "result.json")
    .option("--metadata <key=value...>", "keys to add to the result")
    .option("--prompt-form <form>", "ids or text; default: ids for completions, text for chat")
    .option("--request-timeout-s <s>", "a request that takes longer fails");
  program.parse([...argv], {from: "user"});
  const given: Record<string, unknown> = program.opts();
  // commander sets a --no- option's default to true; only what was said counts
  if (program.getOptionValueSource("selfTimed") === "default") delete given["selfTimed"];
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const name = String(issue.path[0]);
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new Problem(`${flag}: ${issue.message}`, {value: given[name]});
  }
  const o = parsed.data;
  const chat = o.backend === "openai-chat" || o.endpoint === "/v1/chat/completions";
  if (chat && o.promptForm === "ids") throw new Problem("chat takes no token ids", {remedy: "leave --prompt-form out"});
  return {
    backend: o.backend,
    url: new URL(o.endpoint ?? (chat ? "/v1/chat/completions" : "/v1/completions"), o.baseUrl),
    chat,
    model: o.model,
    tokenizer: o.tokenizer ?? null,
    workload: workload(o),
    self_timed: o.datasetName === "timed_trace" && o.selfTimed !== false,
    n_requests: o.numPrompts,
    request_rate_per_s: o.requestRate,
    burstiness: o.burstiness,
    max_concurrency: o.maxConcurrency ?? null,
    seed: o.seed,
    temperature: o.temperature ?? null,
    ignore_eos: o.ignoreEos,
    percentiles: o.metricPercentiles,
    result_path: o.saveResult ? join(o.resultDir ?? ".", o.resultFilename ?? "result.json") : null,
    metadata: Object.fromEntries(o.metadata.map(keyValue)),
    prompt_form: o.promptForm ?? (chat ? "text" : "ids"),
    request_timeout_s: o.requestTimeoutS ?? null
  };
}

function workload(o: z.infer<typeof schema>): Workload {
  if (o.datasetName === "timed_trace") {
    if (o.datasetPath === undefined) throw new Problem("timed_trace needs --dataset-path");
    return {kind: "trace", path: o.datasetPath};
  }
  return {
    kind: "random",
    input_tokens: o.randomInputLen,
    output_tokens: o.randomOutputLen,
    range_ratio: o.randomRangeRatio
  };
}

function keyValue(item: string): [string, string] {
  const at = item.indexOf("=");
  return [item.slice(0, at), item.slice(at + 1)];
}
