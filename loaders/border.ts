import {z} from "zod";
import {Problem} from "../src/model/problem.js";

/**
 * Parses what came from outside. A value that breaks the schema is a Problem that names the file, the place inside it,
 * the rule and the value: one line, for the first rule that is broken.
 */
export function parseAt<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const path = issue.path.map(String);
  throw new Problem(`${path.length === 0 ? "" : `${path.join(".")}: `}${issue.message}`, {
    where,
    value: valueAt(value, issue.path)
  });
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== "object" || inner === null) return inner;
    inner = (inner as Record<PropertyKey, unknown>)[key];
  }
  return inner;
}
