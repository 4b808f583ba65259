import {existsSync} from "node:fs";
import {join} from "node:path";
import {parse} from "yaml";
import {z} from "zod";
import type {Structure} from "../src/model/physics/structure.js";
import {parseAt} from "./border.js";
import {readYaml} from "./yaml.js";

export const structuresPath = "data/models/structures.yaml";

const flag = z
  .strictObject({field: z.string(), absent: z.boolean().default(false)})
  .nullable()
  .default(null);
const field = z.string().nullable().default(null);
const schema = z.record(
  z.string(),
  z.strictObject({
    attention: z.enum(["grouped", "latent"]),
    qkv_bias: flag,
    output_bias: flag,
    qk_norm: z.boolean().default(false),
    sliding_window: z.boolean().default(false),
    mlp_bias: flag,
    experts: z
      .strictObject({
        count: z.string(),
        width: field,
        shared_width: field,
        shared_count: field,
        shared_gate: z.boolean().default(false),
        router_bias: z.boolean().default(false),
        first: field,
        step: field,
        counted_from: z.union([z.literal(0), z.literal(1)]).default(0),
        dense: field
      })
      .nullable()
      .default(null)
  })
);

/** Structures that are counted, by `model_type`; none where the folder states none. */
export function loadStructures(root: string): Readonly<Record<string, Structure>> {
  const path = join(root, structuresPath);
  return existsSync(path) ? readYaml(path, schema, structuresPath) : {};
}

/** As loadStructures, of a text. */
export function parseStructures(text: string): Readonly<Record<string, Structure>> {
  return parseAt(schema, parse(text, {maxAliasCount: 100}), structuresPath);
}
