import {mean} from "d3-array";
import {copiesOf} from "../copies.js";
import type {Dataset} from "../dataset.js";
import {lengthsOf} from "../lengths-of.js";
import type {PointRow} from "../tables/points.js";
import type {OutcomeName} from "./outcome.js";
import type {Prediction} from "./predict.js";

/** What of a stored prediction is held against a later measurement. */
export type Foretelling = Pick<
  Prediction,
  | "gpu"
  | "tensor_parallel"
  | "precision"
  | "load"
  | "concurrency"
  | "request_rate_per_s"
  | "input_tokens"
  | "output_tokens"
> & {readonly model: string} & {
  readonly [K in ForetoldMetric | `${ForetoldMetric}_lo` | `${ForetoldMetric}_hi`]: number | null;
};

/** Predictions that were committed together before they could be tried: a file of data/predictions. */
export interface ForetoldSet {
  /** Name of the file without .json. */
  readonly set: string;
  /** When they were committed, ms since the epoch. */
  readonly made_utc: number;
  readonly predictions: readonly Foretelling[];
}

export const foretoldMetrics = ["ttft_p50_ms", "tpot_p50_ms", "output_tokens_per_s"] as const satisfies OutcomeName[];

export type ForetoldMetric = (typeof foretoldMetrics)[number];

/** One predicted number beside what was measured afterwards. */
export interface ForetoldRow {
  readonly set: string;
  /** The first of the points that measured it. */
  readonly point_id: string;
  readonly n_points: number;
  readonly run: string;
  readonly gpu: string;
  readonly gpus: number;
  readonly precision: string;
  /** Streams, or arrivals a second with `/s`. */
  readonly load: string;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly metric: ForetoldMetric;
  readonly predicted: number;
  readonly lo: number;
  readonly hi: number;
  /** Mean of the repeats. */
  readonly measured: number;
  readonly covered: boolean;
  /** The same configuration and load had been measured before the prediction was made, so that the fit may have known it. */
  readonly known_before: boolean;
}

/**
 * Every prediction of the sets that was measured after it was made: the same model, GPU, split, weights, lengths and load, whole points
 * of kind measured. A prediction that nothing has tried yet gives no row.
 */
export function foretold(data: Pick<Dataset, "points" | "models">, sets: readonly ForetoldSet[]): ForetoldRow[] {
  return sets.flatMap(({set, made_utc, predictions}) =>
    predictions.flatMap((prediction) => {
      const names = data.models.find(({id}) => id === prediction.model)?.names ?? [];
      const same = data.points.filter((point) => isOf(point, prediction, names));
      const after = same.filter(({start_utc}) => start_utc !== null && start_utc > made_utc);
      const first = after[0];
      if (first === undefined) return [];
      return foretoldMetrics.flatMap((metric): ForetoldRow[] => {
        const measured = mean(after, (point) => point[metric] ?? undefined);
        const [predicted, lo, hi] = [prediction[metric], prediction[`${metric}_lo`], prediction[`${metric}_hi`]];
        if (measured === undefined || predicted === null || lo === null || hi === null) return [];
        return [
          {
            set,
            point_id: first.point_id,
            n_points: after.length,
            run: first.run,
            gpu: prediction.gpu,
            gpus: prediction.tensor_parallel,
            precision: prediction.precision,
            load: prediction.load === "closed" ? `${prediction.concurrency}` : `${prediction.request_rate_per_s}/s`,
            input_tokens: prediction.input_tokens,
            output_tokens: prediction.output_tokens,
            metric,
            predicted,
            lo,
            hi,
            measured,
            covered: lo <= measured && measured <= hi,
            known_before: after.length < same.length
          }
        ];
      });
    })
  );
}

function isOf(point: PointRow, prediction: Foretelling, names: readonly string[]): boolean {
  const {input_tokens, output_tokens} = lengthsOf(point);
  return (
    point.kind === "measured" &&
    point.status === "ok" &&
    point.model !== null &&
    names.includes(point.model) &&
    point.gpu === prediction.gpu &&
    copiesOf(point) === 1 &&
    (point.tensor_parallel ?? 1) === prediction.tensor_parallel &&
    point.precision === prediction.precision &&
    point.load === prediction.load &&
    point.concurrency === prediction.concurrency &&
    point.request_rate_per_s === prediction.request_rate_per_s &&
    input_tokens === prediction.input_tokens &&
    output_tokens === prediction.output_tokens
  );
}
