import {readFileSync, renameSync, rmSync} from "node:fs";
import {z} from "zod";
import {partPath} from "./bench-arguments.js";

const schema = z.object({
  completed: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative().default(0),
  duration: z.number().positive(),
  errors: z.array(z.string()).default([])
});

/** What is read of a result to know whether the call is good. */
interface Taken {
  readonly problem: string | null;
  readonly completed: number | null;
  readonly failed: number | null;
  readonly duration_s: number | null;
}

/**
 * Checks the result that a client has written beside its place and gives it its name; what is not whole is removed.
 * @param problem what the call already failed of; the result is then removed too
 */
export function takeResult(path: string | null, problem: string | null): Taken {
  const none = {completed: null, failed: null, duration_s: null};
  if (path === null) return {problem, ...none};
  const part = partPath(path);
  try {
    if (problem !== null) return {problem, ...none};
    const {completed, failed, duration, errors} = schema.parse(JSON.parse(readFileSync(part, "utf8")));
    renameSync(part, path);
    const told = errors.find((error) => error !== "") ?? "no reason given";
    return {problem: completed === 0 ? `every request failed: ${told}` : null, completed, failed, duration_s: duration};
  } catch (error) {
    return {problem: `the result is not whole: ${error instanceof Error ? error.message : String(error)}`, ...none};
  } finally {
    rmSync(part, {force: true});
  }
}
