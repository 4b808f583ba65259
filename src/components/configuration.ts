import type {Dataset} from "../model/dataset.js";
import {seriesOf} from "./palette.js";

/**
 * A configuration's name as the report prints it: "4 × RTX 4090D", with the precision where it is not 16 bits. Copies of the model on
 * several cards are told from a model split over them: "2 × H200, TP 1".
 */
export function configurationName(
  data: Pick<Dataset, "hardware">,
  configuration: {gpu: string; gpus: number; precision?: string | null; copies?: number}
): string {
  const {gpu, gpus, copies = 1} = configuration;
  const {label: boards} = seriesOf(data.hardware, gpu, gpus);
  const label = copies === 1 ? boards : `${boards}, TP ${gpus / copies}`;
  const precision = configuration.precision ?? null;
  if (precision === null || precision === "fp16" || precision === "bf16") return label;
  const words: Record<string, string> = {"gptq-int4": "GPTQ Int4", "awq-int4": "AWQ Int4", fp8: "FP8"};
  return `${label} ${words[precision] ?? precision}`;
}
