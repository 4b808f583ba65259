import {z} from "zod";
import {aggregates, claimTables} from "../src/model/claims/declared-claim.js";
import {safeName} from "./manifest.js";

const sentence = z.string().trim().min(1).max(600);
const text = z.union([sentence, z.strictObject({en: sentence.optional(), zh: sentence.optional()})]);
const cell = z.union([z.string(), z.number(), z.boolean()]);

const selection = {
  metric: z
    .string()
    .describe("Column that is read: a name of the metric registry or of the table, such as ttft_p50_ms."),
  from: z.enum(claimTables).default("points").describe("Table of the rows."),
  where: z
    .record(z.string(), z.union([cell, z.array(cell).min(1)]))
    .describe("Columns and the values that the rows must have; a list allows any of its values."),
  aggregate: z
    .enum(aggregates)
    .default("mean")
    .describe(
      "How the values of several rows become one; mean is the geometric one over runs, only refuses several rows."
    )
};

const claim = z.strictObject({
  id: safeName.describe("Stable: part of the card's address. That of a source's assertion judges the assertion."),
  says: text.describe("What is claimed, in words; {name} is a number of said."),
  at: z.string().default("").describe("Where it is claimed: a section, a page."),
  said: z
    .record(z.string(), z.string())
    .default({})
    .describe("Numbers of an assertion's own words by name: regular expressions whose first group is the number."),
  ...selection,
  relation: z.enum([">", ">=", "<", "<="]),
  times: z
    .union([z.number().positive(), z.string()])
    .default(1)
    .describe(
      "Factor on what it is held against; or a reading: about_share, close_share, almost_share, linear_share, far_ratio."
    ),
  than: z
    .union([
      z.number(),
      z.strictObject({value: z.number(), unit: z.string()}),
      z.strictObject({said: z.string(), unit: z.string().optional()}),
      z.strictObject(selection)
    ])
    .describe(
      "A number (with its unit where the metric has one), a number of said, or another selection, whose ratio is judged."
    ),
  note: text.optional().describe("What a reader must know beside the numbers."),
  settles: text.optional().describe("What would settle it.")
});

/** A file of data/claims: what the study of the same name claims. */
export const claimsSchema = z.strictObject({claims: z.array(claim).max(500)});

export type ClaimsFile = z.infer<typeof claimsSchema>;

/** The published JSON Schema of a file of claims: what editors complete and check against. */
export function claimsJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(claimsSchema, {io: "input", target: "draft-2020-12", reused: "inline"});
  return {$schema: schema.$schema, $id: "claims.schema.json", title: "Sweepbook claims", ...schema};
}
