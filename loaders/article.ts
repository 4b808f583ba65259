import {join} from "node:path";
import {z} from "zod";
import type {Article} from "../src/model/article.js";
import {Problem} from "../src/model/problem.js";
import type {PublishedRow} from "../src/model/tables/published.js";
import {readYaml} from "./yaml.js";

/** The files of a source's folder: its facts, and what joins its ids to hardware. */
export function articleFiles(folder: string): [facts: string, ids: string] {
  return [`${folder}/facts.yaml`, `${folder}/ids.yaml`];
}

const positive = z.number().positive();
const row = z.object({
  gpu: z.string().optional(),
  precision: z.string().optional(),
  mode: z.string().optional(),
  ttft_ms: positive.optional(),
  tpot_ms: positive.optional(),
  throughput_tokens_per_s: positive.optional(),
  vram_peak_gb: positive.optional(),
  vram_utilisation_pct: positive.optional(),
  max_concurrency: positive.optional(),
  max_concurrency_is_lower_bound: z.boolean().optional(),
  quality_score_of_5: positive.optional(),
  ownership: z.string().optional(),
  price_cny_per_hour: positive.optional(),
  cost_cny_per_million_tokens: positive.optional(),
  power_w: positive.optional(),
  tokens_per_s_per_w: positive.optional()
});

const texts = z.array(z.string());
const facts = z.looseObject({
  /** The GPU of rows that name none. */
  unnamed_gpu: z.string().optional(),
  article: z.object({
    id: z.string(),
    noun: z.object({en: z.string(), zh: z.string()}),
    title_en: z.string(),
    title_zh: z.string(),
    published: z.string()
  }),
  /** Currency of the prices and costs of its tables. */
  currency: z.string().regex(/^[A-Z]{3}$/, "not a currency code"),
  model: z.object({
    name: z.string(),
    parameters_billion: positive,
    context_tokens: positive,
    max_generation_tokens: positive
  }),
  setup: z.object({
    engine: z.string(),
    input_tokens_mean: positive,
    output_tokens: positive,
    concurrent_requests: z.object({min: positive, max: positive}),
    precisions: texts
  }),
  gpus: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      count: z.number().int().positive(),
      memory_gb_each: positive,
      memory_gb_total: positive,
      tensor_core_grade: positive,
      typical_power_w: positive
    })
  ),
  scenarios: z.array(
    z.object({
      id: z.string(),
      where: z.string(),
      title: z.object({en: z.string(), zh: z.string()}),
      recommends: z.record(z.string(), z.unknown()),
      says: texts,
      uses: texts.default([]),
      around_it: texts.default([]),
      serve_flags: z
        .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
        .nullable()
        .default(null)
    })
  ),
  assertions: z.array(z.object({id: z.string(), where: z.string(), says: z.string()}))
});

const ids = z.record(z.string(), z.object({gpu: z.string(), gpus: z.number().int().positive()}));

/** The article and its printed rows, as the files of `folder` (from the root) state them. */
export function loadArticle(root: string, folder: string): {article: Article; published: PublishedRow[]} {
  const [path, idsPath] = articleFiles(folder);
  const all = readYaml(join(root, path), facts, path);
  const hardware = readYaml(join(root, idsPath), ids, idsPath);
  const {currency, model, setup, gpus, scenarios, assertions} = all;
  const article = {...all.article, file: path, currency, model, setup, gpus, scenarios, assertions};
  const published = Object.entries(all)
    .filter(([key]) => /^table_\d+_\d+$/.test(key))
    .flatMap(([key, rows]) =>
      publishedRows(path, key.slice("table_".length).replace("_", "."), rows, {hardware, unnamed: all.unnamed_gpu})
    );
  return {article, published};
}

/** Tables that name no precision print 16-bit figures. */
const plainPrecision = "fp16";

function publishedRows(
  path: string,
  table: string,
  value: unknown,
  {hardware, unnamed}: {hardware: z.infer<typeof ids>; unnamed: string | undefined}
): PublishedRow[] {
  const rows = z.array(row).safeParse(value);
  if (!rows.success) {
    const issue = rows.error.issues[0]!;
    throw new Problem(`table ${table}, ${issue.path.join(".")}: ${issue.message}`, {where: path});
  }
  return rows.data.map((printed) => {
    const articleGpu = printed.gpu ?? unnamed;
    if (articleGpu === undefined)
      throw new Problem(`table ${table}: a row names no GPU`, {
        where: path,
        remedy: "say which such rows mean: unnamed_gpu"
      });
    const known = hardware[articleGpu];
    if (known === undefined) throw new Problem("names a GPU that ids.yaml does not", {where: path, value: articleGpu});
    const precision = printed.precision ?? plainPrecision;
    return {
      published_id: `published/${table}/${articleGpu}/${precision}`,
      kind: "published",
      source_table: table,
      source_gpu: articleGpu,
      gpu: known.gpu,
      gpus: known.gpus,
      precision,
      mode: printed.mode ?? null,
      ttft_ms: printed.ttft_ms ?? null,
      tpot_ms: printed.tpot_ms ?? null,
      throughput_tokens_per_s: printed.throughput_tokens_per_s ?? null,
      vram_peak_gb: printed.vram_peak_gb ?? null,
      vram_utilisation_pct: printed.vram_utilisation_pct ?? null,
      max_concurrency: printed.max_concurrency ?? null,
      max_concurrency_is_lower_bound: printed.max_concurrency_is_lower_bound ?? null,
      quality_score_of_5: printed.quality_score_of_5 ?? null,
      ownership: printed.ownership ?? null,
      price_cny_per_hour: printed.price_cny_per_hour ?? null,
      cost_cny_per_mtok_output: printed.cost_cny_per_million_tokens ?? null,
      power_w: printed.power_w ?? null,
      tokens_per_s_per_w: printed.tokens_per_s_per_w ?? null
    };
  });
}
