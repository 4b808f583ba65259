import {descending, groups} from "d3";
import {defaultAssumptions, type Assumptions} from "../model/assumptions.js";
import type {Dataset} from "../model/dataset.js";
import {outcomeNames, type OutcomeName} from "../model/prediction/outcome.js";
import type {ArticlePrediction} from "../model/prediction/predict-article.js";
import type {PublishedRow} from "../model/tables/published.js";
import {configurationName} from "./configuration.js";
import {fittedOn, predictionId, predictionsOf, sameConfiguration} from "./predictions.js";
import {impliedStreams, printedRows} from "./published.js";
import type {Level} from "../model/curve.js";
import {articleCurves, spread} from "./workload.js";

/** One configuration at one load: what is predicted, and what was printed or measured of the same. */
export interface PredictedRow {
  readonly id: string;
  readonly label: string;
  readonly concurrency: number;
  readonly prediction: ArticlePrediction;
  /** The article's row whose throughput amounts to this many streams. */
  readonly printed: PublishedRow | null;
  readonly measured: Level | null;
}

/** All loads of one configuration, ascending. */
export interface PredictedConfiguration {
  readonly label: string;
  /** What a study asks for, what the article prints, other GPUs. */
  readonly group: "study" | "article" | "16-bit" | "int4";
  /** Whether the calibration has seen this GPU at this precision. */
  readonly fitted: boolean;
  readonly rows: readonly PredictedRow[];
}

/**
 * Every predicted configuration: the article's, then other GPUs with 16-bit weights, then with 4-bit ones; in each
 * group the highest throughput at the highest load first.
 * @param assumptions whose lengths, load and limit are predicted; those of what is examined when left out
 */
export function predictedConfigurations(
  data: Dataset,
  assumptions: Assumptions = defaultAssumptions
): PredictedConfiguration[] {
  const printed = printedRows(data, ["tpot_ms"]);
  const curves = assumptions === defaultAssumptions ? articleCurves(data) : articleCurves(data, assumptions.load);
  const asked = data.article.setup.asks !== undefined;
  const order = ["study", "article", "16-bit", "int4"] as const;
  return groups(predictionsOf(data, assumptions), ({gpu, gpus, precision}) => `${gpu} ${gpus} ${precision}`)
    .map(([, predictions]): PredictedConfiguration => {
      const first = predictions[0]!;
      const label = configurationName(data, first);
      const own = printed.find((row) => sameConfiguration(row, first)) ?? null;
      const levels = curves.find((curve) => sameConfiguration(curve, first))?.levels ?? [];
      return {
        label,
        group: asked ? "study" : groupOf(first),
        fitted: fittedOn(data, first),
        rows: predictions.map((prediction) => ({
          id: predictionId(prediction),
          label,
          concurrency: prediction.concurrency!,
          prediction,
          printed: own !== null && streamsOf(own) === prediction.concurrency ? own : null,
          measured: levels.find((level) => level.concurrency === prediction.concurrency) ?? null
        }))
      };
    })
    .sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group) || descending(fastest(a), fastest(b)));
}

function groupOf({published_ids, precision}: ArticlePrediction): PredictedConfiguration["group"] {
  if (published_ids.length > 0) return "article";
  return precision.includes("int4") ? "int4" : "16-bit";
}

/** Throughput at the highest load; 0 where it cannot be served. */
const fastest = ({rows}: PredictedConfiguration): number => rows.at(-1)?.prediction.output_tokens_per_s ?? 0;

/** Streams that a printed throughput amounts to, rounded; one where the row prints no throughput. */
function streamsOf(row: PublishedRow): number {
  return Math.max(1, Math.round(impliedStreams(row) ?? 1));
}

/** A measurement of a configuration that the fit never saw, with what was predicted of it. */
export interface Met {
  readonly label: string;
  readonly metric: OutcomeName;
  readonly error: number;
  readonly covered: boolean;
}

/** How predictions met measurements that came after the fit: every judged quantity of every load that was run. */
export function metLater(configurations: readonly PredictedConfiguration[]): Met[] {
  return configurations
    .filter(({fitted}) => !fitted)
    .flatMap(({rows}) => rows)
    .flatMap(({label, prediction, measured}) =>
      outcomeNames.flatMap((metric): Met[] => {
        const value = measured === null ? null : spread(measured, metric).value;
        const [predicted, lo, hi] = [prediction[metric], prediction[`${metric}_lo`], prediction[`${metric}_hi`]];
        if (value === null || predicted === null || lo === null || hi === null) return [];
        return [{label, metric, error: predicted / value - 1, covered: lo <= value && value <= hi}];
      })
    );
}
