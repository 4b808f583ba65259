import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import type {BenchRecord} from "../src/model/bench.js";
import {parseAt} from "./border.js";

const folder = "data/bench";
const text = z.object({en: z.string(), zh: z.string()});

const schema: z.ZodType<BenchRecord> = z.object({
  schema: z.literal("sweepbook-bench/1"),
  bench: z.string(),
  title: text,
  date: z.iso.datetime(),
  command: z.string(),
  machine: z.object({
    cpu: z.string(),
    cores: z.number(),
    memory_gib: z.number(),
    os: z.string(),
    node: z.string(),
    load_before: z.number()
  }),
  conditions: z.array(text),
  skipped: z.array(z.string()),
  figures: z.array(
    z.object({
      id: z.string(),
      what: text,
      value: z.number(),
      unit: z.string(),
      better: z.enum(["lower", "higher"]),
      spread: z.number().nullable(),
      peer: z.object({name: z.string(), value: z.number()}).nullable(),
      goal: z.number().nullable()
    })
  )
});

/** What the benches last measured, by name; none where the repository keeps no record. */
export function loadBenches(root: string): BenchRecord[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => parseAt(schema, JSON.parse(readFileSync(join(root, folder, file), "utf8")), `${folder}/${file}`));
}
