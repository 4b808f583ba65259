import {readFileSync, renameSync} from "node:fs";
import {z} from "zod";

const schema = z.object({
  completed: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative().default(0),
  duration: z.number().positive(),
  errors: z.array(z.string()).default([])
});

/** What is read of a result to know whether the point is good. */
export interface ResultSummary {
  readonly completed: number;
  readonly failed: number;
  readonly duration_s: number;
  /** First error of a request; null when none failed. */
  readonly error: string | null;
}

/** Checks a result that a client has written under `part`, and gives it its name. Throws when it is no whole result. */
export function acceptResult(part: string, path: string): ResultSummary {
  const parsed = schema.parse(JSON.parse(readFileSync(part, "utf8")));
  renameSync(part, path);
  const error = parsed.errors.find((each) => each !== "") ?? null;
  return {completed: parsed.completed, failed: parsed.failed, duration_s: parsed.duration, error};
}
