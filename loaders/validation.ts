import {join} from "node:path";
import {existsSync, readFileSync} from "node:fs";
import {z} from "zod";
import {Problem} from "../src/model/problem.js";
import {outcomeNames} from "../src/model/prediction/outcome.js";
import {splits, type ValidationRow} from "../src/model/prediction/validate.js";

const path = "data/validation.json";

const schema = z.object({
  inputs_sha256: z.string(),
  rows: z.array(
    z.object({
      split: z.enum(splits),
      held_out: z.string(),
      point_id: z.string(),
      metric: z.enum(outcomeNames),
      measured: z.number(),
      predicted: z.number(),
      lo: z.number(),
      hi: z.number(),
      error: z.number(),
      covered: z.boolean(),
      n_fitted: z.number().int()
    })
  )
});

/** Validation of the predictions as `npm run validate -- --write` stored it, and the hash of what it was computed from. */
export function loadValidation(root: string): {
  readonly inputs_sha256: string;
  readonly rows: readonly ValidationRow[];
} {
  const file = join(root, path);
  if (!existsSync(file))
    throw new Problem("no stored validation", {where: path, remedy: "npm run validate -- --write"});
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Problem("not JSON", {where: path, remedy: "npm run validate -- --write", error});
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new Problem(`not a stored validation: ${parsed.error.issues[0]?.message}`, {
      where: path,
      remedy: "npm run validate -- --write"
    });
  }
  return parsed.data;
}
