import {describe, expect, it} from "vitest";
import {tpotFloorMs} from "../physics/bounds.js";
import {hardwareRow, model} from "../physics/fixtures/shapes.js";
import {plain} from "./fixtures/simulation.js";
import {stepCost, stepTimeMs, type Batch, type Target} from "./step-time.js";

const target = (changes: Partial<Target> = {}): Target => ({
  arch: model("qwen2.5-7b"),
  precision: "bf16",
  gpu: hardwareRow("h100-80gb-sxm"),
  tensorParallel: 1,
  ...changes
});
const decode = (decodes: number, context = 2304): Batch => ({
  decodes,
  contextTokens: decodes * context,
  prefillTokens: 0,
  prefillPairs: 0,
  prefillEnds: 0
});
const ms = (of: Target, batch: Batch, clock = 1): number => stepTimeMs(stepCost(of, plain), batch, clock);

describe("stepTimeMs", () => {
  it("adds overhead, weights and cache for one stream", () => {
    const expected = 0.2 + 28 * 0.04 + 0.005 + 14.1412e9 / (3.352e9 * 0.9) + (2304 * 57_344) / (3.352e9 * 0.85);
    expect(ms(target(), decode(1))).toBeCloseTo(expected, 2);
  });

  it("never beats the floor of physics", () => {
    for (const precision of ["bf16", "fp8", "gptq-int4"] as const) {
      for (const id of ["qwen2.5-7b", "mixtral-8x7b-v0.1", "deepseek-v3", "qwen3-30b-a3b"]) {
        for (const decodes of [1, 16, 256]) {
          const of = target({arch: model(id), precision, tensorParallel: 8});
          const load = {inputTokens: 2304, outputTokens: 1e-9, concurrency: decodes};
          // The floor shares KV heads among all GPUs; a real split repeats them, so it can only be slower.
          expect(ms(of, decode(decodes))).toBeGreaterThan(tpotFloorMs({...of, gpus: 8}, load));
        }
      }
    }
  });

  it("is compute for a long prompt and follows the clock", () => {
    const prompt = {decodes: 0, contextTokens: 0, prefillTokens: 8192, prefillPairs: 8192 * 1024, prefillEnds: 4};
    const full = ms(target(), prompt);
    expect(full).toBeGreaterThan((2 * 6.525e9 * 8192) / (989e9 * 0.7));
    expect(ms(target(), prompt, 0.8) / full).toBeCloseTo(1 / 0.8, 1);
  });

  it("shares weights over GPUs and pays for all-reduces, more over PCIe", () => {
    const speedup = (gpu: string): number => {
      const of = target({gpu: hardwareRow(gpu)});
      return ms(of, decode(1)) / ms({...of, tensorParallel: 4}, decode(1));
    };
    expect(speedup("a100-80gb-sxm")).toBeGreaterThan(1.5);
    expect(speedup("a100-80gb-sxm")).toBeLessThan(4);
    const prompt = {decodes: 0, contextTokens: 0, prefillTokens: 2048, prefillPairs: 0, prefillEnds: 1};
    const link = (gpu: string): number =>
      2048 * stepCost(target({gpu: hardwareRow(gpu), tensorParallel: 4}), plain).linkMs;
    expect(link("rtx-4090d")).toBeGreaterThan(5 * link("a100-80gb-sxm"));
    expect(ms(target({tensorParallel: 4}), prompt)).toBeLessThan(ms(target(), prompt));
  });

  it("grows with every part of a batch", () => {
    const base = ms(target(), decode(8));
    expect(ms(target(), decode(9))).toBeGreaterThan(base);
    expect(ms(target(), decode(8, 4000))).toBeGreaterThan(base);
    expect(ms(target(), {...decode(8), prefillTokens: 64, prefillPairs: 2080})).toBeGreaterThan(base);
  });
});
