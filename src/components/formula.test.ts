import {expect, test} from "vitest";
import {formulaOf} from "./formula.js";

test.each([
  ["measured/h100-core/x#1", "tpot_p50_ms", /E2E - TTFT/],
  ["measured/h100-core/x#1", "tpot_ms", /E2E - TTFT/],
  ["published/3.1/4090d-x1/fp16", "tpot_ms", /as printed/],
  ["published/5.1/4090d-x1/fp16", "cost_recomputed", /price per hour/],
  ["hardware/h100-80gb-sxm", "tpot_floor_ms", /bandwidth/]
])("%s, %s has its formula", (row, column, words) => {
  expect(formulaOf(row, column)?.definition.en).toMatch(words);
});

test("a column that nothing describes has none", () => {
  expect(formulaOf("measured/h100-core/x#1", "colour")).toBeNull();
});
