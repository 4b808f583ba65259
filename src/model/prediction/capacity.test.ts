import {expect, test} from "vitest";
import {hardwareRow, model} from "../physics/fixtures/shapes.js";
import {calibration} from "./calibration.js";
import {capacity} from "./capacity.js";
import type {PlanRequest} from "./plan.js";
import {predict} from "./predict.js";

const request: PlanRequest = {
  model: "qwen2.5-7b",
  arch: model("qwen2.5-7b"),
  ratePerS: 1,
  input: {kind: "fixed", tokens: 2048},
  output: {kind: "fixed", tokens: 512},
  slo: [{name: "ttft_p90_ms", limitMs: 5000}],
  precisions: ["bf16"],
  tensorParallel: [1],
  gpus: null,
  prices: [],
  seed: 1
};
const target = {arch: request.arch, precision: "bf16", gpu: hardwareRow("h100-80gb-sxm"), tensorParallel: 1} as const;

test("a copy is not planned beyond what it gives with every seat taken, where a queue would grow without end", () => {
  const {ratePerS, outputTokensMean} = capacity(calibration, request, target);
  const [full] = predict(calibration, {
    ...request,
    target,
    loads: [{kind: "closed", concurrency: 256}],
    requests: 3000,
    maxNumBatchedTokens: 8192,
    maxNumSeqs: 256,
    gpuMemoryUtilization: 0.9,
    slo: []
  });
  expect(ratePerS * outputTokensMean).toBeLessThanOrEqual(1.01 * full!.output_tokens_per_s!);
  expect(ratePerS * outputTokensMean).toBeGreaterThan(0.8 * full!.output_tokens_per_s!);
});
