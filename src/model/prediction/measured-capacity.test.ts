import {describe, expect, it} from "vitest";
import {h100Runs} from "./fixtures/runs.js";
import {request} from "./fixtures/request.js";
import {measuredCapacity} from "./measured-capacity.js";
import type {PlanRequest} from "./plan.js";

const dataset = h100Runs();
const {target, input, output} = request();
const wanted = (changes: Partial<PlanRequest> = {}): PlanRequest => ({
  model: "qwen2.5-7b",
  arch: target.arch,
  ratePerS: 1,
  input,
  output,
  slo: [{name: "tpot_p90_ms", limitMs: 9}],
  precisions: ["bf16"],
  tensorParallel: [1],
  gpus: null,
  prices: [],
  seed: 1,
  ...changes
});

describe("measuredCapacity", () => {
  it("is the highest delivered rate of a comparable point within the limits", () => {
    const found = measuredCapacity(dataset, wanted(), target);
    expect(found?.evidence).toEqual(["measured/h100-bf16/i2048-o512-c16#1"]); // 8.2 ms; 10.2 at 32 streams
    expect(found?.capacity.ratePerS).toBeCloseTo(1918.3 / 512, 2);
    expect(found?.capacity.powerW).toBeGreaterThan(500);
    expect(found?.capacity.idleW).toBeGreaterThan(60);
    expect(found?.capacity.idleW).toBeLessThan(180);
  });

  it("takes no percentile of too few requests for met, and 16-bit weights of either kind for the same", () => {
    const p99 = wanted({slo: [{name: "tpot_p99_ms", limitMs: 9}]}); // 662 requests: at 128 streams alone, and slower there
    expect(measuredCapacity(dataset, p99, target)).toBeNull();
    expect(measuredCapacity(dataset, wanted(), {...target, precision: "fp16"})).toEqual(
      measuredCapacity(dataset, wanted(), target)
    );
  });

  it("is nothing for another model, precision, card, length or a limit that no point meets", () => {
    expect(measuredCapacity(dataset, wanted({model: "qwen3-8b"}), target)).toBeNull();
    expect(measuredCapacity(dataset, wanted(), {...target, precision: "gptq-int4"})).toBeNull();
    expect(measuredCapacity(dataset, wanted(), {...target, tensorParallel: 2})).toBeNull();
    expect(measuredCapacity(dataset, wanted({input: {kind: "fixed", tokens: 1000}}), target)).toBeNull();
    expect(measuredCapacity(dataset, wanted({slo: [{name: "tpot_p99_ms", limitMs: 1}]}), target)).toBeNull();
  });
});
