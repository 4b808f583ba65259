import * as fc from "fast-check";
import {expect, test} from "vitest";
import {peakConcurrency} from "./concurrency.js";

test("peakConcurrency counts requests in flight; one that ends as another starts does not overlap", () => {
  expect(peakConcurrency(Float64Array.of(0, 1, 2), Float64Array.of(1, 2, 3))).toBe(1);
  expect(peakConcurrency(Float64Array.of(2, 0, 1), Float64Array.of(2.5, 3, 1.5))).toBe(2);
  expect(peakConcurrency(new Float64Array(), new Float64Array())).toBe(0);
});

test("peakConcurrency is the largest count seen at any start", () => {
  const request = fc.tuple(fc.integer({min: 0, max: 30}), fc.integer({min: 1, max: 10}));
  fc.assert(
    fc.property(fc.array(request), (requests) => {
      const seen = requests.map(([t]) => requests.filter(([start, length]) => start <= t && t < start + length).length);
      const starts = Float64Array.from(requests, ([start]) => start);
      const ends = Float64Array.from(requests, ([start, length]) => start + length);
      expect(peakConcurrency(starts, ends)).toBe(Math.max(0, ...seen));
    })
  );
});
