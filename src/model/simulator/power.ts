import type {Efficiency} from "./efficiency.js";
import type {HardwareRow} from "../tables/hardware.js";
import type {StepCost} from "./step-time.js";

const memoryMs = 2000; // time constant of the running mean of power that the clocks answer to

/**
 * Board power of one GPU over the simulated time, and the clock it allows. Power = idle + a x (bytes read a second / data sheet
 * bandwidth) + b x (FLOP a second / data sheet FLOP/s), never above the board's cap; the clock of compute-bound work falls once the
 * running mean of power passes a knee below the cap.
 */
export class Power {
  readonly #capW: number;
  readonly #e: Efficiency;
  readonly #wattMsPerByte: number;
  readonly #wattMsPerFlop: number;
  #meanW: number;
  #wattMs = 0;

  constructor(gpu: HardwareRow, peakFlopPerS: number, e: Efficiency) {
    this.#capW = gpu.board_power_w;
    this.#e = e;
    this.#wattMsPerByte = (e.bandwidthPowerShare * gpu.board_power_w) / (gpu.memory_bandwidth_gb_per_s * 1e6);
    this.#wattMsPerFlop = (e.computePowerShare * gpu.board_power_w) / (peakFlopPerS / 1e3);
    this.#meanW = e.idlePowerShare * gpu.board_power_w;
  }

  /** Energy so far, J. */
  get energyJ(): number {
    return this.#wattMs / 1e3;
  }

  /** Clock of compute-bound work, share of the full clock. */
  clock(): number {
    const over = this.#meanW / this.#capW - this.#e.clockKnee;
    return over > 0 ? Math.max(0.5, 1 - this.#e.clockSlope * over) : 1;
  }

  /** Counts `ms` of work that read `bytes` and computed `flops`. */
  add(ms: number, bytes: number, flops: number): void {
    if (ms <= 0) return;
    const idleW = this.#e.idlePowerShare * this.#capW;
    const watt = Math.min(this.#capW, idleW + (bytes * this.#wattMsPerByte + flops * this.#wattMsPerFlop) / ms);
    this.#wattMs += watt * ms;
    this.#meanW += (watt - this.#meanW) * -Math.expm1(-ms / memoryMs);
  }
}

/** Bytes that one GPU reads in a step of `tokens` tokens over `contextTokens` of cache. */
export function stepBytes(cost: StepCost, tokens: number, contextTokens: number): number {
  return cost.weightBytes(tokens) + cost.contextBytes * contextTokens;
}
