import {z} from "zod";

/**
 * The protocol of a client's worker process, ours or the Python one: JSON lines, a call {id, op, argv, log} on stdin,
 * an answer with the same id on stdout. `measure` runs one load and appends what it prints to the file `log`;
 * `prepare` makes its prompts ahead of time, and may come while a load runs; `hello` tells the version.
 */
export interface WorkerCall {
  readonly op: "hello" | "prepare" | "measure";
  readonly argv: readonly string[];
  readonly log: string | null;
}

const clock = z.object({epoch_s: z.number(), monotonic_s: z.number(), error_s: z.number().nonnegative()});

export const workerAnswer = z.object({
  id: z.number().int(),
  ok: z.boolean(),
  error: z.string().optional(),
  version: z.string().nullish(),
  prompts_s: z.number().nullish(),
  clock: clock.nullish(),
  completed: z.number().int().nullish(),
  failed: z.number().int().nullish(),
  duration_s: z.number().nullish(),
  cpu_s: z.number().nonnegative().nullish()
});

export type WorkerAnswer = z.infer<typeof workerAnswer>;
