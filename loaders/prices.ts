import {join} from "node:path";
import {z} from "zod";
import type {PriceRow} from "../src/model/tables/prices.js";
import {readYaml} from "./yaml.js";

export const pricesPath = "data/prices.yaml";

const schema = z.array(
  z.object({
    gpu: z.string(),
    gpus: z.number().int().positive(),
    price_per_gpu_h: z.number().positive(),
    currency: z.string().regex(/^[A-Z]{3}$/, "not a currency code"),
    basis: z.string(),
    source: z.string(),
    date: z.string().regex(/^\d{4}-\d\d-\d\d$/, "not a date")
  })
);

/** data/prices.yaml as rows; ids count the prices of one GPU, number of GPUs and currency. */
export function loadPrices(root: string): PriceRow[] {
  const seen = new Map<string, number>();
  return readYaml(join(root, pricesPath), schema, pricesPath).map((price) => {
    const key = `${price.gpu}x${price.gpus}/${price.currency}`;
    const n = (seen.get(key) ?? 0) + 1;
    seen.set(key, n);
    return {price_id: `${key}/${n}`, ...price};
  });
}
