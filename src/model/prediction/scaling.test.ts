import {expect, it} from "vitest";
import {realDataset} from "../../../loaders/testing/real.js";
import {parseArchitecture} from "../physics/architecture.js";
import {calibration} from "./calibration.js";
import {predict} from "./predict.js";
import {predictScaling} from "./scaling.js";

const data = realDataset();
const model = data.models.find(({id}) => id === "qwen2.5-7b")!;
const gpu = data.hardware.find((row) => row.gpu === "h100-80gb-sxm")!;
const request = {
  arch: parseArchitecture(model),
  model: model.id,
  gpu,
  precision: "bf16" as const,
  input_tokens: 2048,
  output_tokens: 512,
  streams: 16,
  cards: [2, 4, 8]
};
const rows = predictScaling(calibration, request);

const at = (cards: number, concurrency: number) =>
  predict(calibration, {
    model: model.id,
    target: {arch: request.arch, precision: "bf16", gpu, tensorParallel: cards},
    input: {kind: "fixed", tokens: 2048},
    output: {kind: "fixed", tokens: 512},
    loads: [{kind: "closed", concurrency}],
    requests: null,
    maxNumBatchedTokens: 8192,
    maxNumSeqs: 256,
    gpuMemoryUtilization: 0.9,
    slo: []
  })[0]!;

it("sets each number of cards that divides the heads against one card", () => {
  expect(rows.map(({cards}) => cards)).toEqual([1, 2, 4]); // 28 heads are not divided by 8
  expect(rows[0]).toMatchObject({speedup: {value: 1}, capacity: {value: 1}});
  for (const {cards, speedup} of rows.slice(1)) {
    expect(speedup.value).toBeCloseTo(at(1, 1).tpot_p50_ms! / at(cards, 1).tpot_p50_ms!, 12);
    expect(speedup.lo).toBeLessThan(speedup.value);
    expect(speedup.hi).toBeGreaterThan(speedup.value);
  }
});

it("reads capacity between the loads whose users are faster and slower than one card's", () => {
  const slowest = at(1, 16).tpot_p50_ms!;
  for (const {cards, capacity_tokens_per_s} of rows.slice(1)) {
    const loads = [16, 32, 64, 128, 256].map((load) => at(cards, load));
    const faster = loads.findLast((load) => load.tpot_p50_ms! < slowest)!;
    const slower = loads.find((load) => load.tpot_p50_ms! >= slowest)!;
    expect(capacity_tokens_per_s).toBeGreaterThan(faster.output_tokens_per_s!);
    expect(capacity_tokens_per_s).toBeLessThanOrEqual(slower.output_tokens_per_s!);
  }
});

it("says nothing where one card cannot hold the weights", () => {
  const small = {...gpu, memory_gb: 8, memory_mib: 8192};
  expect(predictScaling(calibration, {...request, gpu: small})).toEqual([]);
});
