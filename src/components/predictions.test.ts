import {expect, it} from "vitest";
import {realDataset} from "../../loaders/testing/real.js";
import {calibration} from "../model/prediction/calibration.js";
import {fittedOn, predictionFor, predictionsOf, sameConfiguration} from "./predictions.js";
import {predictedConfigurations} from "./predicted-rows.js";

const data = realDataset();

it("predicts every configuration of the article and every GPU, once a data set", () => {
  const rows = predictionsOf(data);
  expect(new Set(rows.map(({gpu}) => gpu))).toEqual(new Set(data.hardware.map(({gpu}) => gpu)));
  for (const printed of data.published.filter((row) => row.tpot_ms !== null))
    expect(predictionFor(data, printed, 1), printed.published_id).not.toBeNull();
  const without = {...data, points: []};
  expect(predictionsOf(without)).toBe(rows); // runs change no prediction
});

it("takes bf16 and fp16 for one configuration, and nothing else", () => {
  const h100 = {gpu: "h100-80gb-sxm", gpus: 1, precision: "bf16"};
  expect(sameConfiguration(h100, {...h100, precision: "fp16"})).toBe(true);
  expect(sameConfiguration(h100, {...h100, precision: "gptq-int4"})).toBe(false);
  expect(sameConfiguration(h100, {...h100, gpus: 2})).toBe(false);
  expect(predictionFor(data, h100, 4)?.precision).toBe("fp16");
});

it("knows which predictions are no foresight", () => {
  const id = calibration.fitted_on.points[0]!;
  const fitted = data.points.find(({point_id}) => point_id === id)!;
  const own = {gpu: fitted.gpu!, gpus: 1, precision: fitted.precision!};
  expect(fittedOn(data, own)).toBe(true);
  expect(fittedOn(data, {...own, precision: "awq-int4"})).toBe(false);
  expect(fittedOn(data, {...own, gpu: "a10g"})).toBe(false);
  expect(fittedOn({...data, points: []}, own)).toBe(true); // by the calibration's own lists
});

it("puts print and measurement beside the prediction of the same load", () => {
  const configurations = predictedConfigurations(data);
  const find = (label: string) => configurations.find((configuration) => configuration.label === label)!;
  expect(find("RTX 4090D").rows.map(({printed}) => printed?.tpot_ms ?? null)).toEqual([48, null, null]); // 20.8 tok/s x 48 ms
  expect(find("4 × RTX 4090D").rows.map(({printed}) => printed?.tpot_ms ?? null)).toEqual([null, 32, null]); // 125 x 32
  for (const {measured, concurrency} of find("H100 80 GB").rows) expect(measured?.concurrency).toBe(concurrency);
});

it("keeps every prediction inside the bounds of physics", () => {
  for (const {id, prediction} of predictedConfigurations(data).flatMap(({rows}) => rows)) {
    expect(prediction.ttft_p50_ms, id).toBeGreaterThanOrEqual(prediction.ttft_floor_ms);
    expect(prediction.output_tokens_per_s_hi, id).toBeLessThanOrEqual(prediction.output_tokens_per_s_ceiling);
  }
});
