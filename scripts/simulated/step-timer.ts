import {calibratedStep} from "../../src/model/prediction/calibrated-step.js";
import {calibration} from "../../src/model/prediction/calibration.js";
import type {Batch} from "../../src/model/simulator/step-time.js";
import type {Card} from "./card.js";

/** How long the played card and its host take. */
export interface StepTimer {
  /** One step of the engine's loop, s. */
  stepS(batch: Batch): number;
  /** Power of all boards while that step runs, W. */
  powerW(batch: Batch): number;
  /** Power of all boards while nothing runs, W. */
  readonly idle_w: number;
  /** The way in of a prompt: what queues in the one process that tokenizes, and what does not, s. */
  hostS(promptTokens: number): {readonly queueing: number; readonly latency: number};
  /** Loss of clock for each unit that power, as a share of the cap, passes the knee. */
  readonly clock: {readonly slope: number; readonly knee: number};
}

/**
 * The simulator's step-time, host and power models with the parameters that were fitted on measured runs, at full
 * clocks: within a few percent on the cards of the fit, by physics on others.
 */
export function calibratedTimer({arch, precision, gpu, tensor_parallel: tensorParallel}: Card): StepTimer {
  const {stepMs, powerW, idleW, efficiency: e} = calibratedStep(calibration, {arch, precision, gpu, tensorParallel});
  return {
    stepS: (batch) => stepMs(batch) / 1e3,
    powerW,
    idle_w: idleW,
    hostS: (tokens) => ({queueing: (e.hostRequestMs + e.hostTokenMs * tokens) / 1e3, latency: e.hostMs / 1e3}),
    clock: {slope: e.clockSlope, knee: e.clockKnee}
  };
}
