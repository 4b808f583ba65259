import {loadHardware} from "../../loaders/hardware.js";
import {loadModels} from "../../loaders/models.js";
import {parseArchitecture} from "../../src/model/physics/architecture.js";
import {calibration} from "../../src/model/prediction/calibration.js";
import {outcome} from "../../src/model/prediction/outcome.js";
import {efficiencyOf} from "../../src/model/prediction/parameters.js";
import {predict} from "../../src/model/prediction/predict.js";
import {simulationOf, type PredictionRequest} from "../../src/model/prediction/prediction-request.js";
import {Problem} from "../../src/model/problem.js";
import {simulate} from "../../src/model/simulator/simulate.js";
import {figure, type Measured} from "./support/record.js";
import {ofRounds} from "./support/rounds.js";

const root = ".";
const hardware = loadHardware(root);
const models = loadModels(root).map((model) => ({id: model.id, arch: parseArchitecture(model)}));
const efficiency = efficiencyOf(calibration.parameters.map(({median}) => Math.log(median)));

/**
 * How fast the simulator is on one core: the 768 requests of 128 streams on an H100 (393,216 tokens), cold and warm; 1,000
 * configurations over all GPUs, precisions and loads; and the same predicted with intervals.
 */
export function bench(): Promise<Measured> {
  const big = simulationOf(request("h100-80gb-sxm", [128], 768), {kind: "closed", concurrency: 128});
  const once = (): number => {
    const start = performance.now();
    simulate({...big, efficiency, seed: 1});
    return performance.now() - start;
  };
  const cold = once();
  const warm = ofRounds(Array.from({length: 50}, once));
  const simulated = simulate({...big, efficiency, seed: 1}).durationMs;

  const all = configurations(1000);
  const start = performance.now();
  for (const [one, concurrency] of all) {
    outcome(simulate({...simulationOf(one, {kind: "closed", concurrency}), efficiency, seed: 1}));
  }
  const simulatedS = (performance.now() - start) / 1e3;
  const then = performance.now();
  for (const [one, concurrency] of all) predict(calibration, {...one, loads: [{kind: "closed", concurrency}]});
  const predictedS = (performance.now() - then) / 1e3;
  return Promise.resolve({
    title: {en: "Simulator", zh: "模拟器"},
    conditions: [
      {
        en: "One core. 768 requests of 2,048 tokens in and 512 out at 128 streams on an H100; then 1,000 configurations over GPUs, lengths and 1 to 64 streams.",
        zh: "单核。H100 上 768 个请求（输入 2,048、输出 512 token，128 路）；另有 1,000 种配置，遍历 GPU、长度与 1 到 64 路。"
      }
    ],
    figures: [
      figure({id: "first_ms", what: {en: "768 requests, first run", zh: "768 个请求，首次"}, value: cold, unit: "ms"}),
      figure({
        id: "again_ms",
        what: {en: "768 requests, median of 50", zh: "768 个请求，50 次的中位数"},
        ...warm,
        unit: "ms"
      }),
      figure({
        id: "simulated_s_per_s",
        what: {en: "simulated seconds a second", zh: "每秒模拟的秒数"},
        value: simulated / warm.value,
        spread: warm.spread,
        unit: "s/s",
        better: "higher"
      }),
      figure({
        id: "configurations_per_s",
        what: {en: "configurations simulated a second", zh: "每秒模拟的配置数"},
        value: all.length / simulatedS,
        unit: "1/s",
        better: "higher"
      }),
      figure({
        id: "predictions_per_s",
        what: {en: "configurations predicted with intervals a second", zh: "每秒带区间预测的配置数"},
        value: all.length / predictedS,
        unit: "1/s",
        better: "higher"
      })
    ]
  });
}

/** GPUs x precisions x lengths x concurrencies, as many as asked. */
function configurations(n: number): [PredictionRequest, number][] {
  const gpus = hardware.filter(({memory_gb: memory}) => memory >= 24);
  const out: [PredictionRequest, number][] = [];
  for (let i = 0; out.length < n; i += 1) {
    const gpu = gpus[i % gpus.length]?.gpu ?? "h100-80gb-sxm";
    const concurrency = [1, 4, 16, 64][Math.floor(i / gpus.length) % 4] ?? 1;
    out.push([request(gpu, [concurrency], null, 512 + 16 * (i % 97)), concurrency]);
  }
  return out;
}

function request(
  gpuId: string,
  concurrencies: number[],
  requests: number | null,
  inputTokens = 2048
): PredictionRequest {
  const gpu = hardware.find(({gpu}) => gpu === gpuId);
  const model = models.find(({id}) => id === "qwen2.5-7b");
  if (gpu === undefined || model === undefined) throw new Problem("no such GPU or model in data/", {value: gpuId});
  return {
    model: model.id,
    target: {arch: model.arch, precision: "fp16", gpu, tensorParallel: 1},
    input: {kind: "fixed", tokens: inputTokens},
    output: {kind: "fixed", tokens: 512},
    loads: concurrencies.map((concurrency) => ({kind: "closed", concurrency})),
    requests,
    maxNumBatchedTokens: 8192,
    maxNumSeqs: 256,
    gpuMemoryUtilization: 0.9,
    slo: []
  };
}
