import type {Article} from "../article.js";
import type {Slo as AssumedSlo} from "../assumptions.js";
import type {Dataset} from "../dataset.js";
import {Problem} from "../problem.js";
import {parseArchitecture} from "../physics/architecture.js";
import {precisions, type Precision} from "../physics/precision.js";
import type {HardwareRow} from "../tables/hardware.js";
import type {Calibration} from "./fit-calibration.js";
import type {LatencyName} from "./outcome.js";
import {predict, type Prediction} from "./predict.js";
import type {PredictionRequest} from "./prediction-request.js";
import type {Slo} from "./slo.js";

/** A prediction beside the article's rows of the same configuration. */
export interface ArticlePrediction extends Prediction {
  /** Rows of the published table with this GPU, number of GPUs and precision; empty for a GPU that the article does not name. */
  readonly published_ids: readonly string[];
  /** Largest concurrency whose time to the first token, at the same percentile, meets the same limit. */
  readonly max_concurrency_by_ttft: number | null;
  readonly max_concurrency_by_ttft_lo: number | null;
  readonly max_concurrency_by_ttft_hi: number | null;
}

/** What the article's configurations are to serve. */
export interface Asked {
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** Closed loops to predict, streams each. */
  readonly concurrencies: readonly number[];
  /** The limit for which the largest concurrency is sought; put on the time to the first token as well. */
  readonly slo: Slo;
}

/**
 * The lengths, loads and limit of what is examined; the article gives a P99 limit and does not say of which latency, so both
 * are judged.
 */
export function askedByArticle({setup}: Article): Asked {
  const {input_tokens_mean: input_tokens, output_tokens, asks} = setup;
  const slo = asks === undefined ? {name: "e2e_p99_ms" as const, limitMs: 3000} : limitOf(asks.slo);
  return {input_tokens, output_tokens, concurrencies: asks?.concurrencies ?? [1, 4, 16], slo};
}

/** A limit on a predicted percentile: of those predicted, the least that asks as much as the reader. */
export function limitOf({metric, percentile, limit_ms}: AssumedSlo): Slo {
  const p = [50, 90, 95, 99].find((one) => one / 100 >= percentile - 1e-9) ?? 99;
  return {name: `${metric === "tpot" ? "tpot" : "e2e"}_p${p}_ms` as LatencyName, limitMs: limit_ms};
}

/**
 * Predicts the article's model on every configuration that it prints and on every GPU in hardware (16 bits and GPTQ Int4, one GPU), at the
 * article's lengths and 1, 4 and 16 streams, or at what is asked. The engine is that of the calibration's runs, not the one of the article.
 */
export function predictArticle(
  dataset: Pick<Dataset, "article" | "models" | "published" | "hardware">,
  calibration: Calibration,
  asked: Asked = askedByArticle(dataset.article)
): ArticlePrediction[] {
  const {article} = dataset;
  const model = dataset.models.find(({names}) => names.includes(article.model.name));
  if (model === undefined)
    throw new Problem("the model under examination is not in data/models", {value: article.model.name});
  const arch = parseArchitecture(model);
  const {input_tokens: inputTokens, output_tokens: outputTokens, concurrencies, slo} = asked;
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
      slo: [slo]
    };
    const [byTtft] = predict(calibration, {
      ...request,
      loads: [{kind: "closed", concurrency: 1}],
      slo: [{name: slo.name.replace(/^[a-z0-9]+/, "ttft") as LatencyName, limitMs: slo.limitMs}]
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

/** What a study asks for; else the article's configurations first, then single GPUs that it does not print. */
function configurations({
  article,
  published,
  hardware
}: Pick<Dataset, "article" | "published" | "hardware">): Configuration[] {
  const found = new Map<string, Configuration & {publishedIds: string[]}>();
  const add = (gpu: HardwareRow, gpus: number, precision: Precision, publishedId: string | null): void => {
    const key = `${gpu.gpu} ${gpus} ${precision}`;
    const known = found.get(key) ?? {gpu, gpus, precision, publishedIds: []};
    if (publishedId !== null) known.publishedIds.push(publishedId);
    found.set(key, known);
  };
  const asked = article.setup.asks?.configurations;
  for (const {gpu: id, gpus, precision: name} of asked ?? []) {
    const gpu = hardware.find((candidate) => candidate.gpu === id);
    const precision = precisions.find((one) => one === name);
    if (gpu !== undefined && precision !== undefined) add(gpu, gpus, precision, null);
  }
  if (asked !== undefined) return [...found.values()];
  for (const row of published) {
    const gpu = hardware.find((candidate) => candidate.gpu === row.gpu);
    const precision = precisions.find((name) => name === row.precision);
    if (gpu !== undefined && precision !== undefined) add(gpu, row.gpus, precision, row.published_id);
  }
  for (const gpu of hardware) for (const precision of ["fp16", "gptq-int4"] as const) add(gpu, 1, precision, null);
  return [...found.values()];
}
