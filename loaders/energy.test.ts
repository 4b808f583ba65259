import * as fc from "fast-check";
import {expect, test} from "vitest";
import {powerCapped, windowTelemetry} from "./energy.js";
import type {TelemetrySample} from "./telemetry-csv.js";

function sample(epochMs: number, powerW: number | null, more: Partial<TelemetrySample> = {}): TelemetrySample {
  const none = {
    powerLimitW: null,
    memoryClockMhz: null,
    temperatureC: null,
    gpuUtilisationPct: null,
    memoryUsedMib: null
  };
  return {epochMs, gpuIndex: 0, powerW, smClockMhz: null, throttleReasons: null, ...none, ...more};
}

test("energy is the trapezoid over the window, its ends interpolated", () => {
  // 100 W at 0 s rising to 300 W at 2 s; the window from 0.5 to 1.5 s lies under 150 to 250 W.
  const samples = [sample(0, 100), sample(1000, 200), sample(2000, 300)];
  expect(windowTelemetry(samples, 500, 1500, null)).toMatchObject({
    energyJ: 200,
    powerMeanW: 200,
    valid: true,
    reasons: []
  });
});

test("energy of a constant power is power times time, wherever the samples lie", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({min: 1, max: 2900}), {minLength: 4, maxLength: 50}),
      fc.double({min: 0.01, max: 0.49, noNaN: true}),
      (steps, share) => {
        const times = steps.reduce<number[]>((all, step) => [...all, all.at(-1)! + step], [0]);
        const end = times.at(-1)!;
        const [from, to] = [end * share, end * (1 - share)];
        fc.pre(times.some((t) => t >= from && t <= to));
        const seen = windowTelemetry(
          times.map((t) => sample(t, 250)),
          from,
          to,
          null
        );
        expect(seen.energyJ).toBeCloseTo((250 * (to - from)) / 1000, 6);
      }
    )
  );
});

test("energy is summed over the GPUs that served, and no others", () => {
  const samples = [0, 1000, 2000].flatMap((t) => [
    sample(t, 100),
    sample(t, 50, {gpuIndex: 1}),
    sample(t, 7, {gpuIndex: 2})
  ]);
  expect(windowTelemetry(samples, 0, 2000, [0, 1]).energyJ).toBe(300);
  expect(windowTelemetry(samples, 0, 2000, null).energyJ).toBe(314);
});

test("a gap of over 3 s inside the window makes the energy invalid; outside it does no harm", () => {
  const samples = [sample(0, 100), sample(32_000, 100), sample(32_200, 100), sample(32_400, 100), sample(60_000, 100)];
  expect(windowTelemetry(samples, 32_000, 32_400, null)).toMatchObject({energyJ: 40, valid: true});
  expect(windowTelemetry(samples, 0, 32_400, null)).toMatchObject({
    energyJ: null,
    powerMeanW: null,
    valid: false,
    reasons: ["telemetry has a gap of 32.0 s in the measured window"]
  });
});

test("an edge is held by at most one sample", () => {
  const samples = [0, 200, 400, 600].map((t) => sample(t, 100));
  expect(windowTelemetry(samples, 0, 800, null)).toMatchObject({energyJ: 80, valid: true});
  expect(windowTelemetry(samples, 0, 1200, null).reasons).toEqual(["telemetry ends 0.6 s before the window ends"]);
  expect(windowTelemetry(samples, -900, 600, null).reasons).toEqual(["telemetry begins 0.9 s after the window begins"]);
});

test("no sample in the window, or none with power, is said", () => {
  expect(windowTelemetry([], 0, 1000, null).reasons).toEqual(["no telemetry sample in the measured window"]);
  const silent = windowTelemetry([sample(0, null), sample(500, null)], 0, 1000, null);
  expect(silent).toMatchObject({energyJ: null, valid: false, reasons: ["no power sample in the measured window"]});
});

test("clock is the mean and the cap a share of the samples in the window", () => {
  const at = (t: number, smClockMhz: number, throttleReasons: number) => sample(t, 1, {smClockMhz, throttleReasons});
  const samples = [at(0, 1000, 0), at(1000, 2000, 4), at(2000, 1800, 5), at(2500, 1, 4)];
  expect(windowTelemetry(samples, 0, 2000, null)).toMatchObject({smClockMeanMhz: 1600, powerCapShare: 2 / 3});
});

test("the power cap is bit 0x4, of masks of any size", () => {
  expect([0, 1, 3, 4, 5, 8, 12, 2 ** 40 + 4, 2 ** 40].map(powerCapped)).toEqual([
    false,
    false,
    false,
    true,
    true,
    false,
    true,
    true,
    false
  ]);
});
