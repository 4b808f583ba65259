import type {Dataset} from "../model/dataset.js";
import {calibration} from "../model/prediction/calibration.js";
import {predictArticle, type ArticlePrediction} from "../model/prediction/predict-article.js";

/** A GPU configuration as tables name it. */
export interface Configuration {
  readonly gpu: string;
  readonly gpus: number;
  readonly precision: string;
}

type Made = Pick<Dataset, "published" | "models" | "article"> & {readonly rows: readonly ArticlePrediction[]};
const cache = new WeakMap<Dataset["hardware"], Made>();

/**
 * Predictions at the article's lengths of its configurations and of every GPU, by the stored calibration; none where
 * the article's model has no config. Made once for the tables that they depend on, which runs are not among.
 */
export function predictionsOf({hardware, published, models, article}: Dataset): readonly ArticlePrediction[] {
  const known = cache.get(hardware);
  if (known?.published === published && known.models === models && known.article === article) return known.rows;
  const found = models.some(({names}) => names.includes(article.model.name));
  const tables = {hardware, published, models, article};
  const none = {points: [], requests: [], itl: [], telemetry: [], servers: [], prices: []};
  const rows = found ? predictArticle({...none, ...tables}, calibration) : [];
  cache.set(hardware, {...tables, rows});
  return rows;
}

/** The prediction of a configuration at a closed-loop concurrency; null where none was made. */
export function predictionFor(
  data: Dataset,
  configuration: Configuration,
  concurrency: number | null
): ArticlePrediction | null {
  const same = (row: ArticlePrediction): boolean =>
    row.concurrency === concurrency && sameConfiguration(row, configuration);
  return predictionsOf(data).find(same) ?? null;
}

/** True when both are the same GPUs with weights of the same kind: bf16 and fp16 move and multiply the same bytes. */
export function sameConfiguration(a: Configuration, b: Configuration): boolean {
  return a.gpu === b.gpu && a.gpus === b.gpus && weights(a.precision) === weights(b.precision);
}

/**
 * True when the calibration was fitted on points of this configuration: then agreement with it is no foresight. Where
 * the data hold none of the fitted points, every fitted GPU at every fitted precision counts.
 */
export function fittedOn(data: Dataset, configuration: Configuration): boolean {
  const {gpus, precisions, points} = calibration.fitted_on;
  const ids = new Set(points);
  const seen = data.points.filter(({point_id}) => ids.has(point_id));
  if (seen.length > 0)
    return seen.some(({gpu, gpus: count, precision}) =>
      sameConfiguration({gpu: gpu ?? "", gpus: count ?? 1, precision: precision ?? ""}, configuration)
    );
  const {gpu, precision} = configuration;
  return gpus.includes(gpu) && precisions.some((name) => weights(name) === weights(precision));
}

/** "predicted/rtx-4090d-x1/fp16/c4": the row of a prediction in tables and files. */
export function predictionId({gpu, gpus, precision, concurrency}: ArticlePrediction): string {
  return `predicted/${gpu}-x${gpus}/${precision}/c${concurrency}`;
}

const weights = (precision: string): string => (precision === "bf16" ? "fp16" : precision);
