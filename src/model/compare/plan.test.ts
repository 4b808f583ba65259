import {expect, test} from "vitest";
import {comparedMetric} from "./compared-metrics.js";
import {plan} from "./plan.js";
import {testPoint} from "./testing.js";

const metrics = [comparedMetric("output_tokens_per_s")];

test("the spread is pooled over loads, and the repeats are those of statsmodels' TTestIndPower.solve_power", () => {
  // Logs 0 and 0.03 at one load, 0 and 0.015 at another: variances 0.00045 and 0.0001125, a degree of freedom each.
  const points = [0, 0.03, 1, 1.015].map((log, i) =>
    testPoint({concurrency: i < 2 ? 1 : 4, output_tokens_per_s: Math.exp(log)})
  );
  const [row] = plan(points, {metrics, differences: [0.03]});
  expect(row).toMatchObject({df: 2, from: "seen"});
  expect(row!.spread).toBeCloseTo(Math.sqrt((0.00045 + 0.0001125) / 2), 12);
  // effect ln(1.03) / 0.01677 = 1.7626: solve_power gives 6.18.
  expect(row!.to_find[0]!.repeats).toBe(7);
});

test("with 1.5 % of spread, five repeats are enough for 5 % and not for 3 %", () => {
  const [row] = plan([], {metrics, differences: [0.05, 0.03, 0.0001], spread: 0.015});
  expect(row!.to_find.map(({repeats}) => repeats)).toEqual([3, 6, null]);
  expect(row!.to_show_equivalence).toBe(6);
});

test("nothing repeated: nothing is known", () => {
  expect(plan([testPoint({output_tokens_per_s: 5})], {metrics, differences: [0.05]})[0]).toMatchObject({
    spread: null,
    from: "nowhere",
    to_show_equivalence: null
  });
});
