import type {Architecture} from "../../model/physics/architecture.js";
import {isInt4, sameBytes, type Precision} from "../../model/physics/precision.js";
import type {PredictionRequest} from "../../model/prediction/prediction-request.js";
import type {HardwareRow} from "../../model/tables/hardware.js";

/** What a reader sets: one model on one configuration under one closed-loop load. */
export interface Settings {
  readonly model: string;
  readonly gpu: string;
  readonly precision: Precision;
  /** GPUs that share each layer: the tensor parallel size. */
  readonly gpus: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly concurrency: number;
}

/** All that there is to choose from, in the page itself: nothing is asked of a server. */
export interface Catalogue {
  readonly models: readonly {readonly id: string; readonly arch: Architecture}[];
  readonly gpus: readonly HardwareRow[];
  /** Configurations whose measurements are in the fit. */
  readonly fitted: readonly {readonly gpu: string; readonly gpus: number; readonly precision: string}[];
}

const doubling = (from: number, to: number): number[] =>
  Array.from({length: Math.log2(to / from) + 1}, (_, i) => from * 2 ** i);

/** Steps of the sliders: each doubles the last. */
export const levels = {
  input_tokens: doubling(128, 32768),
  output_tokens: doubling(16, 4096),
  concurrency: doubling(1, 256)
} as const;

export type Level = keyof typeof levels;

/** Numbers of GPUs on offer; a model takes those that divide its attention heads. */
export const gpuCounts = [1, 2, 4, 8] as const;

/** What vllm serve takes when nothing is said. */
export const engine = {maxNumBatchedTokens: 8192, maxNumSeqs: 256, gpuMemoryUtilization: 0.9} as const;

/** Why settings cannot be served whatever the engine does; null when they can be tried. */
export function refusal(catalogue: Catalogue, {model, precision, gpus}: Settings): "heads" | "checkpoint" | null {
  const {attention, quantization} = archOf(catalogue, model);
  if (attention.heads % gpus !== 0) return "heads";
  return quantization !== null && quantization.precision !== precision ? "checkpoint" : null;
}

/** The request for the simulator. */
export function requestOf(catalogue: Catalogue, settings: Settings): PredictionRequest {
  const gpu = catalogue.gpus.find((row) => row.gpu === settings.gpu);
  if (gpu === undefined) throw new RangeError(`no GPU ${settings.gpu} in the catalogue`);
  return {
    model: settings.model,
    target: {
      arch: archOf(catalogue, settings.model),
      precision: settings.precision,
      gpu,
      tensorParallel: settings.gpus
    },
    input: {kind: "fixed", tokens: settings.input_tokens},
    output: {kind: "fixed", tokens: settings.output_tokens},
    loads: [{kind: "closed", concurrency: settings.concurrency}],
    requests: null,
    ...engine,
    slo: []
  };
}

/** True when the calibration was fitted on measurements of this very configuration. */
export function inFit({fitted}: Catalogue, {gpu, gpus, precision}: Settings): boolean {
  return fitted.some((one) => one.gpu === gpu && one.gpus === gpus && sameBytes(one.precision, precision));
}

/** "FP16", "GPTQ Int4". */
export function precisionName(precision: Precision): string {
  return isInt4(precision)
    ? `${precision.slice(0, precision.indexOf("-")).toUpperCase()} Int4`
    : precision.toUpperCase();
}

function archOf(catalogue: Catalogue, model: string): Architecture {
  const found = catalogue.models.find(({id}) => id === model);
  if (found === undefined) throw new RangeError(`no model ${model} in the catalogue`);
  return found.arch;
}
