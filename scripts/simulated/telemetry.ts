import type {Card} from "./card.js";
import type {SimulatedOptions} from "./options.js";
import type {EngineState} from "./sequence.js";
import type {StepTimer} from "./step-timer.js";

/** Counters of the played boards since the start; a reader takes differences, as with an energy counter. */
export interface TelemetryCounters {
  readonly simulated: true;
  /** Time since the server's start, s. */
  readonly time_s: number;
  readonly gpus: number;
  readonly gpu: string;
  /** Cap of one board, W. */
  readonly board_power_w: number;
  readonly memory_total_mib: number;
  readonly memory_used_mib: number;
  /** Time in which the engine worked, s, and energy of all boards, J. */
  readonly busy_s: number;
  readonly energy_j: number;
  /** Loss of clock for each unit that power, as a share of the cap, passes the knee. */
  readonly clock_slope: number;
  readonly clock_knee: number;
}

/** What GET /sim/telemetry answers. @param timeS since the start */
export function telemetryCounters(
  state: Readonly<EngineState>,
  {gpu, tensor_parallel}: Card,
  timer: StepTimer,
  {simSpeed, gpuMemoryUtilization}: SimulatedOptions,
  timeS: number
): TelemetryCounters {
  const busyS = state.busy_s / simSpeed;
  return {
    simulated: true,
    time_s: timeS,
    gpus: tensor_parallel,
    gpu: gpu.name,
    board_power_w: gpu.board_power_w,
    memory_total_mib: gpu.memory_mib,
    memory_used_mib: Math.round(gpu.memory_mib * gpuMemoryUtilization),
    busy_s: busyS,
    energy_j: state.busy_energy_j / simSpeed + timer.idle_w * Math.max(0, timeS - busyS),
    clock_slope: timer.clock.slope,
    clock_knee: timer.clock.knee
  };
}
