import type {ArticlePrediction} from "../model/prediction/predict-article.js";
import type {Entry} from "./entry.js";
import {predictionId} from "./predictions.js";

type Quantity =
  | "ttft_p50_ms"
  | "tpot_p50_ms"
  | "e2e_p50_ms"
  | "output_tokens_per_s"
  | "power_mean_w"
  | "energy_j_per_output_token"
  | "max_concurrency"
  | "max_concurrency_by_ttft";

/** A predicted quantity with its interval as an entry of a cell; none where it could not be predicted. */
export function predictedEntry(prediction: ArticlePrediction | null, column: Quantity): Entry[] {
  if (prediction === null) return [];
  const [value, lo, hi] = [prediction[column], prediction[`${column}_lo`], prediction[`${column}_hi`]];
  if (value === null || lo === null || hi === null) return [];
  return [{kind: "predicted", value, lo, hi, id: predictionId(prediction), column}];
}

/** The entry of a quantity that is a falling function of a predicted one, such as 1000 / TPOT: its ends change places. */
export function inverse(entries: readonly Entry[], of: (value: number) => number, column: string): Entry[] {
  return entries.map((entry) => ({
    ...entry,
    column,
    value: of(entry.value),
    ...(entry.lo === undefined || entry.hi === undefined ? {} : {lo: of(entry.hi), hi: of(entry.lo)})
  }));
}

/**
 * Largest concurrency within the limit, judged once as a limit on the end to end time and once on the time to the first
 * token: the article does not say which it means. A limit that the reader puts on TPOT is that alone.
 */
export function concurrencyEntries(
  prediction: ArticlePrediction | null,
  metric: "ttft" | "tpot" | "e2e" = "e2e"
): Entry[] {
  if (metric === "tpot") return predictedEntry(prediction, "max_concurrency").map((entry) => ({...entry, by: "TPOT"}));
  return [
    ...predictedEntry(prediction, "max_concurrency").map((entry) => ({...entry, by: "E2E"})),
    ...predictedEntry(prediction, "max_concurrency_by_ttft").map((entry) => ({...entry, by: "TTFT"}))
  ];
}
