import {describe, expect, it} from "vitest";
import {hardwareRow, model} from "../physics/fixtures/shapes.js";
import {calibration} from "./calibration.js";
import {request} from "./fixtures/request.js";
import {fitCalibration} from "./fit-calibration.js";
import {h100Runs} from "./fixtures/runs.js";
import {predict, type Prediction} from "./predict.js";

const one = (...args: Parameters<typeof request>): Prediction => {
  const [prediction] = predict(calibration, request(...args));
  if (prediction === undefined) throw new Error("no prediction");
  return prediction;
};
const width = (p: Prediction, name: "tpot_p50_ms" | "ttft_p50_ms"): number =>
  (p[`${name}_hi`] as number) / (p[`${name}_lo`] as number);

describe("predict", () => {
  it("comes close to what it was fitted on", () => {
    const p = one();
    expect(p).toMatchObject({kind: "predicted", gpu: "h100-80gb-sxm", concurrency: 1, problem: null, load: "closed"});
    expect(Math.abs((p.tpot_p50_ms as number) / 6.17 - 1)).toBeLessThan(0.04);
    expect(p.tpot_floor_ms).toBeCloseTo(4.26, 2);
    expect(p.energy_j_per_output_token).toBeCloseTo((p.power_mean_w as number) / (p.output_tokens_per_s as number), 9);
  });

  it("holds GPTQ on an H100 in its interval, fitted on bf16 alone", () => {
    const [p] = predict(fitCalibration(h100Runs()), request({}, {precision: "gptq-int4"}));
    // Qwen2.5-7B, group 128, one stream of 2048 in and 512 out: a run not kept here, and both of h100-core-int4.
    for (const measuredMs of [4.21, 4.05, 4.09]) {
      expect(p?.tpot_p50_ms_lo).toBeLessThan(measuredMs);
      expect(p?.tpot_p50_ms_hi).toBeGreaterThan(measuredMs);
    }
  });

  it("comes within 4 % of GPTQ on an H100, now that it was fitted on a run of it", () => {
    // Its 90 % interval ends at 4.19 ms, just below the run that is not kept here: too sure of one host, if anything.
    const p = one({}, {precision: "gptq-int4"});
    for (const measuredMs of [4.21, 4.05, 4.09])
      expect(Math.abs((p.tpot_p50_ms as number) / measuredMs - 1)).toBeLessThan(0.04);
  });

  it("orders every interval, inside the bounds of physics", () => {
    for (const gpu of ["rtx-4090d", "a10g", "h200-141gb-sxm", "mi300x"]) {
      const p = one({loads: [{kind: "closed", concurrency: 8}]}, {gpu: hardwareRow(gpu)});
      for (const name of ["ttft_p50_ms", "tpot_p50_ms", "e2e_p50_ms", "output_tokens_per_s", "power_mean_w"] as const) {
        expect(p[`${name}_lo`]).toBeLessThanOrEqual(p[name] as number);
        expect(p[`${name}_hi`]).toBeGreaterThanOrEqual(p[name] as number);
      }
      expect(p.tpot_p50_ms_lo).toBeGreaterThanOrEqual(p.tpot_weights_floor_ms);
      expect(p.ttft_p50_ms_lo).toBeGreaterThanOrEqual(p.ttft_floor_ms);
      expect(p.output_tokens_per_s_hi).toBeLessThanOrEqual(p.output_tokens_per_s_ceiling);
      expect(p.power_mean_w_hi).toBeLessThanOrEqual(hardwareRow(gpu).board_power_w);
    }
  });

  it("is less sure the further it is from the data", () => {
    const near = width(one(), "tpot_p50_ms");
    const otherGpu = width(one({}, {gpu: hardwareRow("h200-141gb-sxm")}), "tpot_p50_ms");
    const otherGeneration = width(one({}, {gpu: hardwareRow("a100-80gb-sxm")}), "tpot_p50_ms");
    const shared = width(one({}, {gpu: hardwareRow("a100-80gb-sxm"), tensorParallel: 4}), "tpot_p50_ms");
    const int4 = width(one({}, {gpu: hardwareRow("a100-80gb-sxm"), precision: "awq-int4"}), "tpot_p50_ms");
    expect(otherGpu).toBeGreaterThan(near);
    expect(otherGeneration).toBeGreaterThan(otherGpu);
    expect(shared).toBeGreaterThan(otherGeneration);
    expect(int4).toBeGreaterThan(otherGeneration);
  });

  it("is faster on a faster card and slower on a larger model", () => {
    const tpot = (...args: Parameters<typeof request>): number => one(...args).tpot_p50_ms as number;
    expect(tpot({}, {gpu: hardwareRow("h200-141gb-sxm")})).toBeLessThan(tpot());
    expect(tpot({model: "qwen2.5-14b"}, {arch: model("qwen2.5-14b")})).toBeGreaterThan(1.5 * tpot());
  });

  it("gives no number, and says why, when the model does not fit", () => {
    const p = one({}, {gpu: hardwareRow("a10g"), arch: model("qwen2.5-14b")});
    expect(p).toMatchObject({problem: "the weights do not fit the memory", tpot_p50_ms: null, power_mean_w_hi: null});
    const long = {input: {kind: "fixed", tokens: 30_000}, output: {kind: "fixed", tokens: 2000}} as const;
    const narrow = {gpu: hardwareRow("a10g"), arch: model("llama-3.1-8b")};
    expect(one(long, narrow).problem).toMatch(/does not fit the KV cache/);
    expect(one({input: {kind: "fixed", tokens: 40_000}}).problem).toMatch(/beyond the 32768/);
  });

  it("has no TPOT for answers of one token, and all else", () => {
    const p = one({output: {kind: "fixed", tokens: 1}});
    expect(p).toMatchObject({tpot_p50_ms: null, tpot_p50_ms_lo: null});
    expect(p.ttft_p50_ms).toBe(p.e2e_p50_ms);
    expect(p.ttft_p50_ms_hi).toBeGreaterThan(p.ttft_p50_ms as number);
  });

  it("finds the largest concurrency within limits, with an interval around it", () => {
    const p = one({slo: [{name: "tpot_p90_ms", limitMs: 10}]});
    expect(p.max_concurrency).toBeGreaterThan(16); // 8.2 ms at the 99th percentile of 16 streams, 15 of 64
    expect(p.max_concurrency).toBeLessThan(64);
    expect(p.max_concurrency_lo).toBeLessThanOrEqual(p.max_concurrency as number);
    expect(p.max_concurrency_hi).toBeGreaterThanOrEqual(p.max_concurrency as number);
    expect(one({slo: [{name: "e2e_p50_ms", limitMs: 3000}]}).max_concurrency).toBe(0);
  });

  it("predicts an open loop", () => {
    const p = one({loads: [{kind: "open", ratePerS: 4, burstiness: 1}], requests: 160});
    expect(p).toMatchObject({load: "open", request_rate_per_s: 4, concurrency: null});
    expect(Math.abs((p.tpot_p50_ms as number) / 8.66 - 1)).toBeLessThan(0.1);
  });
});
