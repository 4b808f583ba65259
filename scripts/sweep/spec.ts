import {z} from "zod";
import {safeName} from "../../loaders/manifest.js";

const tokens = z.int().min(1).max(10_000_000);

const length = z
  .union([tokens, z.strictObject({min: tokens, max: tokens})])
  .describe("Tokens: a number, or {min, max} to draw from evenly");

const texts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const percentileShare = z.enum(["p50", "p90", "p95", "p99"]);

const nRequests = z
  .union([
    z.int().min(1).max(1_000_000),
    percentileShare,
    z.strictObject({
      per_stream: z.number().positive().max(1000).optional().describe("Requests for each stream of a closed loop (10)"),
      seconds: z.number().positive().max(86_400).optional().describe("Length of an open-loop point, s (60)"),
      at_least: z.int().positive().optional().describe("Never fewer (12)"),
      at_most: z.int().positive().optional().describe("Never more"),
      claim: percentileShare.optional().describe("Enough for this percentile: p50 11, p90 64, p95 130, p99 662")
    })
  ])
  .describe("Requests of a point: a number, a percentile to claim, or a rule. Default: max(10 x streams, 12)");

const load = z
  .strictObject({
    concurrency: z.array(z.int().min(1).max(100_000)).min(1).max(200).optional().describe("Closed loop: streams"),
    request_rate_per_s: z
      .array(z.number().positive().max(100_000))
      .min(1)
      .max(200)
      .optional()
      .describe("Open loop: arrivals per second"),
    burstiness: z.number().positive().max(1000).optional().describe("Shape of the gamma arrivals; 1 is Poisson (1)"),
    timestamps: z.literal(true).optional().describe("Requests of a trace arrive when the trace says"),
    max_in_flight: z.int().positive().optional().describe("Cap on requests in flight of an open loop (none)")
  })
  .describe("Load levels of a workload: closed-loop concurrencies, open-loop request rates, or both");

const repeats = z
  .union([
    z.int().min(1).max(1000),
    z.strictObject({
      count: z.int().min(1).max(1000).describe("Measurements of each point"),
      boots: z
        .union([z.int().min(1).max(100), z.array(z.int().min(0).max(1000)).min(1).max(100)])
        .optional()
        .describe("Starts of the server over which they are spread, or how many on each: [1, 2, 2] (1)"),
      until_half_width: z
        .number()
        .positive()
        .max(1)
        .optional()
        .describe(
          "Go on past `count` until the relative half-width of the 95 % interval between repeats is below this"
        ),
      at_most: z.int().min(1).max(1000).optional().describe("Last repeat of an adaptive series (2 x count)")
    })
  ])
  .describe("How often each point is measured. Default: 1");

const modelFields = {
  path: z.string().min(1).optional().describe("What `vllm serve` is given: folder or repository. Default: name"),
  config: z.string().min(1).optional().describe("config.json, relative to the spec. Default: config.json in `path`"),
  tokenizer: z.string().min(1).optional().describe("Tokenizer folder for server and client. Default: the model's"),
  weights: z.enum(["real", "dummy"]).optional().describe("dummy: random weights, --load-format dummy (real)")
};

const flagValue = z.union([
  z.boolean(),
  z.number(),
  z.string(),
  z.null(),
  z.array(z.union([z.string(), z.number()])),
  z.record(z.string(), z.unknown())
]);

const flags = z.record(z.string(), flagValue);

/** What is handed to Slurm or ssh as one word: nothing that a shell, a host list or a batch file reads as more. */
const word = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9_.:@%+=,/[\]&|()*~-]+$/, "must be one word, without spaces and quotes")
  .refine((text) => !text.startsWith("-"), "must not start with '-'");

