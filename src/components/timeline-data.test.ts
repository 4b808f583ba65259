import {expect, it} from "vitest";
import type {TelemetryRow} from "../model/tables/telemetry.js";
import {binned, type Timeline} from "./timeline-data.js";

const sample = (seconds: number, power_w: number | null): TelemetryRow =>
  ({time_utc: seconds * 1000, power_w, sm_clock_mhz: null}) as TelemetryRow;

const timeline = (samples: readonly TelemetryRow[]): Timeline => ({
  run: "run",
  samples,
  start: samples[0]!.time_utc,
  end: samples.at(-1)!.time_utc,
  windows: [],
  power_limit_w: null,
  longest_gap_s: 0
});

it("averages within bins and leaves out what the board did not report", () => {
  const line = binned(timeline([sample(0, 100), sample(1, 300), sample(2, null), sample(4, 500)]), "power_w", 2);
  expect(line.map((point) => point.value)).toEqual([200, 500]);
});

it("breaks the line where the telemetry pauses for more than 3 s", () => {
  const line = binned(timeline([sample(0, 100), sample(1, 100), sample(33, 400), sample(34, 400)]), "power_w", 34);
  expect(line.map((point) => point.value)).toEqual([100, 100, null, 400, 400]);
});
