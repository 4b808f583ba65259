import {expect, test} from "vitest";
import {noClock, offsetClock, pairClock, type ClockedPoint} from "./clock.js";
import type {ManifestPoint} from "./manifest.js";

const at = (start: number | null, end: number | null, firstStartS: number, lastEndS: number): ClockedPoint => ({
  point: {start_epoch_s: start, end_epoch_s: end} as ManifestPoint,
  firstStartS,
  lastEndS
});

test("the offset is the least that all points allow, its uncertainty the room that is left", () => {
  // True offset 1000: the calls began 2 s and 0.5 s before their first request, and ended 0.3 s and 0.1 s after the last.
  const clock = offsetClock([at(1008, 1020.3, 10, 20), at(1029.5, 1040.1, 30, 40)]);
  expect(clock.source).toBe("offset");
  expect(clock.offsetS).toBeCloseTo(1000.1, 9);
  expect(clock.uncertaintyS).toBeCloseTo(0.6, 9);
});

test("points that contradict each other are of no one boot", () => {
  expect(offsetClock([at(1008, 1020, 10, 20), at(5008, 5020, 10, 20)])).toEqual(noClock);
});

test("no end of a call, no offset; no start, no uncertainty", () => {
  expect(offsetClock([])).toEqual(noClock);
  expect(offsetClock([at(1008, null, 10, 20)])).toEqual(noClock);
  expect(offsetClock([at(null, 1021, 10, 20)])).toEqual({source: "offset", offsetS: 1001, uncertaintyS: null});
});

test("a recorded pair is the clock", () => {
  const point = {clock_pair: {epoch_s: 1500, monotonic_s: 400, error_s: 0.001}} as ManifestPoint;
  expect(pairClock(point)).toEqual({source: "pair", offsetS: 1100, uncertaintyS: 0.001});
  expect(pairClock({clock_pair: null} as ManifestPoint)).toBeNull();
});
