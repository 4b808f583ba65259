import {describe, expect, it} from "vitest";
import {parameters} from "./parameters.js";
import {model} from "./fixtures/shapes.js";

describe("parameters", () => {
  // Billions as the model cards print them: total, without embeddings, active.
  it.each([
    ["qwen2.5-0.5b", 0.49, 0.36, null],
    ["qwen2.5-7b", 7.61, 6.53, null],
    ["qwen2.5-14b", 14.7, 13.1, null],
    ["qwen3-8b", 8.2, 6.95, null],
    ["llama-3.1-8b", 8.03, null, null],
    ["llama-3.1-70b", 70.6, null, null],
    ["mistral-7b-v0.1", 7.24, null, null],
    ["mixtral-8x7b-v0.1", 46.7, null, 12.9],
    ["qwen1.5-moe-a2.7b", 14.3, null, 2.7],
    ["qwen3-30b-a3b", 30.5, 29.9, 3.3],
    ["deepseek-v2-lite", 15.7, null, null],
    ["deepseek-v3", 671, null, 37]
  ])("counts those of %s as published", (id, total, nonEmbedding, active) => {
    const p = parameters(model(id));
    const within = (value: number, published: number | null) =>
      published === null || Math.abs(value / 1e9 / published - 1) < 0.017;
    expect(within(p.total, total)).toBe(true);
    expect(within(p.nonEmbedding, nonEmbedding)).toBe(true);
    expect(within(p.active, active)).toBe(true);
  });

  it("counts Qwen2.5-7B to the last value", () => {
    expect(parameters(model("qwen2.5-7b")).total).toBe(7_615_616_512);
  });

  it("counts Llama-3.1-8B to the last value", () => {
    expect(parameters(model("llama-3.1-8b")).total).toBe(8_030_261_248);
  });
});