const slurm = z
  .strictObject({
    partition: word.optional(),
    account: word.optional(),
    qos: word.optional(),
    constraint: word.optional().describe("Features that a node must have, such as h100&nvlink"),
    reservation: word.optional(),
    nodelist: word.optional(),
    exclude: word.optional(),
    time_limit: z
      .string()
      .regex(
        /^(?:\d+|\d+:\d{2}|\d+:\d{2}:\d{2}|\d+-\d+(?::\d{2}(?::\d{2})?)?)$/,
        "must be like 90, 1:30:00 or 1-12:00:00"
      )
      .optional()
      .describe("Of each job: minutes, hours:minutes:seconds or days-hours (the partition's)"),
    gres: word
      .optional()
      .describe("Kind of GPU, gpu or gpu:h100; the server's number of GPUs is put after it; none (gpu)"),
    cpus: z.int().min(1).max(1024).optional().describe("--cpus-per-task"),
    memory: word.optional().describe("--mem, such as 64G"),
    exclusive: z.boolean().optional().describe("Nodes of its own (false: a node that was shared is noted)"),
    scratch: z.string().min(1).optional().describe("Folder of the node to measure in; results are copied to `folder`"),
    arguments: z.array(word).max(50).optional().describe("More options of sbatch, written --name=value")
  })
  .describe("How the jobs of a target are submitted: one for each server configuration");

const container = z
  .strictObject({
    kind: z.enum(["apptainer", "pyxis"]),
    image: z.string().min(1).describe("File or address of the image; it needs Node as well as vLLM, or mounts it"),
    mounts: z.array(z.string().min(1)).max(50).optional().describe("SOURCE:DESTINATION; `folder` is always mounted"),
    arguments: z.array(z.string().min(1)).max(50).optional().describe("More options of apptainer exec or srun")
  })
  .describe("Container in which the runner works on the host");

const target = z.strictObject({
  via: z.enum(["local", "ssh", "slurm"]).optional().describe("How the host is reached (local)"),
  host: word.optional().describe("Of ssh, as in ~/.ssh/config; with slurm the host of sbatch. Default: this one"),
  ssh_config: z.string().min(1).optional().describe("Configuration of ssh, relative to the spec (~/.ssh/config)"),
  folder: z
    .string()
    .min(1)
    .optional()
    .describe("On the host, from the home folder; with slurm shared by its nodes (.sweepbook)"),
  node: z.string().min(1).optional().describe("Node 20.19 or newer on the host (node)"),
  slurm: slurm.optional(),
  container: container.optional(),
  engine: z.enum(["vllm", "simulated"]).optional().describe("simulated: the built-in server, never evidence (vllm)"),
  gpu: z.string().min(1).optional().describe("Id in data/hardware.yaml; default: found by the driver's name"),
  vllm: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Command of vLLM ([python, "-m", "vllm.entrypoints.cli.main"])'),
  python: z.string().min(1).optional().describe("Python that imports vllm (python3)"),
  environment: texts.optional().describe("Variables set for server and client on this host"),
  port: z.int().min(1).max(65_535).optional().describe("Fixed port; default: a free one for each start"),
  flags: flags.optional().describe("Flags of every server on this host; a server's own come on top")
});

const server = z.strictObject({
  target: safeName.optional().describe("Target that runs it. Default: the first"),
  precision: z.string().min(1).max(40).optional().describe("bf16, fp16, fp8, gptq-int4, awq-int4 (bf16)"),
  tensor_parallel: z.int().min(1).max(64).optional().describe("--tensor-parallel-size (1)"),
  gpus: z.int().min(1).max(64).optional().describe("GPUs used. Default: tensor_parallel"),
  model: z
    .strictObject({name: z.string().min(1).optional(), ...modelFields})
    .optional()
    .describe("Overrides of model"),
  flags: flags
    .optional()
    .describe(
      "Any flag of `vllm serve`, without --: true, a number, a text, a list, an object given as JSON, or null to take it out"
    ),
  environment: texts.optional(),
  expect: z.enum(["ready", "failure"]).optional().describe("failure: starting is the finding; no point is measured"),
  budget_s: z.number().positive().optional().describe("Measuring time of each start; what does not fit is left out")
});

const workload = z.strictObject({
  input_tokens: length.optional(),
  output_tokens: length.optional(),
  trace: z
    .string()
    .min(1)
    .optional()
    .describe("JSON lines of {timestamp, input_length, output_length}, relative to the spec"),
  name: safeName.optional().describe("Name of a trace's points. Default: the file's name"),
  load: load.optional(),
  n_requests: nRequests.optional(),
  repeats: repeats.optional(),
  servers: z.array(safeName).min(1).optional().describe("Only on these servers"),
  stage: z.int().min(1).max(100).optional().describe("Stages run in order, points within one are shuffled (1)")
});

