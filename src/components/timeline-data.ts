import {extent, group, max} from "d3";
import {shownKind, type Dataset} from "../model/dataset.js";
import type {PointRow} from "../model/tables/points.js";
import type {TelemetryRow} from "../model/tables/telemetry.js";
import {articleWorkload} from "./workload.js";

/** One server's telemetry on a common clock, with the points measured meanwhile. */
export interface Timeline {
  readonly run: string;
  readonly samples: readonly TelemetryRow[];
  /** Instants, ms UTC. */
  readonly start: number;
  readonly end: number;
  readonly windows: readonly Window[];
  readonly power_limit_w: number | null;
  /** Longest time between two samples, s. */
  readonly longest_gap_s: number;
}

interface Window {
  readonly point: PointRow;
  readonly start: number;
  readonly end: number;
}

/** A gap in the telemetry breaks the lines when it is longer than this: the same limit that makes energy invalid. */
export const gapLimitMs = 3000;

/**
 * The run of the article's model with the most loads, of several with as many the one with the most samples of one GPU;
 * null when no measured run has telemetry.
 */
export function timelineOf(data: Dataset): Timeline | null {
  const {models} = articleWorkload(data);
  const measured = data.points.filter(
    (point) => point.kind === shownKind(data) && point.start_utc !== null && point.end_utc !== null
  );
  const own = measured.filter((point) => point.model !== null && models.includes(point.model));
  const runs = new Set((own.length > 0 ? own : measured).map((point) => point.run));
  const series = [
    ...group(
      data.telemetry.filter((row) => runs.has(row.run) && row.power_w !== null),
      (row) => `${row.run} ${row.gpu_index}`
    ).values()
  ];
  const loads = (run: string): number =>
    new Set(own.filter((point) => point.run === run).map((point) => `${point.input_tokens} ${point.concurrency}`)).size;
  const samples = series
    .sort((a, b) => loads(b[0]!.run) - loads(a[0]!.run) || b.length - a.length)[0]
    ?.toSorted((a, b) => a.time_utc - b.time_utc);
  if (samples === undefined) return null;
  const [start, end] = extent(samples, (row) => row.time_utc) as [number, number];
  const {run} = samples[0]!;
  return {
    run,
    samples,
    start,
    end,
    windows: measured
      .filter((point) => point.run === run)
      .map((point) => ({point, start: point.start_utc!, end: point.end_utc!}))
      .sort((a, b) => a.start - b.start),
    power_limit_w: max(samples, (row) => row.power_limit_w) ?? null,
    longest_gap_s: (max(samples.slice(1), (row, i) => row.time_utc - samples[i]!.time_utc) ?? 0) / 1000
  };
}

/** Mean of a quantity in time bins, in minutes since the start; a null value stands where the telemetry has a gap. */
export function binned(
  {samples, start, end}: Pick<Timeline, "samples" | "start" | "end">,
  name: "power_w" | "sm_clock_mhz",
  bins: number
): {minutes: number; value: number | null}[] {
  const width = Math.max((end - start) / bins, 1);
  const out: {minutes: number; value: number | null}[] = [];
  let [sum, n, at, last] = [0, 0, 0, start];
  const flush = (): void => {
    if (n > 0) out.push({minutes: minutesOf((at + 0.5) * width), value: sum / n});
    [sum, n] = [0, 0];
  };
  for (const row of samples) {
    const value = row[name];
    if (value === null) continue;
    const bin = Math.floor((row.time_utc - start) / width);
    if (bin !== at) {
      flush();
      if (row.time_utc - last > gapLimitMs) out.push({minutes: minutesOf(row.time_utc - start), value: null});
      at = bin;
    }
    sum += value;
    n++;
    last = row.time_utc;
  }
  flush();
  return out;
}

/** Milliseconds as minutes, to a tenth of a second. */
export function minutesOf(ms: number): number {
  return Math.round(ms / 100) / 600;
}
