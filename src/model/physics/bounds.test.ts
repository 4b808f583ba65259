import {describe, expect, it} from "vitest";
import {
  energyFloorJPerToken,
  maxConcurrencyBound,
  throughputCeiling,
  tpotFloorMs,
  tpotWeightsFloorMs,
  ttftFloorMs,
  type BoundTarget
} from "./bounds.js";
import {hardwareRow, model} from "./fixtures/shapes.js";

const target = (changes: Partial<BoundTarget> = {}): BoundTarget => ({
  arch: model("qwen2.5-7b"),
  precision: "bf16",
  gpu: hardwareRow("h100-80gb-sxm"),
  gpus: 1,
  ...changes
});
const load = (concurrency: number, inputTokens = 2048, outputTokens = 512) => ({
  concurrency,
  inputTokens,
  outputTokens
});

describe("tpotFloorMs", () => {
  it("is 4.26 ms for one stream of 2048/512 on an H100, 4.22 ms for the weights alone", () => {
    expect(tpotFloorMs(target(), load(1))).toBeCloseTo(4.26, 2);
    expect(tpotWeightsFloorMs(target())).toBeCloseTo(4.22, 2);
  });

  it("grows with concurrency by the KV cache it reads, and shrinks with GPUs", () => {
    const step = tpotFloorMs(target(), load(2)) - tpotFloorMs(target(), load(1));
    expect(step).toBeCloseTo((1e3 * 57_344 * 2304) / 3.352e12, 9);
    expect(tpotFloorMs(target({gpus: 4}), load(1))).toBeCloseTo(tpotFloorMs(target(), load(1)) / 4, 12);
  });

  // Median TPOT measured on an H100, ms: nothing may beat physics.
  it.each([
    ["qwen2.5-7b", "bf16", 1, 2048, 512, 6.17],
    ["qwen2.5-7b", "bf16", 128, 2048, 512, 20.8],
    ["qwen2.5-7b", "bf16", 8, 8192, 128, 11.85],
    ["qwen2.5-7b", "gptq-int4", 1, 2048, 512, 4.21],
    ["llama-3.1-8b", "bf16", 64, 2048, 512, 17.92]
  ] as const)("lies below %s in %s at %i streams of %i/%i", (id, precision, c, input, output, measuredMs) => {
    expect(tpotFloorMs(target({arch: model(id), precision}), load(c, input, output))).toBeLessThan(measuredMs);
  });
});

describe("ttftFloorMs", () => {
  it("is compute for a long prompt, and lies below what an H100 measured", () => {
    expect(ttftFloorMs(target(), 2048)).toBeCloseTo(28, 0);
    expect(ttftFloorMs(target(), 2048)).toBeLessThan(58);
    expect(ttftFloorMs(target(), 8192)).toBeLessThan(227);
  });

  it("is the reading of the weights for a short one", () => {
    expect(ttftFloorMs(target(), 8)).toBe(tpotWeightsFloorMs(target()));
  });
});

describe("throughputCeiling", () => {
  // Output tokens a second measured on an H100, closed loop.
  it.each([
    [1, 2048, 512, 159.2],
    [16, 2048, 512, 1918],
    [128, 2048, 512, 5362],
    [32, 256, 256, 4156],
    [8, 8192, 128, 409]
  ])("at %i streams of %i/%i lies above the measurement", (c, input, output, measured) => {
    const ceiling = throughputCeiling(target(), load(c, input, output));
    expect(ceiling).toBeGreaterThan(measured);
    expect(ceiling).toBeLessThan(measured * 3);
  });

  it("never falls with concurrency, and ends at compute", () => {
    const at = [1, 4, 16, 64, 256, 1024].map((c) => throughputCeiling(target(), load(c)));
    expect(at.toSorted((a, b) => a - b)).toEqual(at);
    expect(at[5]).toBeCloseTo(throughputCeiling(target(), load(4096)), 6);
  });

  it("is 0 when the weights do not fit", () => {
    expect(throughputCeiling(target({arch: model("llama-3.1-70b")}), load(8))).toBe(0);
  });
});

describe("maxConcurrencyBound", () => {
  it("is what the memory beside the weights holds at the mean context", () => {
    const bytes = 24_564 * 2 ** 20 - 15_231_233_024;
    expect(maxConcurrencyBound(target({gpu: hardwareRow("rtx-4090d")}), load(1))).toBe(
      Math.floor(bytes / 57_344 / 2304)
    );
  });
});

describe("energyFloorJPerToken", () => {
  it("is idle power over the throughput ceiling, below what was measured", () => {
    const idleW = 70; // nvidia-smi -q of the idle H100
    expect(energyFloorJPerToken(target(), load(1), idleW)).toBeCloseTo(
      idleW / throughputCeiling(target(), load(1)),
      12
    );
    expect(energyFloorJPerToken(target(), load(1), idleW)).toBeLessThan(2.79);
  });
});