const limits = z
  .record(
    z
      .string()
      .regex(
        /^(?:ttft|tpot|itl|e2e)_p(?:50|90|95|99)_ms$/,
        "must be like ttft_p90_ms: ttft, tpot, itl or e2e; p50, p90, p95 or p99"
      ),
    z.number().positive()
  )
  .describe("Limits in ms by metric, such as {ttft_p90_ms: 1000, tpot_p90_ms: 30}");

const range = {
  input_tokens: length,
  output_tokens: length,
  servers: z.array(safeName).min(1).optional(),
  over: z.enum(["concurrency", "request_rate_per_s"]).optional().describe("What is raised (concurrency)"),
  from: z.number().positive().optional().describe("First level (1)"),
  to: z.number().positive().optional().describe("Highest level (256)"),
  n_requests: nRequests.optional(),
  max_points: z.int().min(1).max(200).optional().describe("Most points that one search may add (16)")
};

const search = z.discriminatedUnion("kind", [
  z.strictObject({kind: z.literal("slo"), name: safeName.optional(), limits, ...range}),
  z.strictObject({kind: z.literal("knee"), name: safeName.optional(), ...range})
]);

/** A sweep spec as written; defaults are filled in by the plan. Its JSON Schema is data/sweeps/sweep.schema.json. */
export const specSchema = z
  .strictObject({
    name: safeName.describe("Name of the run's folder under data/runs"),
    notes: z.array(z.string()).optional().describe("What a reader must know"),
    model: z.strictObject({name: z.string().min(1).describe("Name under which the model is served"), ...modelFields}),
    targets: z.record(safeName, target).optional().describe("Hosts. Default: {local: {engine: vllm}}"),
    servers: z.record(safeName, server).describe("Server configurations, in the order of their worth"),
    workloads: z.array(workload).max(1000).describe("Request shapes, in the order of their worth"),
    load: load.optional().describe("Load of every workload that gives none"),
    n_requests: nRequests.optional(),
    repeats: repeats.optional(),
    seed: z.int().min(0).max(1_000_000_000).optional().describe("Of the order of points and of every prompt (1)"),
    sentinel: z
      .string()
      .optional()
      .describe("Point repeated at start, middle and end of each server: its name, auto or none (auto: the shortest)"),
    warm_up: z
      .strictObject({
        requests: z.int().min(0).max(10_000).optional().describe("Before each point. Default: max(2, streams)"),
        output_tokens: tokens.optional().describe("Output of a warm-up request, at most (32)")
      })
      .optional(),
    searches: z.array(search).max(100).optional(),
    client: z
      .enum(["auto", "vllm", "builtin", "aiperf", "guidellm"])
      .optional()
      .describe("Load generator (auto: vLLM's where it can run); aiperf and guidellm must be installed on the host"),
    calibrate: z.boolean().optional().describe("Measure the client's own error before the run (true)"),
    budget_s: z.number().positive().optional().describe("Time of the whole sweep; what does not fit is left out"),
    timeouts: z
      .strictObject({
        start_s: z.number().positive().optional().describe("Until the server is ready (900)"),
        stop_s: z.number().positive().optional().describe("Until it is ended by force (30)"),
        point_s: z.number().positive().optional().describe("One point. Default: 10 x its estimate + 120"),
        request_s: z.number().positive().optional().describe("One request, built-in client only (none)")
      })
      .optional(),
    interval_ms: z.int().min(50).max(60_000).optional().describe("Between samples of nvidia-smi (200)"),
    estimate: z
      .strictObject({
        tpot_ms: z.number().positive().optional(),
        prefill_tokens_per_s: z.number().positive().optional(),
        start_s: z.number().nonnegative().optional()
      })
      .optional()
      .describe("For the estimated time alone (10 ms, 25000 tok/s, 100 s; on the simulated target by its sim-speed)")
  })
  .describe("A Sweepbook sweep: servers x workloads x load levels x repeats, measured without a hand on it");

export type Spec = z.infer<typeof specSchema>;
export type SpecServer = z.infer<typeof server>;
export type SpecTarget = z.infer<typeof target>;
export type SpecWorkload = z.infer<typeof workload>;
export type SpecSearch = z.infer<typeof search>;
export type SpecLoad = z.infer<typeof load>;
export type SpecRequests = z.infer<typeof nRequests>;
export type SpecLength = z.infer<typeof length>;
export type FlagValue = z.infer<typeof flagValue>;
