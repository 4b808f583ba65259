import {join} from "node:path";
import {z} from "zod";
import type {HardwareRow} from "../src/model/tables/hardware.js";
import {readYaml} from "./yaml.js";

export const hardwarePath = "data/hardware.yaml";

const positive = z.number().positive();
const mark = z.number().int().positive();
const schema = z.object({
  gpus: z.record(
    z.string(),
    z.object({
      name: z.string(),
      label: z.string().nullable().default(null),
      mark: mark.nullable().default(null),
      mark_several: mark.nullable().default(null),
      architecture: z.string(),
      compute_capability: z.string().nullable().default(null),
      memory_gb: positive,
      memory_mib: positive,
      memory_bandwidth_gb_per_s: positive,
      fp16_tflop_per_s: positive,
      fp8_tflop_per_s: positive.nullable(),
      board_power_w: positive,
      link_gb_per_s: positive,
      link: z.string(),
      source: z.string(),
      measured: z.object({copy_gb_per_s: positive, bf16_8192_tflop_per_s: positive}).optional()
    })
  )
});

/** data/hardware.yaml as rows, in the file's order. A card without a mark takes the first number that no card above it or below it states. */
export function loadHardware(root: string): HardwareRow[] {
  const {gpus} = readYaml(join(root, hardwarePath), schema, hardwarePath);
  const taken = new Set(Object.values(gpus).flatMap(({mark: one, mark_several: several}) => [one, several]));
  const free = (): number => {
    let n = 1;
    while (taken.has(n)) n += 1;
    taken.add(n);
    return n;
  };
  return Object.entries(gpus).map(([gpu, {measured, ...sheet}]) => ({
    gpu,
    ...sheet,
    mark: sheet.mark ?? free(),
    copy_gb_per_s: measured?.copy_gb_per_s ?? null,
    bf16_8192_tflop_per_s: measured?.bf16_8192_tflop_per_s ?? null
  }));
}
