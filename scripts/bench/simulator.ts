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

const root = ".";
const hardware = loadHardware(root);
const models = loadModels(root).map(({id, config}) => ({id, arch: parseArchitecture(config)}));
const efficiency = efficiencyOf(calibration.parameters.map(({median}) => Math.log(median)));

/**
 * Prints how fast the simulator is on one core: the 768 requests of 128 streams on an H100 (393,216 tokens), cold and warm; 1,000
 * configurations over all GPUs, precisions and loads; and the same predicted with intervals.
 */
export function bench(): Promise<void> {
  const big = simulationOf(request("h100-80gb-sxm", [128], 768), {kind: "closed", concurrency: 128});
  const once = (): number => {
    const start = performance.now();
    simulate({...big, efficiency, seed: 1});
    return performance.now() - start;
  };
  const cold = once();
  const warm = Array.from({length: 50}, once).toSorted((a, b) => a - b)[25] ?? Number.NaN;
  const simulated = simulate({...big, efficiency, seed: 1}).durationMs;
  print("768 requests at 128 streams, first run", `${cold.toFixed(1)} ms`);
  print("the same, median of 50", `${warm.toFixed(2)} ms`);
  print("simulated seconds a second", Math.round(simulated / warm).toLocaleString("en"));

  const all = configurations(1000);
  const start = performance.now();
  for (const [one, concurrency] of all) {
    outcome(simulate({...simulationOf(one, {kind: "closed", concurrency}), efficiency, seed: 1}));
  }
  print("1,000 configurations simulated", `${((performance.now() - start) / 1e3).toFixed(2)} s`);
  const then = performance.now();
  for (const [one, concurrency] of all) predict(calibration, {...one, loads: [{kind: "closed", concurrency}]});
  print("1,000 configurations predicted with intervals", `${((performance.now() - then) / 1e3).toFixed(2)} s`);
  return Promise.resolve();
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

function print(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(48)}${value}\n`);
}
