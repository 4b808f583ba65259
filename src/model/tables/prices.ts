import {integer, number, table, text, type Row} from "../table.js";

/** One row a price, in the currency of its source; no exchange rate is implied. */
export const prices = table(
  "prices",
  {en: "Prices", zh: "价格"},
  {
    price_id: text("Price id", "价格 id", null, "<gpu>x<gpus>/<currency>/<n>", "<gpu>x<卡数>/<货币>/<序号>"),
    gpu: text("GPU", "GPU"),
    gpus: integer("GPUs", "卡数", "GPUs"),
    price_per_gpu_h: number("Price per GPU-hour", "每卡小时价格", null, "in the row's currency", "以该行货币计"),
    currency: text("Currency", "货币"),
    basis: text("Basis", "依据"),
    source: text("Source", "来源"),
    date: text("Date", "日期")
  }
);

export type PriceRow = Row<typeof prices>;
