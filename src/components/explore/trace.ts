import {group, max} from "d3";
import type {Dataset} from "../../model/dataset.js";
import type {TelemetryRow} from "../../model/tables/telemetry.js";
import {binned, minutesOf} from "../timeline-data.js";

/** Time bins that a run's telemetry comes down to. */
const bins = 360;

/** Power and clock of one run, in time bins; null values stand where the telemetry has a gap. */
export interface Trace {
  readonly run: string;
  /** Minutes from the start to the last sample. */
  readonly minutes: number;
  readonly power_limit_w: number | null;
  readonly power_w: readonly (readonly [minutes: number, value: number | null])[];
  readonly sm_clock_mhz: readonly (readonly [minutes: number, value: number | null])[];
  /** Measured windows, in minutes since the start, with the index of their point. */
  readonly windows: readonly {readonly point: number; readonly start: number; readonly end: number}[];
}

/** The telemetry of every run whose points Explore shows, on the clock of the points; of several GPUs the first. */
export function traces(data: Dataset, index: ReadonlyMap<string, number>): Trace[] {
  const byRun = group(
    data.telemetry.filter((row) => row.power_w !== null),
    (row) => row.run
  );
  return [...byRun].flatMap(([run, rows]) => {
    const first = Math.min(...new Set(rows.map((row) => row.gpu_index)));
    const samples = rows.filter((row) => row.gpu_index === first).sort((a, b) => a.time_utc - b.time_utc);
    const [start, end] = [samples[0]!.time_utc, samples.at(-1)!.time_utc];
    const windows = data.points.flatMap((point) => {
      const at = index.get(point.point_id);
      if (point.run !== run || at === undefined || point.start_utc === null || point.end_utc === null) return [];
      return [{point: at, start: minutesOf(point.start_utc - start), end: minutesOf(point.end_utc - start)}];
    });
    if (windows.length === 0 || end <= start) return [];
    const line = (name: "power_w" | "sm_clock_mhz"): [number, number | null][] =>
      binned({samples, start, end}, name, bins).map(({minutes, value}) => [minutes, value]);
    return [
      {
        run,
        minutes: minutesOf(end - start),
        power_limit_w: max(samples, (row: TelemetryRow) => row.power_limit_w) ?? null,
        power_w: line("power_w"),
        sm_clock_mhz: line("sm_clock_mhz"),
        windows
      }
    ];
  });
}
