import {peakFlopPerS} from "../physics/precision.js";
import type {Efficiency} from "./efficiency.js";
import type {StepCost, Target} from "./step-time.js";

const memoryMs = 2000; // time constant of the running mean of power that the clocks answer to

/**
 * Power of one board over `ms` in which it reads `bytes` and computes `flops`, W: idle + a x (bytes a second / data sheet bandwidth) +
 * b x (FLOP a second / data sheet FLOP/s), all three in shares of the board's cap, and never above it.
 */
export function stepPowerW({gpu, precision}: Target, e: Efficiency, ms: number, bytes: number, flops: number): number {
  const bandwidthUse = bytes / ms / (gpu.memory_bandwidth_gb_per_s * 1e6);
  const computeUse = flops / ms / (peakFlopPerS(gpu, precision) / 1e3);
  const share = e.idlePowerShare + e.bandwidthPowerShare * bandwidthUse + e.computePowerShare * computeUse;
  return gpu.board_power_w * Math.min(1, share);
}

/** Bytes that one GPU reads in a step of `tokens` tokens over `contextTokens` of cache. */
export function stepBytes(cost: StepCost, tokens: number, contextTokens: number): number {
  return cost.weightBytes(tokens) + cost.contextBytes * contextTokens;
}

/** Energy of one board over the simulated time, and the clock that the running mean of its power allows. */
export class Power {
  readonly #target: Target;
  readonly #e: Efficiency;
  #meanW: number;
  #wattMs = 0;

  constructor(target: Target, e: Efficiency) {
    this.#target = target;
    this.#e = e;
    this.#meanW = e.idlePowerShare * target.gpu.board_power_w;
  }

  /** Energy so far, J. */
  get energyJ(): number {
    return this.#wattMs / 1e3;
  }

  /** Clock of compute-bound work, share of the full clock: it falls once the running mean of power passes a knee below the cap. */
  clock(): number {
    const over = this.#meanW / this.#target.gpu.board_power_w - this.#e.clockKnee;
    return over > 0 ? Math.max(0.5, 1 - this.#e.clockSlope * over) : 1;
  }

  /** Counts `ms` of work that read `bytes` and computed `flops`. */
  add(ms: number, bytes: number, flops: number): void {
    if (ms <= 0) return;
    const watt = stepPowerW(this.#target, this.#e, ms, bytes, flops);
    this.#wattMs += watt * ms;
    this.#meanW += (watt - this.#meanW) * -Math.expm1(-ms / memoryMs);
  }
}
