import * as fc from "fast-check";
import {expect, test} from "vitest";
import {loadHardware} from "./hardware.js";
import {itlHistogram} from "./itl-histogram.js";
import {loadRun} from "./run.js";
import {realRuns, repository} from "./testing/real.js";

test("each gap, in ms, lies in its bin, and none is lost", () => {
  const gap = fc.double({min: 1e-6, max: 1e7, noNaN: true});
  fc.assert(
    fc.property(fc.array(gap, {minLength: 1}), (gaps) => {
      const rows = itlHistogram("p", Float64Array.from(gaps).sort());
      expect(rows.reduce((sum, {n}) => sum + n, 0)).toBe(gaps.length);
      for (const {gt_ms, le_ms, n} of rows) expect(gaps.filter((ms) => ms > gt_ms && ms <= le_ms)).toHaveLength(n);
    })
  );
});

test("the middle of a bin is within 1 % of both its ends", () => {
  for (const {gt_ms, le_ms} of itlHistogram("p", Float64Array.of(1, 6.2, 3000))) {
    const middle = Math.sqrt(gt_ms * le_ms);
    expect(le_ms / middle - 1).toBeLessThan(0.01);
    expect(1 - gt_ms / middle).toBeLessThan(0.01);
  }
});

test("edges belong to the bin below, zeros have one of their own", () => {
  const edges = itlHistogram("p", Float64Array.of(0, 1.02 ** -3, 1, 1.02 ** 5));
  expect(edges.map(({bin, n}) => [bin, n])).toEqual([
    [-(2 ** 31), 1],
    [-3, 1],
    [0, 1],
    [5, 1]
  ]);
  expect(edges[0]).toMatchObject({gt_ms: 0, le_ms: 0});
});

test("no gap, no row", () => {
  expect(itlHistogram("p", new Float64Array())).toEqual([]);
});

test("the histogram of every point of a real run has the exact median in the bin of its median", () => {
  const {points, itl} = loadRun(realRuns, "h100-llama-3.1-8b", loadHardware(repository));
  for (const {point_id, itl_p50_ms} of points) {
    const bins = itl.filter((row) => row.point_id === point_id);
    const half = bins.reduce((sum, {n}) => sum + n, 0) / 2;
    let seen = 0;
    const {gt_ms, le_ms} = bins.find(({n}) => (seen += n) >= half)!;
    expect(itl_p50_ms).toBeGreaterThan(gt_ms);
    expect(itl_p50_ms).toBeLessThanOrEqual(le_ms * (1 + 1e-12));
  }
});
