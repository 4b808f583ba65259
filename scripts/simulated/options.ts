import {z} from "zod";
import {precisions} from "../../src/model/physics/precision.js";
import {Problem} from "../../src/model/problem.js";
import {command} from "../command.js";
import {parseFaults, type Faults} from "./fault.js";
import {modelConfig} from "./model-config.js";

const integer = z.coerce.number().int();

/** "32k" is 32,000 and "32K" is 32,768, as vLLM reads it. */
const humanInteger = z
  .string()
  .regex(/^\d+(\.\d+)?[kKmM]?$/)
  .transform((text) => {
    const factor = {k: 1e3, K: 1024, m: 1e6, M: 1024 ** 2}[text.at(-1)!] ?? 1;
    return Math.round(Number.parseFloat(text) * factor);
  });

const schema = z.object({
  host: z.string().default("127.0.0.1"),
  port: integer.min(0).max(65_535).default(8000),
  model: z.string().optional(),
  servedModelName: z.array(z.string()).min(1).optional(),
  maxModelLen: humanInteger.optional(),
  hfOverrides: z.string().optional(),
  maxNumSeqs: integer.positive().default(256),
  maxNumBatchedTokens: humanInteger.default(8192),
  gpuMemoryUtilization: z.coerce.number().gt(0).max(1).default(0.9),
  tensorParallelSize: integer.positive().default(1),
  quantization: z.string().optional(),
  prefixCaching: z.boolean().default(true),
  seed: integer.default(0),
  simGpu: z.string().default("h100-80gb-sxm"),
  simGpus: integer.positive().optional(),
  simPrecision: z.enum(precisions).optional(),
  simModelConfig: z.string().optional(),
  simTtftMs: z.coerce.number().nonnegative().optional(),
  simItlMs: z.coerce.number().nonnegative().optional(),
  simSpeed: z.coerce.number().positive().default(1),
  simUntilStdinEnds: z.boolean().default(false),
  simStartupS: z.coerce.number().nonnegative().default(0.2),
  simFault: z.array(z.string()).default([])
});

/** Flags of the simulated server that vLLM does not have. */
export const simulatedFlags: readonly string[] = Object.keys(schema.shape)
  .filter((name) => name.startsWith("sim"))
  .map((name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));

/** Options of the simulated server, checked. */
export interface SimulatedOptions extends Omit<z.infer<typeof schema>, "model" | "servedModelName"> {
  readonly model: string;
  readonly servedModelName: [string, ...string[]];
  readonly faults: Faults;
  /** config.json of the model; null when there is none by that name. */
  readonly config: unknown;
  /** Latencies to keep whatever the load; null to behave like a card. */
  readonly constant: {readonly ttft_ms: number; readonly itl_ms: number} | null;
  /** vLLM's options that change nothing here, as given. */
  readonly ignored: readonly string[];
}

const examples = [
  "npx tsx scripts/simulated/serve.ts Qwen/Qwen2.5-7B-Instruct --port 8000 --sim-gpu h100-80gb-sxm",
  "npx tsx scripts/simulated/serve.ts --sim-ttft-ms 50 --sim-itl-ms 10       known latencies, whatever the load",
  "npx tsx scripts/simulated/serve.ts --sim-fault status-500:after=10,rate=0.1"
];

/** @param argv the arguments alone, without node and script */
export function parseOptions(argv: readonly string[]): SimulatedOptions {
  const program = command(
    "simulated-server",
    "An OpenAI-compatible server that plays a GPU: for trying the pipeline.",
    examples
  )
    .name("simulated-server")
    .allowUnknownOption()
    .allowExcessArguments()
    .argument("[model]", "model folder with config.json, or a name in data/models")
    .option("--model <name>", "the same")
    .option("--host <host>", "address to listen on", "127.0.0.1")
    .option("--port <port>", "port to listen on; 0 takes a free one", "8000")
    .option("--served-model-name <name...>", "name in the API")
    .option("--max-model-len <tokens>", "context length; default: the model's")
    .option("--hf-overrides <json>", "rope_parameters of YaRN extend the context")
    .option("--max-num-seqs <n>", "sequences in a batch", "256")
    .option("--max-num-batched-tokens <n>", "tokens of a step", "8192")
    .option("--gpu-memory-utilization <share>", "share of the memory to reserve", "0.9")
    .option("--tensor-parallel-size <n>", "GPUs that share the model", "1")
    .option("-q, --quantization <method>", "fails when vLLM has no such method")
    .option("--no-enable-prefix-caching", "compute every prompt anew")
    .option("--enable-prefix-caching", "keep prompts' keys and values (default)")
    .option("--seed <n>", "seed of texts, lengths and faults", "0")
    .option("--sim-gpu <id>", "card to play, an id of data/hardware.yaml", "h100-80gb-sxm")
    .option("--sim-gpus <n>", "cards present; default: as many as --tensor-parallel-size")
    .option("--sim-precision <name>", precisions.join(", "))
    .option("--sim-model-config <path>", "config.json of the model to play")
    .option("--sim-ttft-ms <ms>", "constant time to first token")
    .option("--sim-itl-ms <ms>", "constant gap between tokens")
    .option("--sim-speed <n>", "run time n times faster (for tests: the card then looks n times faster)", "1")
    .option("--sim-startup-s <s>", "time until healthy", "0.2")
    .option("--sim-until-stdin-ends", "end with stdin: not to outlive whoever holds it")
    .option("--sim-fault <fault...>", "inject a fault: KIND or KIND:after=N,rate=R,times=N,ms=N");
  program.parse(argv.map(spelling), {from: "user"});
  const {enablePrefixCaching, ...given} = program.opts<{enablePrefixCaching?: boolean}>();
  const parsed = schema.safeParse({...given, prefixCaching: enablePrefixCaching ?? true});
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const name = String(issue.path[0]);
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new Problem(`${flag}: ${issue.message}`, {value: (given as Record<string, unknown>)[name]});
  }
  const options = parsed.data;
  const positional = program.args[0]?.startsWith("-") === false ? program.args[0] : undefined;
  const model = positional ?? options.model ?? "Qwen/Qwen2.5-7B-Instruct";
  const [first = model, ...more] = options.servedModelName ?? [];
  const constant =
    options.simTtftMs === undefined && options.simItlMs === undefined
      ? null
      : {ttft_ms: options.simTtftMs ?? 0, itl_ms: options.simItlMs ?? 0};
  return {
    ...options,
    model,
    servedModelName: [first, ...more],
    faults: parseFaults(options.simFault),
    config: modelConfig([model, first], options.simModelConfig),
    constant,
    ignored: program.args.slice(positional === undefined ? 0 : 1)
  };
}

/** vLLM takes `--max_model_len` and `-tp` too. */
function spelling(argument: string): string {
  if (argument === "-tp") return "--tensor-parallel-size";
  if (!argument.startsWith("--")) return argument;
  const [flag = "", ...value] = argument.split("=");
  return [flag.replaceAll("_", "-"), ...value].join("=");
}
