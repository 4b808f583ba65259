import {z} from "zod";
import {precisions} from "../src/model/physics/precision.js";

const positive = z.number().positive();
const count = z.number().int().positive();
const sentence = z.string().trim().min(1).max(500);

/** A text in one language or in both; a plain one is English. */
const ownTextSchema = z.union([
  sentence,
  z
    .strictObject({en: sentence.optional(), zh: sentence.optional()})
    .refine(({en, zh}) => en !== undefined || zh !== undefined, {
      message: "must hold a text, as en or zh or both"
    })
]);

/** A study as its file in data/studies writes it; the JSON Schema beside the files is made of this. */
export const studySchema = z.strictObject({
  title: ownTextSchema.describe("What the study is called."),
  question: ownTextSchema.describe("The question that it answers, in one sentence."),
  languages: z
    .array(z.enum(["en", "zh"]))
    .min(1)
    .default(["en", "zh"])
    .describe("Languages that its own texts are written in."),
  source: z
    .string()
    .optional()
    .describe(
      "Folder with facts.yaml and ids.yaml of a published source to examine, from the repository's root. It says model, GPUs and load itself."
    ),
  model: z.string().optional().describe("Name of a file in data/models, without .json."),
  gpus: z
    .array(z.union([z.string(), z.strictObject({gpu: z.string(), gpus: count})]))
    .min(1)
    .optional()
    .describe("GPUs of data/hardware.yaml; {gpu, gpus} for several that serve as one (tensor parallel)."),
  precisions: z.array(z.enum(precisions)).min(1).default(["bf16"]).describe("Formats of the weights."),
  load: z
    .strictObject({
      input_tokens: count,
      output_tokens: count.min(2),
      concurrency: z.array(count).min(1).max(12).describe("Streams of a closed loop, ascending.")
    })
    .optional()
    .describe("Lengths and loads that are predicted, and that measured points must have."),
  slo: z
    .strictObject({
      metric: z.enum(["ttft", "tpot", "e2e"]),
      percentile: z.number().min(0.5).max(0.999).describe("Share of requests that must meet it: 0.99."),
      limit_ms: positive
    })
    .optional()
    .describe("Latency limit that the largest concurrency is sought for."),
  prices: z
    .array(
      z.strictObject({
        gpu: z.string(),
        gpus: count.default(1),
        price_per_gpu_h: positive,
        currency: z.string().regex(/^[A-Z]{3}$/, "must be a currency code such as USD"),
        basis: z.string().default("as stated by the study"),
        source: z.string(),
        date: z.string().regex(/^\d{4}-\d\d-\d\d$/, "must be a date such as 2026-01-31")
      })
    )
    .default([])
    .describe("Prices per GPU-hour, in place of those of data/prices.yaml for the same GPUs."),
  figures: z.array(z.string()).default([]).describe("Figures of its page, in order; all that apply when left out.")
});

export type StudyFile = z.infer<typeof studySchema>;

/** The published JSON Schema of a study: what editors complete and check against. */
export function studyJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(studySchema, {io: "input", target: "draft-2020-12", reused: "inline"});
  return {$schema: schema.$schema, $id: "study.schema.json", title: "Sweepbook study", ...schema};
}
