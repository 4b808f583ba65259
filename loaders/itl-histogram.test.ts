import {expect, it} from "vitest";
import {loadDataset} from "./dataset.js";
import {itlHistogram} from "./itl-histogram.js";

it("puts every gap, in ms, into the bin that holds it", () => {
  const gaps = Float64Array.from([0.5, 1, 6.17, 6.17, 180, 1.02 ** 7]);
  const rows = itlHistogram("p", gaps);
  expect(rows.reduce((sum, {n}) => sum + n, 0)).toBe(gaps.length);
  for (const gap of gaps) expect(rows.filter(({gt_ms, le_ms}) => gap > gt_ms && gap <= le_ms)).toHaveLength(1);
  expect(itlHistogram("p", Float64Array.of(0))).toEqual([{point_id: "p", bin: -(2 ** 31), gt_ms: 0, le_ms: 0, n: 1}]);
});

it("gives every point a median within 1 % of the exact one", () => {
  const {points, itl} = loadDataset({root: "."});
  expect(points.length).toBeGreaterThan(0);
  for (const point of points) {
    const bins = itl.filter((row) => row.point_id === point.point_id);
    const half = bins.reduce((sum, {n}) => sum + n, 0) / 2;
    let seen = 0;
    const median = bins.find(({n}) => (seen += n) >= half)!;
    expect(Math.sqrt(median.gt_ms * median.le_ms) / point.itl_p50_ms!).toBeGreaterThan(0.99);
    expect(Math.sqrt(median.gt_ms * median.le_ms) / point.itl_p50_ms!).toBeLessThan(1.011);
  }
});
