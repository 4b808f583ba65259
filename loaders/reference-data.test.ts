import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {loadArticle} from "./article.js";
import {loadHardware} from "./hardware.js";
import {loadModels} from "./models.js";
import {loadPrices} from "./prices.js";
import {repository} from "./testing/real.js";
import {temporaryFolder} from "./testing/run-folder.js";

test("hardware has a row a GPU, with what was measured beside the data sheet", () => {
  const rows = loadHardware(repository);
  expect(rows.find(({gpu}) => gpu === "h100-80gb-sxm")).toMatchObject({
    name: "NVIDIA H100 80GB HBM3",
    memory_mib: 81559,
    copy_gb_per_s: 3000
  });
  expect(rows.find(({gpu}) => gpu === "a10g")).toMatchObject({fp8_tflop_per_s: null, copy_gb_per_s: null});
});

test("prices keep their currency, and their ids are unique", () => {
  const rows = loadPrices(repository);
  expect(rows[0]).toMatchObject({price_id: "rtx-4090dx1/CNY/1", price_per_gpu_h: 1.2, currency: "CNY"});
  expect(new Set(rows.map(({price_id}) => price_id)).size).toBe(rows.length);
  const gpus = new Set(loadHardware(repository).map(({gpu}) => gpu));
  expect(rows.every(({gpu}) => gpus.has(gpu))).toBe(true);
  expect(rows.some(({gpu}) => gpu === "a100-80gb-sxm")).toBe(false); // the article gives none
});

test("the article's printed rows join to hardware", () => {
  const {article, published} = loadArticle(repository, "data/article");
  expect(article.assertions.length).toBeGreaterThan(25);
  const tables = ["3.1", "3.2", "3.3", "5.1", "5.2"].map(
    (name) => published.filter((row) => row.source_table === name).length
  );
  expect(tables).toEqual([4, 2, 2, 4, 3]);
  expect(published.find(({published_id}) => published_id === "published/3.3/4090d-x1/gptq-int4")).toMatchObject({
    gpu: "rtx-4090d",
    gpus: 1,
    vram_peak_gb: 10.3,
    max_concurrency: null
  });
  expect(published.find(({published_id}) => published_id === "published/5.2/4090d-x4/fp16")).toMatchObject({
    gpus: 4,
    power_w: 1800
  });
  const gpus = new Set(loadHardware(repository).map(({gpu}) => gpu));
  expect(published.every(({gpu}) => gpus.has(gpu))).toBe(true);
  expect(new Set(published.map(({published_id}) => published_id)).size).toBe(published.length);
});

test("models carry the names under which runs serve them", () => {
  const qwen = loadModels(repository).find(({id}) => id === "qwen2.5-7b")!;
  expect(qwen.names).toContain("Qwen/Qwen2.5-7B-Instruct");
  expect(qwen.config).toMatchObject({num_hidden_layers: 28});
});

test("a broken file is named with rule and value", () => {
  const root = temporaryFolder();
  mkdirSync(join(root, "data"));
  expect(() => loadHardware(root)).toThrow("data/hardware.yaml: cannot be read");
  writeFileSync(join(root, "data/prices.yaml"), "- {gpu: a10g, gpus: 1, price_per_gpu_h: free, currency: CNY}");
  expect(() => loadPrices(root, null)).toThrow(/^data\/prices\.yaml: 0\.price_per_gpu_h: .*: "free"$/);
  writeFileSync(join(root, "data/prices.yaml"), "- {gpu: [");
  expect(() => loadPrices(root, null)).toThrow(/^data\/prices\.yaml: not YAML: /);
});
