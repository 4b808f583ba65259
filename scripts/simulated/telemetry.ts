import type {HardwareRow} from "../../src/model/tables/hardware.js";
import type {EngineState} from "./sequence.js";

/** Counters of the played GPU since the start; a reader takes differences, as with an energy counter. */
export interface TelemetryCounters {
  readonly simulated: true;
  /** Time since the server's start, s. */
  readonly time_s: number;
  readonly gpus: number;
  readonly gpu: string;
  readonly board_power_w: number;
  readonly memory_total_mib: number;
  readonly memory_used_mib: number;
  /** Time in which the engine worked, and its memory and arithmetic were busy, s. */
  readonly busy_s: number;
  readonly memory_busy_s: number;
  readonly compute_busy_s: number;
}

/** What GET /sim/telemetry answers. @param speed simulated seconds per real second */
export function telemetryCounters(
  state: Readonly<EngineState>,
  gpu: HardwareRow,
  gpus: number,
  utilization: number,
  timeS: number,
  speed: number
): TelemetryCounters {
  return {
    simulated: true,
    time_s: timeS,
    gpus,
    gpu: gpu.name,
    board_power_w: gpu.board_power_w,
    memory_total_mib: gpu.memory_mib,
    memory_used_mib: Math.round(gpu.memory_mib * utilization),
    busy_s: state.busy_s / speed,
    memory_busy_s: state.memory_busy_s / speed,
    compute_busy_s: state.compute_busy_s / speed
  };
}
