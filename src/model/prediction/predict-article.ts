import type {Dataset} from "../dataset.js";
import {Problem} from "../problem.js";
import {parseArchitecture} from "../physics/architecture.js";
import {precisions, type Precision} from "../physics/precision.js";
import type {HardwareRow} from "../tables/hardware.js";
import type {Calibration} from "./fit-calibration.js";
import {predict, type Prediction} from "./predict.js";
import type {PredictionRequest} from "./prediction-request.js";

/** A prediction beside the article's rows of the same configuration. */
export interface ArticlePrediction extends Prediction {
  /** Rows of the published table with this GPU, number of GPUs and precision; empty for a GPU that the article does not name. */
  readonly published_ids: readonly string[];
  /** Largest concurrency whose P99 of the time to the first token, instead of the end to end time, meets the article's limit. */
  readonly max_concurrency_by_ttft: number | null;
  readonly max_concurrency_by_ttft_lo: number | null;
  readonly max_concurrency_by_ttft_hi: number | null;
}

const limitMs = 3000; // the article's P99 limit; it does not say of which latency, so both are judged
const concurrencies = [1, 4, 16];

/**
 * Predicts the article's model and lengths on every configuration that it prints and on every GPU in hardware (16 bits and GPTQ Int4, one
 * GPU), at 1, 4 and 16 streams. The engine is that of the calibration's runs, not the one of the article.
 */
export function predictArticle(dataset: Dataset, calibration: Calibration): ArticlePrediction[] {
  const {article} = dataset;
  const model = dataset.models.find(({names}) => names.includes(article.model.name));
  if (model === undefined) throw new Problem("the article's model is not in data/models", {value: article.model.name});
  const arch = parseArchitecture(model.config);
  const {input_tokens_mean: inputTokens, output_tokens: outputTokens} = article.setup;
  return configurations(dataset).flatMap(({gpu, gpus, precision, publishedIds}) => {
    const request: PredictionRequest = {
      model: model.id,
      target: {arch, precision, gpu, tensorParallel: gpus},
      input: {kind: "fixed", tokens: inputTokens},
      output: {kind: "fixed", tokens: outputTokens},
      loads: concurrencies.map((concurrency) => ({kind: "closed", concurrency})),
      requests: null,
      maxNumBatchedTokens: 8192,
      maxNumSeqs: 256,
      gpuMemoryUtilization: 0.9,
      slo: [{name: "e2e_p99_ms", limitMs}]
    };
    const [byTtft] = predict(calibration, {
      ...request,
      loads: [{kind: "closed", concurrency: 1}],
      slo: [{name: "ttft_p99_ms", limitMs}]
    });
    return predict(calibration, request).map((prediction) => ({
      ...prediction,
      published_ids: publishedIds,
      max_concurrency_by_ttft: byTtft?.max_concurrency ?? null,
      max_concurrency_by_ttft_lo: byTtft?.max_concurrency_lo ?? null,
      max_concurrency_by_ttft_hi: byTtft?.max_concurrency_hi ?? null
    }));
  });
}

interface Configuration {
  readonly gpu: HardwareRow;
  readonly gpus: number;
  readonly precision: Precision;
  readonly publishedIds: readonly string[];
}

/** The article's configurations first, then single GPUs that it does not print. */
function configurations({published, hardware}: Dataset): Configuration[] {
  const found = new Map<string, Configuration & {publishedIds: string[]}>();
  const add = (gpu: HardwareRow, gpus: number, precision: Precision, publishedId: string | null): void => {
    const key = `${gpu.gpu} ${gpus} ${precision}`;
    const known = found.get(key) ?? {gpu, gpus, precision, publishedIds: []};
    if (publishedId !== null) known.publishedIds.push(publishedId);
    found.set(key, known);
  };
  for (const row of published) {
    const gpu = hardware.find((candidate) => candidate.gpu === row.gpu);
    const precision = precisions.find((name) => name === row.precision);
    if (gpu !== undefined && precision !== undefined) add(gpu, row.gpus, precision, row.published_id);
  }
  for (const gpu of hardware) for (const precision of ["fp16", "gptq-int4"] as const) add(gpu, 1, precision, null);
  return [...found.values()];
}
