import {JSDOM} from "jsdom";
import * as Plot from "@observablehq/plot";
import {expect, it} from "vitest";
import {chart, logTicks} from "./plot.js";

it("picks round ticks, at most as many as asked for", () => {
  expect(logTicks([0.11, 4.5], 5)).toEqual([0.2, 0.5, 1, 2]);
  expect(logTicks([7, 270])).toEqual([10, 20, 50, 100, 200]);
  expect(logTicks([10, 18_000])).toEqual([10, 100, 1000, 10_000]);
  expect(logTicks([2600, 17_000], 6)).toEqual([3000, 4000, 6000, 10_000]);
  expect(logTicks([0, 5])).toEqual([]);
});

it("prints every tick of a logarithmic axis, where Plot would drop some", () => {
  const {document} = new JSDOM("").window;
  const y = {type: "log", domain: [0.03, 5.5], ticks: [0.05, 0.1, 0.5, 1, 5], grid: true} as const;
  const svg = chart({document, y: {...y, ticks: [...y.ticks], domain: [...y.domain]}, marks: [Plot.ruleY([1])]});
  expect([...svg.querySelectorAll("text")].map((text) => text.textContent)).toEqual(["0.05", "0.1", "0.5", "1", "5"]);
});
