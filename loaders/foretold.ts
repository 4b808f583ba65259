import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import {Problem} from "../src/model/problem.js";
import {foretoldMetrics, type Foretelling, type ForetoldSet} from "../src/model/prediction/foretold.js";

const folder = "data/predictions";

const value = z.number().nullable();
const values = Object.fromEntries(
  foretoldMetrics.flatMap((metric) => [metric, `${metric}_lo`, `${metric}_hi`]).map((name) => [name, value])
);

const schema = z.object({
  made_utc: z.iso.datetime(),
  predictions: z.array(
    z.object({
      model: z.string(),
      gpu: z.string(),
      tensor_parallel: z.int().positive(),
      precision: z.string(),
      load: z.enum(["closed", "open"]),
      concurrency: value,
      request_rate_per_s: value,
      input_tokens: z.number(),
      output_tokens: z.number(),
      ...values
    })
  )
});

/** Predictions that were committed before they were measured, in the order in which they were made; none without the folder. */
export function loadForetold(root: string): ForetoldSet[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".json"))
    .map((name) => {
      const where = `${folder}/${name}`;
      let read: unknown;
      try {
        read = JSON.parse(readFileSync(join(root, where), "utf8"));
      } catch (error) {
        throw new Problem("not JSON", {where, error});
      }
      const parsed = schema.safeParse(read);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        throw new Problem(`not stored predictions: ${issue?.path.join(".")} ${issue?.message}`, {
          where,
          remedy: "gather the output of npm run -s predict -- --json under predictions, with made_utc"
        });
      }
      const {made_utc, predictions} = parsed.data;
      return {set: name.slice(0, -5), made_utc: Date.parse(made_utc), predictions: predictions as Foretelling[]};
    })
    .toSorted((a, b) => a.made_utc - b.made_utc);
}
