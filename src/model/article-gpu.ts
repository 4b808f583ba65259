import type {Dataset} from "./dataset.js";
import type {HardwareRow} from "./tables/hardware.js";

/** The article's id of a machine as hardware: by its printed rows, else by the same card in another number ("a100-80gb-x8"). */
export function articleGpu(
  data: Pick<Dataset, "published" | "hardware">,
  id: string
): {gpu: HardwareRow; gpus: number} | null {
  const row = data.published.find((entry) => entry.source_gpu === id);
  const [, card, count] = /^(.*)-x(\d+)$/.exec(id) ?? [];
  const kin = row ?? data.published.find((entry) => card !== undefined && entry.source_gpu.startsWith(`${card}-x`));
  const gpu = data.hardware.find((entry) => entry.gpu === kin?.gpu);
  return gpu === undefined ? null : {gpu, gpus: row?.gpus ?? Number(count)};
}
