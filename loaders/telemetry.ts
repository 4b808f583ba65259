import type {TelemetryRow} from "../src/model/tables/telemetry.js";
import {powerCapped} from "./energy.js";
import type {TelemetrySample} from "./telemetry-csv.js";

/** A measured window on the UTC axis. */
export interface Window {
  readonly pointId: string;
  readonly server: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** Samples of one file as rows, each with the point in whose measured window it lies. */
export function telemetryRows(
  run: string,
  server: string | null,
  samples: readonly TelemetrySample[],
  windows: readonly Window[]
): TelemetryRow[] {
  const own = windows.filter((window) => server === null || window.server === server);
  return samples.map((sample) => ({
    run,
    server,
    gpu_index: sample.gpuIndex,
    time_utc: sample.epochMs,
    point_id: own.find(({startMs, endMs}) => sample.epochMs >= startMs && sample.epochMs <= endMs)?.pointId ?? null,
    power_w: sample.powerW,
    power_limit_w: sample.powerLimitW,
    sm_clock_mhz: sample.smClockMhz,
    memory_clock_mhz: sample.memoryClockMhz,
    temperature_c: sample.temperatureC,
    gpu_utilisation_pct: sample.gpuUtilisationPct,
    memory_used_mib: sample.memoryUsedMib,
    throttle_reasons: sample.throttleReasons,
    power_capped: sample.throttleReasons === null ? null : powerCapped(sample.throttleReasons)
  }));
}
