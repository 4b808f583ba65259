import {ascending} from "d3";
import {breakEvenPricePerGpuH, costPerMtok} from "../model/cost.js";
import type {Dataset} from "../model/dataset.js";
import type {ArticlePrediction} from "../model/prediction/predict-article.js";
import {configurationName} from "./configuration.js";
import {predictionsOf} from "./predictions.js";

/** A configuration's predicted cost at the article's largest load, with the ends of the 90 % interval. */
export interface PredictedCost {
  readonly name: string;
  readonly gpu: string;
  readonly gpus: number;
  readonly precision: string;
  readonly currency: string;
  readonly cost: number;
  readonly lo: number;
  readonly hi: number;
}

/** What the article's configurations would cost a million output tokens at its largest load, cheapest first. */
export function predictedCosts(data: Dataset, currency: string): PredictedCost[] {
  return atLargestLoad(data)
    .flatMap((row) => {
      const price = data.prices.find((one) => one.gpu === row.gpu && one.currency === currency)?.price_per_gpu_h;
      const {output_tokens_per_s: mid, output_tokens_per_s_lo: lo, output_tokens_per_s_hi: hi} = row;
      if (price === undefined || mid === null || lo === null || hi === null) return [];
      const of = (tokens_per_s: number): number =>
        costPerMtok({price_per_gpu_h: price, gpus: row.gpus, tokens_per_s, utilisation: 1});
      const {gpu, gpus, precision} = row;
      return [
        {name: configurationName(data, row), gpu, gpus, precision, currency, cost: of(mid), lo: of(hi), hi: of(lo)}
      ];
    })
    .sort((a, b) => ascending(a.cost, b.cost));
}

/** Price per GPU-hour below which a configuration without a price would beat `cost`; null where it is not predicted. */
export function breakEven(data: Dataset, configuration: {gpu: string; gpus: number}, cost: number): number | null {
  const row = atLargestLoad(data).find((one) => one.gpu === configuration.gpu && one.gpus === configuration.gpus);
  if (row?.output_tokens_per_s == null) return null;
  return breakEvenPricePerGpuH(cost, {gpus: row.gpus, tokens_per_s: row.output_tokens_per_s, utilisation: 1});
}

function atLargestLoad(data: Dataset): ArticlePrediction[] {
  const {max} = data.article.setup.concurrent_requests;
  const printed = new Set(data.published.map((row) => `${row.gpu}/${row.gpus}/${row.precision}`));
  return predictionsOf(data).filter(
    (row) => row.concurrency === max && printed.has(`${row.gpu}/${row.gpus}/${row.precision}`)
  );
}
