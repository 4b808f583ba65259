import {ascending} from "d3";
import {defaultAssumptions, type Assumptions} from "../model/assumptions.js";
import {breakEvenPricePerGpuH, costPerMtok} from "../model/cost.js";
import type {Dataset} from "../model/dataset.js";
import type {ArticlePrediction} from "../model/prediction/predict-article.js";
import {busyShare, currencyOf, gpuHour} from "../model/price.js";
import {configurationName} from "./configuration.js";
import {predictionsOf} from "./predictions.js";

/** A configuration's predicted cost at the reader's load, with the ends of the 90 % interval. */
export interface PredictedCost {
  readonly name: string;
  readonly gpu: string;
  readonly gpus: number;
  readonly precision: string;
  readonly currency: string;
  readonly price_per_gpu_h: number;
  readonly rented: boolean;
  readonly cost: number;
  readonly lo: number;
  readonly hi: number;
}

/** What the configurations under examination would cost a million output tokens at the reader's load, cheapest first. */
export function predictedCosts(
  data: Dataset,
  currency: string,
  assumptions: Assumptions = defaultAssumptions
): PredictedCost[] {
  return atLoad(data, assumptions)
    .flatMap((row) => {
      const hour = gpuHour(data, assumptions, row, currency);
      const {output_tokens_per_s: mid, output_tokens_per_s_lo: lo, output_tokens_per_s_hi: hi} = row;
      if (hour === null || mid === null || lo === null || hi === null) return [];
      const {price_per_gpu_h, rented} = hour;
      const utilisation = busyShare(hour, assumptions);
      const of = (tokens_per_s: number): number =>
        costPerMtok({price_per_gpu_h, gpus: row.gpus, tokens_per_s, utilisation});
      const {gpu, gpus, precision} = row;
      const name = configurationName(data, row);
      return [{name, gpu, gpus, precision, currency, price_per_gpu_h, rented, cost: of(mid), lo: of(hi), hi: of(lo)}];
    })
    .sort((a, b) => ascending(a.cost, b.cost));
}

/** Price per GPU-hour below which a configuration would beat `cost`; null where it is not predicted. */
export function breakEven(
  data: Dataset,
  configuration: {gpu: string; gpus: number; precision?: string},
  cost: number,
  assumptions: Assumptions = defaultAssumptions
): number | null {
  const {gpu, gpus, precision} = configuration;
  const row = atLoad(data, assumptions).find(
    (one) => one.gpu === gpu && one.gpus === gpus && (precision === undefined || one.precision === precision)
  );
  if (row?.output_tokens_per_s == null) return null;
  const hour = gpuHour(data, assumptions, row, currencyOf(data));
  const utilisation = busyShare(hour ?? {rented: false}, assumptions);
  return breakEvenPricePerGpuH(cost, {gpus: row.gpus, tokens_per_s: row.output_tokens_per_s, utilisation});
}

function atLoad(data: Dataset, assumptions: Assumptions): ArticlePrediction[] {
  const examined = [...data.published, ...(data.article.setup.asks?.configurations ?? [])];
  const wanted = new Set(examined.map((row) => `${row.gpu}/${row.gpus}/${row.precision}`));
  return predictionsOf(data, assumptions).filter(
    (row) =>
      row.concurrency === Math.round(assumptions.load.concurrency) &&
      wanted.has(`${row.gpu}/${row.gpus}/${row.precision}`)
  );
}
