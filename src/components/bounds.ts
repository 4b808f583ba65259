import type {Dataset} from "../model/dataset.js";
import {parseArchitecture} from "../model/physics/architecture.js";
import type {BoundTarget} from "../model/physics/bounds.js";
import {precisions} from "../model/physics/precision.js";
import {articleWorkload} from "./workload.js";

/** What runs: `model` is a name under which a run serves it, null the article's model. */
export interface Served {
  readonly model: string | null;
  readonly gpu: string;
  readonly gpus: number;
  readonly precision: string;
}

/**
 * What physics needs to bound a configuration; null when the model's config, the GPU or the precision is not known
 * to this data set, so that a chart draws no floor rather than a wrong one.
 */
export function boundTarget(data: Dataset, served: Served): BoundTarget | null {
  const names = served.model === null ? articleWorkload(data).models : [served.model];
  const entry = data.models.find((model) => model.names.some((name) => names.includes(name)));
  const gpu = data.hardware.find((row) => row.gpu === served.gpu);
  const precision = precisions.find((name) => name === served.precision);
  if (entry === undefined || gpu === undefined || precision === undefined) return null;
  return {arch: parseArchitecture(entry), precision, gpu, gpus: served.gpus};
}
