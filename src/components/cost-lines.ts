import type {Assumptions} from "../model/assumptions.js";
import {costPerMtok} from "../model/cost.js";
import {shownKind, type Dataset, type RunKind} from "../model/dataset.js";
import {busyShare, currencyOf, isRented} from "../model/price.js";
import type {PriceRow} from "../model/tables/prices.js";
import {printedRows} from "./published.js";
import {drawnSeries, type Drawn} from "./series.js";
import {articleCurves, spread} from "./workload.js";

/** One configuration at one load: its cost is a straight line in the price of a GPU-hour. */
export interface CostLine extends Pick<Drawn, "label" | "color" | "symbol" | "dash"> {
  readonly id: string;
  /** Of the points that are shown, or as a source prints it. */
  readonly kind: RunKind | "published";
  readonly gpus: number;
  readonly currency: string;
  readonly concurrency: number | null;
  readonly output_tokens_per_s: number;
  /** Cost of a million output tokens for each unit of price per GPU-hour. */
  readonly costPerPrice: number;
  /** Known prices in this currency, as their sources print them. */
  readonly prices: readonly PriceRow[];
  /** Cost as the source prints it. */
  readonly printed: number | null;
  /** The reader's own price per GPU-hour in this currency. */
  readonly readerPrice: number | null;
}

/**
 * Lines of every configuration in each currency it has a price in. A source's stand in its currency even without a
 * price; of a measured curve, the lightest load, the reader's load and the heaviest.
 */
export function costLines(data: Dataset, assumptions: Assumptions): CostLine[] {
  const line = (
    configuration: {gpu: string; gpus: number; precision: string},
    currency: string,
    rest: Pick<CostLine, "id" | "kind" | "concurrency" | "output_tokens_per_s" | "printed">
  ): CostLine => {
    const {gpu, gpus} = configuration;
    const {label, color, symbol, dash} = drawnSeries(data, configuration);
    const prices = data.prices.filter((p) => p.gpu === gpu && p.gpus === gpus && p.currency === currency);
    const readerPrice = assumptions.prices[`${gpu}x${gpus}/${currency}`] ?? null;
    const rented = prices.length > 0 && prices.every((row) => isRented(row.basis));
    const costPerPrice = costPerMtok({
      price_per_gpu_h: 1,
      gpus,
      tokens_per_s: rest.output_tokens_per_s,
      utilisation: busyShare({rented}, assumptions)
    });
    return {...rest, label, color, symbol, dash, gpus, currency, costPerPrice, prices, readerPrice};
  };
  const published = printedRows(data, ["throughput_tokens_per_s"]).map((row) => {
    const cost = printedRows(data, ["cost_cny_per_mtok_output"]).find(
      (other) => other.source_gpu === row.source_gpu && other.precision === row.precision
    );
    return line(row, currencyOf(data), {
      id: row.published_id,
      kind: "published",
      concurrency: null,
      output_tokens_per_s: row.throughput_tokens_per_s!,
      printed: cost?.cost_cny_per_mtok_output ?? null
    });
  });
  const measured = articleCurves(data, assumptions.load).flatMap((curve) => {
    const currencies = new Set([
      ...data.prices.filter((p) => p.gpu === curve.gpu && p.gpus === curve.gpus).map((p) => p.currency),
      ...Object.keys(assumptions.prices)
        .filter((key) => key.startsWith(`${curve.gpu}x${curve.gpus}/`))
        .map((key) => key.split("/")[1]!)
    ]);
    const {levels} = curve;
    const own = levels.find((level) => level.concurrency === assumptions.load.concurrency);
    const chosen = levels.filter((level, i) => i === 0 || level === own || i === levels.length - 1);
    return [...currencies].flatMap((currency) =>
      chosen.flatMap((level) => {
        const {value} = spread(level, "output_tokens_per_s");
        const {concurrency, rows} = level;
        if (value === null) return [];
        return [
          line(curve, currency, {
            id: rows[0]!.point_id,
            kind: shownKind(data),
            concurrency,
            output_tokens_per_s: value,
            printed: null
          })
        ];
      })
    );
  });
  return [...published, ...measured];
}
