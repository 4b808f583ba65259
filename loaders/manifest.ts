import {z} from "zod";
import {encodings} from "./encoding.js";
import {manifestVersion} from "./manifest-versions.js";

/** The name of a run, server or point: safe as a folder, a URL part and an id part. */
export const safeName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
    "must start with a letter or digit and hold only letters, digits, '.', '_' and '-'"
  );

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits");

/** A path inside the run folder: relative, with no way out of it. */
const innerPath = z
  .string()
  .min(1)
  .max(300)
  .refine((path) => !path.startsWith("/") && !path.includes("\\") && !path.split("/").includes(".."), {
    message: "must be a relative path inside the run folder"
  });

/** What a stored file is, so that a loader never guesses from its name. */
const roles = [
  "result", // the benchmark client's JSON of one point
  "metrics-before", // the server's Prometheus page before a point
  "metrics-after",
  "metrics-during", // one sample a second, each headed by a line `# sweepbook_epoch_s <seconds>`
  "client-log", // what the client printed
  "server-log",
  "telemetry", // nvidia-smi --query-gpu CSV
  "nvidia-smi-q", // nvidia-smi -q
  "model-config", // config.json of the model
  "points-log", // one JSON line a point, of ingested runs
  "environment",
  "other"
] as const;

const file = z.object({
  /** Stored path; ends in .gz or .br when compressed. */
  path: innerPath,
  /** How the stored file is compressed. */
  encoding: z.enum(encodings),
  role: z.enum(roles),
  server: safeName.nullable(),
  point: safeName.nullable(),
  repeat: z.number().int().positive().nullable(),
  /** Of the file as the tool wrote it. */
  bytes: z.number().int().nonnegative(),
  sha256,
  /** Of the stored file, after dropping, redaction and compression. */
  stored_bytes: z.number().int().nonnegative(),
  stored_sha256: sha256,
  /** Top-level JSON keys taken out on the way in. */
  dropped: z.array(z.string()),
  /** To how many ns its gaps and first-token times were rounded to save room; left out where they are as written. */
  rounded_ns: z.number().int().positive().optional(),
  /** Number of replacements by class: gpu_uuid, serial, ip, mac, host, user, home, key. */
  redacted: z.record(z.string(), z.number().int().positive()),
  /** The points of a file that holds several results one after another (--append-result), in order. */
  holds: z.array(z.object({point: safeName, repeat: z.number().int().positive()})).optional()
});

const server = z.object({
  server: safeName,
  status: z.enum(["ok", "failed", "unknown"]),
  problem: z.string().nullable(),
  model: z.string().nullable(),
  /** Id in data/hardware.yaml; null when the board is not in it. */
  gpu: z.string().nullable(),
  gpu_name: z.string().nullable(),
  gpus: z.number().int().positive().nullable(),
  tensor_parallel: z.number().int().positive().nullable(),
  precision: z.string().nullable(),
  weights: z.enum(["dummy", "real", "unknown"]),
  engine: z.string().nullable(),
  engine_version: z.string().nullable(),
  driver: z.string().nullable(),
  cuda: z.string().nullable(),
  command: z.array(z.string()).nullable(),
  environment: z.record(z.string(), z.string())
});

const point = z.object({
  point: safeName,
  repeat: z.number().int().positive(),
  server: safeName,
  status: z.enum(["ok", "failed"]),
  problem: z.string().nullable(),
  /** Marks a repeated point that watches for drift. */
  sentinel: z.boolean(),
  load: z.enum(["closed", "open"]).nullable(),
  concurrency: z.number().int().positive().nullable(),
  request_rate_per_s: z.number().positive().nullable(),
  burstiness: z.number().positive().nullable(),
  input_tokens: z.number().int().positive().nullable(),
  output_tokens: z.number().int().positive().nullable(),
  n_requests: z.number().int().nonnegative().nullable(),
  seed: z.number().int().nullable(),
  /** Wall clock around the client's call, seconds since the epoch. */
  start_epoch_s: z.number().nullable(),
  end_epoch_s: z.number().nullable(),
  /** One instant on both clocks: the client's monotonic clock (that of start_times) and UTC. */
  clock_pair: z.object({epoch_s: z.number(), monotonic_s: z.number(), error_s: z.number().nonnegative()}).nullable(),
  command: z.array(z.string()).nullable(),
  /** Hash of everything that affects the point: flags, versions, GPU, driver, model. Null in ingested runs. */
  fingerprint: z.string().nullable()
});

/**
 * manifest.json of a run folder: what was run, on what, and every stored file with the hash of the original and of
 * what is stored. Written last and whole; loaders read nothing that it does not list.
 */
export const manifestSchema = z.object({
  schema: z.literal(manifestVersion),
  run: safeName,
  kind: z.enum(["measured", "simulated", "imported"]),
  created_utc: z.iso.datetime(),
  /** How the folder came to be: sweep (our runner), ingest (vLLM's files) or import (files of any tool). */
  origin: z.enum(["sweep", "ingest", "import"]),
  tool_version: z.string(),
  /** The sweep spec as parsed; null when there was none. */
  spec: z.unknown(),
  /** pair: every point has one; offset: least offset that all points of one boot allow; none. */
  clock_source: z.enum(["pair", "offset", "none"]),
  /** Local time of the telemetry minus UTC, s; 0 when left out. */
  telemetry_utc_offset_s: z.number().optional(),
  client: z.object({
    name: z.string(),
    version: z.string().nullable(),
    /** Error of this client against a server of known latencies, when it was calibrated. */
    calibration: z.unknown()
  }),
  servers: z.array(server).max(10_000),
  points: z.array(point).max(100_000),
  files: z.array(file).max(1_000_000),
  left_out: z.array(z.object({path: innerPath, bytes: z.number().int().nonnegative(), sha256, why: z.string()})),
  /** What a reader must know, in words: dummy weights, known peculiarities. */
  notes: z.array(z.string()),
  /** Runner's own account, free in form: overhead, order, budget, doctor. Never needed by a loader. */
  runner: z.unknown()
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestFile = Manifest["files"][number];
export type ManifestPoint = Manifest["points"][number];
export type ManifestServer = Manifest["servers"][number];
