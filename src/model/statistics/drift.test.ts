import {expect, test} from "vitest";
import {drift} from "./drift.js";

test("drift agrees with scipy.stats.linregress 1.17 on logarithms", () => {
  const values = [6.17, 6.2, 6.19, 6.25, 6.31];
  const found = drift([0, 100, 250, 400, 620].map((time_s, i) => ({time_s, value: values[i]!})))!;
  expect(found.n).toBe(5);
  expect(found.change).toBeCloseTo(0.02196734782990073, 12);
  expect(found.p).toBeCloseTo(0.01209043384920795, 12);
});

test("two sentinels give a change and no test; one gives nothing", () => {
  const found = drift([
    {time_s: 0, value: 6.17},
    {time_s: 516, value: 6.27}
  ])!;
  expect(found.change).toBeCloseTo(6.27 / 6.17 - 1, 12);
  expect(found.p).toBeNull();
  expect(drift([{time_s: 0, value: 1}])).toBeNull();
  expect(
    drift([
      {time_s: 5, value: 1},
      {time_s: 5, value: 2}
    ])
  ).toBeNull();
  expect(() => drift([{time_s: 0, value: 0}])).toThrow("not above 0: 0");
});
