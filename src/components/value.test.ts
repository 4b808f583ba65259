import {expect, it} from "vitest";
import {realDataset} from "../../loaders/testing/real.js";
import {value} from "./value.js";

const data = realDataset();

it("prints a printed number as its source does, and a measured one with three digits", () => {
  const printed = value(data, "tpot_ms", "published/3.1/4090d-x1/fp16", "en").source;
  expect(printed).toContain(">48\u00a0ms</data>");
  const point = data.points.find((row) => row.point_id === "measured/h100-bf16/i2048-o512-c1#1")!;
  const measured = value(data, "tpot_p50_ms", point.point_id, "en").source;
  expect(measured).toContain(`value="${point.tpot_p50_ms}"`);
  expect(measured).toContain(">6.17\u00a0ms</data>");
});

it("refuses a row or a column that does not exist, so that prose cannot outlive its data", () => {
  expect(() => value(data, "tpot_ms", "published/3.1/4090d-x9/fp16", "en")).toThrow(/no such row/);
  expect(() => value(data, "tpot_p51_ms", "measured/h100-bf16/i2048-o512-c1#1", "en")).toThrow(/no such column/);
});

it("prints a run that is not in the data as absent", () => {
  expect(value(data, "tpot_p50_ms", "measured/another/i1-o1-c1#1", "zh").source).toContain("数据中没有该运行");
});

it("prints the least sample of a percentile", () => {
  expect(value(data, "n_requests", "rule/p90", "en").source).toContain(">64\u00a0requests</data>");
  expect(() => value(data, "n_requests", "rule/best", "en")).toThrow(/no such row/);
});
