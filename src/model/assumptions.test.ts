import {expect, test} from "vitest";
import {assume, defaultAssumptions} from "./assumptions.js";

test("nothing given means the article's limit, full use, and a spread of 5 %", () => {
  expect(assume()).toEqual(defaultAssumptions);
  expect(defaultAssumptions).toMatchObject({slo: {limit_ms: 3000, percentile: 0.99}, utilisation: 1, run_spread: 0.05});
});

test("a part that is given replaces its default and leaves the rest", () => {
  const given = assume({slo: {metric: "ttft"}, prices: {"a100-80gb-sxmx1/CNY": 20}, electricity_price_per_kwh: 0.8});
  expect(given.slo).toEqual({metric: "ttft", percentile: 0.99, limit_ms: 3000});
  expect(given.load).toEqual(defaultAssumptions.load);
});

test("what is out of range is refused with the value and the range", () => {
  expect(() => assume({utilisation: 0})).toThrow("utilisation (Utilisation) is not in [0.01, 1]: 0");
  expect(() => assume({prices: {a100: 3}})).toThrow('not a priced configuration: "a100"');
  expect(() => assume({prices: {"a100x1/CNY": -3}})).toThrow("-3");
  expect(() => assume({slo: {metric: "latency" as "e2e"}})).toThrow("not a latency");
  expect(() => assume({run_spread: Number.NaN})).toThrow("run_spread");
  expect(() => assume({readings: {far_ratio: 0.5}})).toThrow("far_ratio");
});
