import {defaultAssumptions, type Assumptions} from "../model/assumptions.js";
import type {Dataset} from "../model/dataset.js";
import {calibration} from "../model/prediction/calibration.js";
import {
  askedByArticle,
  limitOf,
  predictArticle,
  type ArticlePrediction,
  type Asked
} from "../model/prediction/predict-article.js";

/** A GPU configuration as tables name it. */
export interface Configuration {
  readonly gpu: string;
  readonly gpus: number;
  readonly precision: string;
}

type Tables = Pick<Dataset, "hardware" | "published" | "models" | "article">;
type Made = Pick<Tables, "published" | "models"> & {
  readonly model: string;
  readonly rows: Map<string, readonly ArticlePrediction[]>;
};
const cache = new WeakMap<Dataset["hardware"], Made[]>();

/** So many sets of tables are remembered; a page that judges again brings new ones each time. */
const remembered = 8;

/** More streams than this are not predicted: the engine runs 256 at once, and the rest only wait. */
const mostStreams = 1024;

/** What the reader's load and limit ask of the simulator; the article's own by default. */
export function asked({article}: Pick<Dataset, "article">, assumptions: Assumptions): Asked {
  const own = askedByArticle(article);
  if (assumptions === defaultAssumptions) return own;
  const {load, slo} = assumptions;
  const streams = Math.round(load.concurrency);
  const concurrencies = [...new Set([...own.concurrencies, streams])].filter((n) => n <= mostStreams);
  return {
    input_tokens: Math.round(load.input_tokens),
    output_tokens: Math.round(load.output_tokens),
    concurrencies: concurrencies.sort((a, b) => a - b),
    slo: limitOf(slo)
  };
}

/**
 * Predictions of the article's configurations and of every GPU by the stored calibration, at the article's lengths or
 * at the reader's; none where the article's model has no config. Made once for the tables that they depend on, which
 * runs are not among, and for what is asked.
 */
export function predictionsOf(
  data: Tables,
  assumptions: Assumptions = defaultAssumptions
): readonly ArticlePrediction[] {
  const question = asked(data, assumptions);
  const made = madeFor(data);
  const key = JSON.stringify(question);
  const known = made.rows.get(key);
  if (known !== undefined) return known;
  const found = data.models.some(({names}) => names.includes(data.article.model.name));
  const rows = found ? predictArticle(data, calibration, question) : [];
  made.rows.set(key, rows);
  return rows;
}

/** True when predictionsOf answers at once. */
export function arePredicted(data: Tables, assumptions: Assumptions): boolean {
  return madeFor(data).rows.has(JSON.stringify(asked(data, assumptions)));
}

/** Lets a page rest on predictions that the build or a worker has made. */
export function adoptPredictions(data: Tables, question: Asked, rows: readonly ArticlePrediction[]): void {
  madeFor(data).rows.set(JSON.stringify(question), rows);
}

/** Of an article, only the model's name and the printed rows matter: pages of runs, which have neither, share theirs. */
function madeFor({hardware, published, models, article}: Tables): Made {
  const all = cache.get(hardware) ?? [];
  const {name: model} = article.model;
  const alike = (rows: Dataset["published"]): boolean => rows === published || rows.length + published.length === 0;
  const known = all.find((each) => each.models === models && each.model === model && alike(each.published));
  if (known !== undefined) return known;
  const made = {published, models, model, rows: new Map<string, readonly ArticlePrediction[]>()};
  cache.set(hardware, [made, ...all].slice(0, remembered));
  return made;
}

/** The prediction of a configuration at a closed-loop concurrency; null where none was made. */
export function predictionFor(
  data: Dataset,
  configuration: Configuration,
  concurrency: number | null,
  assumptions: Assumptions = defaultAssumptions
): ArticlePrediction | null {
  const same = (row: ArticlePrediction): boolean =>
    row.concurrency === concurrency && sameConfiguration(row, configuration);
  return predictionsOf(data, assumptions).find(same) ?? null;
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
