import {describe, expect, it} from "vitest";
import {kvCapacityTokens, kvCapacityTokensBound, loadedBytes, type MemoryPlan} from "./memory.js";
import {hardwareRow, model} from "./fixtures/shapes.js";

const gib = 2 ** 30;
const plan = (id: string, changes: Partial<MemoryPlan> = {}): MemoryPlan => ({
  arch: model(id),
  precision: "bf16",
  gpu: hardwareRow("h100-80gb-sxm"),
  tensorParallel: 1,
  gpuMemoryUtilization: 0.9,
  maxNumBatchedTokens: 8192,
  ...changes
});

describe("loadedBytes", () => {
  // GiB from the servers' logs.
  it.each([
    ["qwen2.5-7b", "bf16", 14.29],
    ["qwen2.5-7b", "gptq-int4", 5.29],
    ["llama-3.1-8b", "bf16", 15.0]
  ] as const)("of %s in %s comes within 3 % of what was loaded", (id, precision, measuredGib) => {
    expect(Math.abs(loadedBytes(model(id), precision) / gib / measuredGib - 1)).toBeLessThan(0.03);
  });
});

describe("kvCapacityTokens", () => {
  // Tokens from the servers' logs.
  it.each([
    ["qwen2.5-7b", "bf16", 1_041_472],
    ["qwen2.5-7b", "gptq-int4", 1_209_936],
    ["llama-3.1-8b", "bf16", 449_968]
  ] as const)("of %s in %s comes within 1 % of the engine's", (id, precision, measured) => {
    expect(Math.abs(kvCapacityTokens(plan(id, {precision})) / measured - 1)).toBeLessThan(0.01);
  });

  it("is 0 when the model does not fit, and never above the bound", () => {
    expect(kvCapacityTokens(plan("llama-3.1-70b"))).toBe(0);
    expect(kvCapacityTokensBound(plan("llama-3.1-70b"))).toBe(0);
    expect(kvCapacityTokens(plan("llama-3.1-70b", {tensorParallel: 4}))).toBeGreaterThan(100_000);
    for (const gpu of ["a10g", "l4", "h200-141gb-sxm"]) {
      const small = plan("qwen2.5-7b", {gpu: hardwareRow(gpu)});
      expect(kvCapacityTokens(small)).toBeLessThan(kvCapacityTokensBound(small));
    }
  });
});
