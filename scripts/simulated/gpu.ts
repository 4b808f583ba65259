import {parse} from "yaml";
import {z} from "zod";
import {Problem} from "../../src/model/problem.js";
import type {HardwareRow} from "../../src/model/tables/hardware.js";
import {embeddedText} from "../embedded.js";

const gpuSchema = z.object({
  name: z.string(),
  architecture: z.string(),
  compute_capability: z.string(),
  memory_gb: z.number().positive(),
  memory_mib: z.number().positive(),
  memory_bandwidth_gb_per_s: z.number().positive(),
  fp16_tflop_per_s: z.number().positive(),
  fp8_tflop_per_s: z.number().positive().nullable(),
  board_power_w: z.number().positive(),
  link_gb_per_s: z.number().positive(),
  link: z.string(),
  source: z.string()
});
const sheetSchema = z.object({gpus: z.record(z.string(), gpuSchema)});

/** The data sheet values of a GPU of data/hardware.yaml, by id. */
export function gpuOf(id: string): HardwareRow {
  const {gpus} = sheetSchema.parse(parse(embeddedText("data/hardware.yaml")));
  const gpu = gpus[id];
  if (gpu === undefined)
    throw new Problem("no such GPU", {value: id, remedy: `known: ${Object.keys(gpus).join(", ")}`});
  return {gpu: id, ...gpu, label: null, mark: 1, mark_several: null, copy_gb_per_s: null, bf16_8192_tflop_per_s: null};
}
