import {existsSync} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import {assume} from "../src/model/assumptions.js";
import type {Preset} from "../src/model/presets.js";
import {Problem} from "../src/model/problem.js";
import {sourceFolder} from "./source-folder.js";
import {readYaml} from "./yaml.js";

const text = z.object({en: z.string(), zh: z.string()});
const schema = z.array(
  z.strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/, "small letters, digits and hyphens"),
    name: text,
    basis: text,
    prices: z.record(z.string(), z.number()).optional(),
    slo: z
      .strictObject({
        metric: z.enum(["ttft", "tpot", "e2e"]).optional(),
        percentile: z.number().optional(),
        limit_ms: z.number().optional()
      })
      .optional(),
    utilisation: z.number().optional(),
    electricity_price_per_kwh: z.number().optional(),
    load: z
      .strictObject({
        input_tokens: z.number().optional(),
        output_tokens: z.number().optional(),
        concurrency: z.number().optional()
      })
      .optional()
  })
);

/** Assumptions to start from: those of the source's folder first, then those of data/; a Problem names a value out of range. */
export function loadPresets(root: string, source: string | null = sourceFolder(root)): Preset[] {
  const folders = [...(source === null ? [] : [source]), "data"];
  return folders.flatMap((folder) => {
    const path = `${folder}/presets.yaml`;
    if (!existsSync(join(root, path))) return [];
    return readYaml(join(root, path), schema, path).map(({id, name, basis, ...stated}): Preset => {
      // The schema leaves out what is not stated, as the input does.
      const given = stated as Preset["given"];
      try {
        assume(given);
      } catch (error) {
        if (error instanceof Problem) throw new Problem(`preset ${id}: ${error.message}`, {where: path});
        throw error;
      }
      return {id, name, basis, given};
    });
  });
}
