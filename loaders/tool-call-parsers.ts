import {existsSync} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import {readYaml} from "./yaml.js";

const file = "data/models/tool-call-parsers.yaml";
const pattern = z.string().transform((text, issues) => {
  try {
    return new RegExp(text, "i");
  } catch {
    issues.addIssue("not a regular expression");
    return z.NEVER;
  }
});
const schema = z.array(z.object({name: pattern, parser: z.string()}));

/** Finds vLLM's tool call parser for any of a model's names; null when the file knows none. */
export function loadToolCallParsers(root: string): (names: readonly string[]) => string | null {
  const path = join(root, file);
  const known = existsSync(path) ? readYaml(path, schema, file) : [];
  return (names) => known.find(({name}) => names.some((one) => name.test(one)))?.parser ?? null;
}
