import {describe, expect, it} from "vitest";
import {hardwareRow, model} from "../physics/fixtures/shapes.js";
import {actsOn, efficiencyOf, priorLogs, priors} from "./parameters.js";

describe("priors", () => {
  it("name each parameter once, with a positive median and spread", () => {
    expect(new Set(priors.map(({name}) => name)).size).toBe(priors.length);
    expect(priors.every(({median, spread}) => median > 0 && spread > 0)).toBe(true);
    expect(efficiencyOf(priorLogs()).weightBandwidthShare).toBeCloseTo(0.9, 12);
  });
});

describe("actsOn", () => {
  it("leaves out what a target does not have", () => {
    const dense = {arch: model("qwen2.5-7b"), precision: "bf16" as const, gpu: hardwareRow("a10g"), tensorParallel: 1};
    const acting = (target: typeof dense | {precision: "fp8" | "gptq-int4"; tensorParallel: number}): string[] =>
      priors.map(({name}) => name).filter((name) => actsOn(name, {...dense, ...target}));
    expect(acting(dense).some((name) => /int4|fp8|expert|latent|link/.test(name))).toBe(false);
    expect(acting({precision: "gptq-int4", tensorParallel: 2})).toEqual(
      expect.arrayContaining(["int4Bandwidth", "int4Linear", "linkLatencyMs", "linkShare"])
    );
    expect(actsOn("expertLayer", {...dense, arch: model("deepseek-v3")})).toBe(true);
    expect(actsOn("latentBandwidth", {...dense, arch: model("deepseek-v3")})).toBe(true);
  });
});
