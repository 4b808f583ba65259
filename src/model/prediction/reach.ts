import type {Target} from "../simulator/step-time.js";
import type {Calibration} from "./fit-calibration.js";
import type {ParameterName} from "./parameters.js";

/** How far a parameter may lie from the calibrated one on a target that was not measured: added standard deviation of its logarithm. */
export type Reach = ReadonlyMap<ParameterName, number>;

/**
 * Added uncertainty of carrying the calibration to a target. Another GPU reaches other shares of its data sheet, more so of another
 * generation than the one measured (kernels differ); another model has other kernel shapes.
 * These spreads are stated beliefs, not fits: with one GPU measured nothing can be fitted on their difference.
 */
export function reach(calibration: Calibration, {arch, gpu, precision}: Target, modelId: string | null): Reach {
  const spreads = new Map<ParameterName, number>();
  const add = (names: readonly ParameterName[], spread: number): void => {
    for (const name of names) spreads.set(name, Math.hypot(spreads.get(name) ?? 0, spread));
  };
  if (!calibration.fitted_on.gpus.includes(gpu.gpu)) {
    add(["weightBandwidthShare", "kvBandwidthShare"], 0.03);
    add(["linearShare"], 0.06);
    add(["attentionShare", "stepMs", "layerMs"], 0.1);
    add(["idlePowerShare", "bandwidthPowerShare", "computePowerShare"], 0.12);
    add(["clockSlope"], 0.3);
    if (!calibration.fitted_on.gpu_architectures.includes(gpu.architecture)) {
      add(["weightBandwidthShare", "kvBandwidthShare"], 0.05);
      add(["linearShare", "attentionShare", "stepMs", "layerMs"], 0.15);
      add(["idlePowerShare", "bandwidthPowerShare", "computePowerShare"], 0.2);
    }
  }
  if (modelId === null || !calibration.fitted_on.models.includes(modelId)) {
    add(["layerMs"], 0.08);
    add(["linearShare", "kvBandwidthShare"], 0.03);
  }
  if (!calibration.fitted_on.precisions.includes(precision) && precision !== "bf16" && precision !== "fp16") {
    add(["layerMs"], 0.1);
  }
  if (arch.mlp.experts !== null) add(["corner"], 0.2);
  return spreads;
}
