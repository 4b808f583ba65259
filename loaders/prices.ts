import {existsSync} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import type {PriceRow} from "../src/model/tables/prices.js";
import {sourceFolder} from "./source-folder.js";
import {readYaml} from "./yaml.js";

/** Files of prices: the source's own, where one is examined and states them, before those of data/. */
export function pricePaths(root: string, source: string | null = sourceFolder(root)): string[] {
  const own = source === null ? [] : [`${source}/prices.yaml`].filter((path) => existsSync(join(root, path)));
  return [...own, "data/prices.yaml"];
}

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

/** Known prices as rows; ids count the prices of one GPU, number of GPUs and currency. */
export function loadPrices(root: string, source: string | null = sourceFolder(root)): PriceRow[] {
  const seen = new Map<string, number>();
  const listed = pricePaths(root, source).flatMap((path) => readYaml(join(root, path), schema, path));
  return listed.map((price) => {
    const key = `${price.gpu}x${price.gpus}/${price.currency}`;
    const n = (seen.get(key) ?? 0) + 1;
    seen.set(key, n);
    return {price_id: `${key}/${n}`, ...price};
  });
}
