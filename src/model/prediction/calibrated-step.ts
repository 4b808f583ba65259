import type {Efficiency} from "../simulator/efficiency.js";
import {stepBytes, stepPowerW} from "../simulator/power.js";
import {stepCost, stepTimeMs, type Batch, type Target} from "../simulator/step-time.js";
import type {Calibration} from "./fit-calibration.js";
import {efficiencyOf} from "./parameters.js";

/** Timing of one engine step by step, for a server that plays a GPU in real time. */
export interface CalibratedStep {
  /** Time of a step at full clocks, ms. */
  readonly stepMs: (batch: Batch) => number;
  /** Board power while that step runs, W, over all GPUs. */
  readonly powerW: (batch: Batch) => number;
  /** Board power while nothing runs, W, over all GPUs. */
  readonly idleW: number;
  /** Time from a lone request's arrival to the engine, ms. */
  readonly hostMs: (inputTokens: number) => number;
  readonly efficiency: Efficiency;
}

/** The step-time and power models of a target with the calibration's median parameters. */
export function calibratedStep(calibration: Calibration, target: Target): CalibratedStep {
  const efficiency = efficiencyOf(calibration.parameters.map(({median}) => Math.log(median)));
  const cost = stepCost(target, efficiency);
  const n = target.tensorParallel;
  return {
    stepMs: (batch) => stepTimeMs(cost, batch),
    powerW: (batch) => {
      const tokens = batch.decodes + batch.prefillTokens;
      const flops =
        tokens * cost.linearFlops +
        (batch.decodes + batch.prefillEnds) * cost.headFlops +
        batch.prefillPairs * cost.pairFlops;
      const ms = stepTimeMs(cost, batch);
      return n * stepPowerW(target, efficiency, ms, stepBytes(cost, tokens, batch.contextTokens), flops);
    },
    idleW: n * efficiency.idlePowerShare * target.gpu.board_power_w,
    hostMs: (tokens) => efficiency.hostMs + efficiency.hostRequestMs + efficiency.hostTokenMs * tokens,
    efficiency
  };
}
