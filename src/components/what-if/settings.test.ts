import {expect, test} from "vitest";
import {loadHardware} from "../../../loaders/hardware.js";
import {loadModels} from "../../../loaders/models.js";
import {parseArchitecture} from "../../model/physics/architecture.js";
import {precisions} from "../../model/physics/precision.js";
import {calibration} from "../../model/prediction/calibration.js";
import {predict} from "../../model/prediction/predict.js";
import {captionOf} from "./caption.js";
import {resultHtml} from "./result.js";
import {gpuCounts, inFit, levels, refusal, requestOf, type Catalogue, type Settings} from "./settings.js";

const catalogue: Catalogue = {
  models: loadModels(".").map((model) => ({id: model.id, arch: parseArchitecture(model)})),
  gpus: loadHardware("."),
  fitted: [{gpu: "h100-80gb-sxm", gpus: 1, precision: "bf16"}]
};
const settings: Settings = {
  model: "qwen2.5-7b",
  gpu: "a100-80gb-sxm",
  precision: "fp16",
  gpus: 1,
  input_tokens: 2048,
  output_tokens: 512,
  concurrency: 16
};

test("sliders double from end to end", () => {
  expect(levels.concurrency).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256]);
  expect([levels.input_tokens[0], levels.input_tokens.at(-1), levels.output_tokens.at(-1)]).toEqual([128, 32768, 4096]);
});

test("whatever the controls say is answered, or refused with a reason", () => {
  let answered = 0;
  catalogue.models.forEach(({id: model}, m) => {
    catalogue.gpus.forEach(({gpu}, g) => {
      const gpus = gpuCounts[(m + g) % gpuCounts.length]!;
      const precision = precisions[(m + 2 * g) % precisions.length]!;
      const one = {...settings, model, gpu, gpus, precision, output_tokens: 16, concurrency: 2};
      if (refusal(catalogue, one) !== null) return;
      const [prediction] = predict(calibration, requestOf(catalogue, one));
      const served = prediction!.problem === null;
      expect(prediction!.tpot_p50_ms !== null, JSON.stringify(one)).toBe(served);
      if (served) answered++;
    });
  });
  expect(answered).toBeGreaterThan(50);
  expect(refusal(catalogue, {...settings, gpus: 8})).toBe("heads"); // 28 heads
  expect(refusal(catalogue, {...settings, model: "deepseek-v3"})).toBe("checkpoint"); // fp8
});

test("an answer stands with interval and bound in both languages, and says whether the fit has seen it", () => {
  const [prediction] = predict(calibration, requestOf(catalogue, settings));
  const en = resultHtml(prediction!, captionOf(catalogue, settings, "en"), inFit(catalogue, settings), "en").source;
  expect(en).toContain("qwen2.5-7b in FP16 on A100-SXM4-80GB: 2,048 tokens in, 512 out, 16 streams");
  expect(en).toMatch(/TPOT p50.*?<td class="number interval">\[[\d.]+, [\d.]+\]<\/td><td class="number">≥.[\d.]+/);
  expect(en).toContain("not in the fit");
  const zh = resultHtml(prediction!, captionOf(catalogue, settings, "zh"), true, "zh").source;
  expect(zh).toContain("输入 2,048、输出 512 token，16 路");
  const numbers = (html: string): string[] => html.match(/<data value="[^"]+"/g)!;
  expect(numbers(zh)).toEqual(numbers(en));
  expect(inFit(catalogue, {...settings, gpu: "h100-80gb-sxm"})).toBe(true); // fp16 moves what bf16 moves
});

test("what cannot be served says why in place of numbers", () => {
  const small = {...settings, gpu: "rtx-4090d", model: "llama-3.1-70b"};
  const [prediction] = predict(calibration, requestOf(catalogue, small));
  const html = resultHtml(prediction!, captionOf(catalogue, small, "en"), false, "en").source;
  expect(html).toContain("the weights do not fit the memory");
  expect(html).not.toContain("<table>");
});
