import {z} from "zod";
import {safeName} from "../../../loaders/manifest.js";
import {specSchema} from "../spec.js";

/** Names of the files in a share's folder on its host, by which controller and host talk. */
export const shareFiles = {
  /** Written by the controller: what to measure. */
  order: "share.json",
  /** Written by the host: how it stands; replaced as a whole. */
  state: "state.json",
  /** Appended by the host: a SweepEvent a line. */
  events: "events.jsonl",
  /** Folder of runs. */
  runs: "runs",
  /** Process id of the host's runner, beside the state for a shell to read. */
  pid: "runner.pid",
  /** What the host's runner printed. */
  log: "host.log"
} as const;

/** What a host is told of its share. */
export const shareOrderSchema = z.object({
  run: safeName,
  spec: specSchema,
  /** One start of its server, of so many that others measure. */
  start: z.object({number: z.int().positive(), of: z.int().positive()}).nullable(),
  /** Points or servers by name, as globs; null for all. */
  only: z.array(z.string()).nullable(),
  /** Folder of the node to measure in, copied to the share's folder after each step; null for none. */
  scratch: z.string().nullable(),
  /** Hash of the work, a dot, and what is new with each start: the state repeats it. */
  token: z.string(),
  /** The share's own name among all: of its folder in `scratch`. */
  key: z.string()
});
export type ShareOrder = z.infer<typeof shareOrderSchema>;

/** How the measuring of a share stands, as its host writes it. */
export const shareStateSchema = z.object({
  status: z.enum(["running", "ended", "interrupted", "failed"]),
  pid: z.int().positive(),
  /** Start of that process as /proc gives it, against a stranger of the same id; null off Linux. */
  started: z.string().nullable(),
  at_epoch_s: z.number(),
  problem: z.string().nullable(),
  exit_code: z.int(),
  /** The SweepReport of a sweep that came to its end. */
  report: z.unknown(),
  token: z.string(),
  /** How often a runner was started for this share. */
  attempts: z.int().positive(),
  node: z.object({
    /** Most jobs of others seen on the node while this one ran; null where that cannot be seen. */
    other_jobs: z.int().nonnegative().nullable(),
    gpus: z.array(z.string())
  })
});
export type ShareState = z.infer<typeof shareStateSchema>;
