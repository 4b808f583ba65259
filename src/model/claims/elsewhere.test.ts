import {expect, test} from "vitest";
import type {Dataset} from "../dataset.js";
import type {PointRow} from "../tables/points.js";
import {servers, type ServerRow} from "../tables/servers.js";
import {articleDataset, point, withPoints} from "./fixtures/article-dataset.js";
import {judge} from "./judge.js";

const printed = articleDataset();
const verdict = (d: Dataset, id: string) => judge(d).find((v) => v.id === id)!;

/** An H100 at one load, its weights as the server says. */
const h100 = (precision: string, concurrency: number, tpot_p50_ms: number, over: Partial<PointRow> = {}): PointRow =>
  point({
    gpu: "h100-80gb-sxm",
    run: precision,
    point_id: `measured/${precision}/i2048-o512-c${concurrency}#1`,
    precision,
    concurrency,
    tpot_p50_ms,
    ttft_p50_ms: 58,
    n_requests: 700,
    n_completed: 700,
    n_failed: 0,
    ...over
  });

const server = (precision: string, model_memory_gib: number): ServerRow => ({
  ...(Object.fromEntries(Object.keys(servers.columns).map((name) => [name, null])) as unknown as ServerRow),
  server_id: `measured/${precision}/one`,
  kind: "measured",
  run: precision,
  server: "one",
  model: "Qwen/Qwen2.5-7B-Instruct",
  precision,
  model_memory_gib
});

const both = withPoints(
  printed,
  h100("bf16", 1, 6.17),
  h100("gptq-int4", 1, 4.21),
  h100("bf16", 64, 13.5),
  h100("gptq-int4", 64, 15)
);

test("quantisation measured on another card bears on the claim and does not decide it", () => {
  const {because, by, evidence} = verdict(both, "gptq-faster");
  expect(by).toBe("published");
  expect(because.en).toMatch(/Measured on another card: 1.47 times at 1.stream on the H100, 0.9 times at 64.streams/);
  expect(evidence.filter(({kind}) => kind === "measured")).toHaveLength(4);
});

test("weights that measured servers loaded stand in the memory claims", () => {
  const served = {...both, servers: [server("bf16", 14.29), server("gptq-int4", 5.29)]};
  expect(verdict(served, "gptq-vram-halved").because.en).toMatch(/loads 14.3.GiB in 16 bits and 5.29.GiB in Int4/);
  expect(verdict(served, "gptq-fits-12gb").evidence.some(({column}) => column === "model_memory_gib")).toBe(true);
});

test("a server that says Int4 and loads 16 bits is no evidence of Int4", () => {
  const lying = {...both, servers: [server("bf16", 14.29), server("gptq-int4", 14.29)]};
  expect(verdict(lying, "gptq-vram-halved").because.en).not.toContain("Measured");
  expect(verdict(lying, "gptq-faster").because.en).not.toContain("Measured on another card");
});

test("measured on the card itself decides: many runs give Welch's interval, and a tie is no support", () => {
  const runs = (precision: string, values: readonly number[]): PointRow[] =>
    values.map((tpot, i) =>
      h100(precision, 1, tpot, {gpu: "rtx-4090d", run: `${precision}-${i}`, point_id: `measured/${precision}-${i}/x#1`})
    );
  const faster = withPoints(
    printed,
    ...runs("fp16", [30, 30.2, 29.9, 30.1, 30]),
    ...runs("gptq-int4", [29, 29.1, 28.9, 29, 29.2])
  );
  expect(verdict(faster, "gptq-faster")).toMatchObject({
    verdict: "supported",
    by: "measured",
    strength: "measured",
    n_runs: 5
  });
  const tie = withPoints(
    printed,
    ...runs("fp16", [30, 31, 29, 30.5, 29.5]),
    ...runs("gptq-int4", [30, 31, 29.2, 30.5, 29.4])
  );
  expect(verdict(tie, "gptq-faster")).toMatchObject({verdict: "not_testable", reason: "interval_crosses", by: null});
});

test("each piece of evidence says which checks it fails", () => {
  const printedCost = verdict(printed, "cost-follows-inputs").evidence.find(
    ({column}) => column === "cost_cny_per_mtok_output"
  );
  expect(printedCost?.failed_checks).toEqual(["cost_arithmetic"]);
  expect(verdict(printed, "tp4-near-linear").evidence.find(({column}) => column === "tpot_ms")?.failed_checks).toEqual(
    []
  );
});
