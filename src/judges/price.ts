import type {PublishedRow} from "../model/tables/published.js";
import type {Case} from "../model/claims/case.js";
import type {Text} from "../model/text.js";
import {costPerMtok} from "../model/cost.js";

/** What an hour of a configuration costs, in CNY, all GPUs together. */
export interface HourlyPrice {
  readonly cny_per_h: number;
  readonly ownership: string | null;
}

/**
 * The reader's price of a configuration, or else the article's, or else that of the price list; null where none is
 * given. A self-built machine's price holds its electricity; where the reader's electricity price alone comes to more
 * than the source's hour, the hour cannot hold it and the electricity is taken instead.
 */
export function hourlyPrice(c: Case, row: PublishedRow): HourlyPrice | null {
  const {dataset, assumptions} = c;
  const key = `${row.gpu}x${row.gpus}/CNY`;
  const rows = c.rows("5.1");
  const printed = rows.find((one) => one === row) ?? rows.find((one) => one.source_gpu === row.source_gpu) ?? null;
  const ownership = printed?.ownership ?? null;
  const own = assumptions.prices[key];
  if (own !== undefined) {
    c.cite({id: `assumption/${key}`, column: "price_per_gpu_h", value: own, kind: "assumed"});
    return {cny_per_h: own * row.gpus, ownership};
  }
  if (printed?.price_cny_per_hour != null) {
    const cny_per_h = c.read(printed, "price_cny_per_hour");
    if (ownership !== "self-built" || assumptions.electricity_price_per_kwh === null) return {cny_per_h, ownership};
    const power_w = c.hardware(row.gpu).board_power_w * row.gpus;
    return {cny_per_h: Math.max(cny_per_h, (power_w / 1000) * assumptions.electricity_price_per_kwh), ownership};
  }
  const listed = dataset.prices.find((p) => p.gpu === row.gpu && p.gpus === row.gpus && p.currency === "CNY");
  if (listed === undefined) return null;
  c.cite({id: listed.price_id, column: "price_per_gpu_h", value: listed.price_per_gpu_h, kind: "published"});
  return {cny_per_h: listed.price_per_gpu_h * row.gpus, ownership};
}

/** Cost of a million output tokens at a rate, CNY; null where there is no price. */
export function costAt(c: Case, row: PublishedRow, tokens_per_s: number): number | null {
  const price = hourlyPrice(c, row);
  if (price === null) return null;
  const {utilisation} = c.assumptions;
  return costPerMtok({price_per_gpu_h: price.cny_per_h, gpus: 1, tokens_per_s, utilisation});
}

/** Says so where two prices are not of one kind; empty where they are, or where one does not say. */
export function unlikePrices(a: HourlyPrice | null, b: HourlyPrice | null): Text {
  if (a?.ownership == null || b?.ownership == null || a.ownership === b.ownership) return {en: "", zh: ""};
  return {
    en: " One price is self-built, the other rented: they are not of one kind.",
    zh: "两种价格一个是自建、一个是租用，并非同类。"
  };
}
