import {loadHardware} from "../loaders/hardware.js";
import {loadModels} from "../loaders/models.js";
import {predict} from "../src/model/prediction/predict.js";
import {parseSlo} from "../src/model/prediction/slo.js";
import {Problem} from "../src/model/problem.js";
import {command, main} from "./command.js";
import {calibrationFor} from "./predict/calibration-for.js";
import {count, counts, gpuOf, modelOf, precisionOf, rates, share} from "./predict/options.js";
import {predictionsText} from "./predict/text.js";

const root = ".";

interface Options {
  gpu: string;
  model: string;
  precision?: string;
  input: number;
  output: number;
  concurrency?: number[];
  rate?: number[];
  burstiness: number[];
  requests?: number;
  tp: number;
  maxNumBatchedTokens: number;
  maxNumSeqs: number;
  gpuMemoryUtilization: number;
  slo?: string;
  fit?: string;
  json: boolean;
}

const program = command(
  "predict",
  "Predicts latency, throughput, power and KV cache use of a configuration that is not at hand, each with a 90 % interval: a " +
    "simulator of continuous batching, calibrated on measured runs. What comes out is a prediction, never a measurement.",
  [
    "npm run predict -- --gpu a100-80gb-sxm --model data/models/qwen2.5-7b.json --precision fp16 --input 2048 --output 512 --concurrency 1,4,16",
    "npm run predict -- --gpu rtx-4090d --tp 4 --model qwen2.5-7b --rate 2 --slo 'ttft_p90_ms<=1000,tpot_p90_ms<=50'",
    "npm run -s predict -- --gpu h200-141gb-sxm --model qwen3-30b-a3b --fit h100-bf16 --json"
  ]
)
  .requiredOption("--gpu <id>", "id in data/hardware.yaml")
  .requiredOption("--model <file>", "config.json of a dense or mixture-of-experts decoder, or an id in data/models")
  .option("--precision <precision>", "bf16, fp16, fp8, gptq-int4 or awq-int4 (default: the config's own)")
  .option("--input <tokens>", "prompt length", count, 2048)
  .option("--output <tokens>", "answer length", count, 512)
  .option("--concurrency <list>", "closed loop: streams at once, with commas between (default: 1)", counts)
  .option("--rate <list>", "open loop: requests a second, with commas between", rates)
  .option("--burstiness <shape>", "shape of the gamma arrivals of an open loop; 1 is Poisson", rates, [1])
  .option("--requests <n>", "requests to simulate (default: six times the concurrency, or a minute)", count)
  .option("--tp <gpus>", "tensor parallel size", count, 1)
  .option("--max-num-batched-tokens <n>", "as vLLM", count, 8192)
  .option("--max-num-seqs <n>", "as vLLM", count, 256)
  .option("--gpu-memory-utilization <share>", "as vLLM", share, 0.9)
  .option("--slo <limits>", "limits for the largest concurrency, as ttft_p90_ms<=500,tpot_p90_ms<=50")
  .option("--fit <runs>", "measured runs to calibrate on, with commas between (default: the stored calibration)")
  .option("--json", "print one object a load as JSON", false)
  .action(run);

function run(options: Options): void {
  const gpu = gpuOf(loadHardware(root), options.gpu);
  const model = modelOf(loadModels(root), options.model);
  const precision = precisionOf(model, options.precision);
  const {heads} = model.arch.attention;
  if (heads % options.tp !== 0) {
    throw new Problem("--tp does not divide the attention heads", {
      value: options.tp,
      remedy: `the model has ${heads}`
    });
  }
  const closed = options.concurrency ?? (options.rate === undefined ? [1] : []);
  const calibration = calibrationFor(root, options.fit?.split(",").map((name) => name.trim()) ?? null, (text) =>
    process.stderr.write(text)
  );
  const predictions = predict(calibration, {
    model: model.id,
    target: {arch: model.arch, precision, gpu, tensorParallel: options.tp},
    input: {kind: "fixed", tokens: options.input},
    output: {kind: "fixed", tokens: options.output},
    loads: [
      ...closed.map((concurrency) => ({kind: "closed" as const, concurrency})),
      ...(options.rate ?? []).map((ratePerS) => ({
        kind: "open" as const,
        ratePerS,
        burstiness: options.burstiness[0] ?? 1
      }))
    ],
    requests: options.requests ?? null,
    maxNumBatchedTokens: options.maxNumBatchedTokens,
    maxNumSeqs: options.maxNumSeqs,
    gpuMemoryUtilization: options.gpuMemoryUtilization,
    slo: options.slo === undefined ? [] : parseSlo(options.slo)
  });
  process.stdout.write(options.json ? `${JSON.stringify(predictions, null, 1)}\n` : predictionsText(predictions));
}

await main(program);
