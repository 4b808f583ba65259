import {gunzipSync} from "node:zlib";
import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {definitionGap, definitionNotes} from "../src/model/interchange/definitions.js";
import type {ImportedSet} from "../src/model/interchange/import-set.js";
import type {PointRow} from "../src/model/tables/points.js";
import {loadForeign} from "./foreign.js";
import {realDataset, realText, repository, seedResult} from "./testing/real.js";
import {temporaryFolder} from "./testing/run-folder.js";

const fixtures = join(repository, "src/model/interchange/fixtures");
const fixture = (path: string): string => {
  const bytes = readFileSync(join(fixtures, path));
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
};
const load = (...paths: string[]): Promise<ImportedSet> =>
  loadForeign(
    paths.map((path) => join(fixtures, path)),
    {run: "theirs"}
  );

/** Writes files into a folder of its own and loads it. */
function loadTexts(texts: Readonly<Record<string, string>>): Promise<ImportedSet> {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(join(folder, path, ".."), {recursive: true});
    writeFileSync(join(folder, path), text);
  }
  return loadForeign([folder], {run: "theirs"});
}
const only = ({rows, files}: ImportedSet): PointRow => {
  expect(files.map(({problem}) => problem)).toEqual(files.map(() => null));
  expect(rows).toHaveLength(1);
  return rows[0]!;
};

test("vLLM with requests: the same numbers as the measured row of the same file, but of kind imported", async () => {
  const measured = realDataset().points.find(
    ({run, point}) => run === "h100-llama-3.1-8b" && point === "i8192-o128-c8"
  )!;
  const row = only(await loadTexts({"anything.json": seedResult()}));
  const columns = Object.keys(measured).filter((name) =>
    /^(?:ttft|tpot|itl|e2e)_|tokens_per_s(?:_per_user)?$|^requests_per_s|^n_(?:requests|completed|failed)$|_tokens_mean$/.test(
      name
    )
  ) as (keyof PointRow)[];
  expect(columns.length).toBeGreaterThan(45);
  for (const name of columns) {
    if (measured[name] === null) expect(row[name], name).toBeNull();
    else expect(row[name], name).toBeCloseTo(measured[name] as number, 8);
  }
  expect(row).toMatchObject({
    kind: "imported",
    point_id: "imported/theirs/vllm-i8192-o128-c8#1",
    concurrency: 8,
    load: "closed",
    definitions: null,
    gpu: null,
    power_mean_w: null
  });
});

/** The short form of the seed: no arrays, as without --save-detailed, but `latencies`, which the tool leaves. */
function short(change: object = {}): Record<string, unknown> {
  const full = JSON.parse(seedResult()) as Record<string, unknown>;
  for (const key of ["input_lens", "output_lens", "ttfts", "itls", "start_times", "errors", "generated_texts"])
    delete full[key];
  return {...full, latencies: [1, 2], queue_times: [0, 0], ...change};
}

test("vLLM without requests: the tool's own summary, said to be so; the old goodput key", async () => {
  const row = only(
    await loadTexts({"a.json": JSON.stringify(short({request_goodput: null, "request_goodput:": 1.5}))})
  );
  expect(row.definitions).toBe("value=summary");
  expect(row.goodput_requests_per_s).toBe(1.5);
  expect(row.ttft_p50_ms).toBe(short()["median_ttft_ms"]);
  expect(row.e2e_p50_ms).toBe(short()["median_e2el_ms"] ?? null);
});

test("a point none of whose requests completed has no latency, not one of zero", async () => {
  const row = only(
    await loadTexts({
      "a.json": JSON.stringify(
        short({completed: 0, failed: 32, mean_ttft_ms: 0, mean_tpot_ms: 0, output_throughput: 0})
      )
    })
  );
  expect(row).toMatchObject({
    status: "failed",
    problems: "no request completed",
    n_failed: 32,
    ttft_mean_ms: null,
    tpot_mean_ms: null
  });
});

test("--append-result: several objects in one file are repeats", async () => {
  const other = {...short(), mean_ttft_ms: 900, mean_tpot_ms: 17};
  const {rows} = await loadTexts({"a.json": `${JSON.stringify(short())}\n${JSON.stringify(other)}\n`});
  expect(rows.map(({point_id}) => point_id)).toEqual([
    "imported/theirs/vllm-i8192-o128-c8#1",
    "imported/theirs/vllm-i8192-o128-c8#2"
  ]);
});

test("a sweep tree: runs, their summary.json and the summary.csv of all are each told once", async () => {
  const run = (i: number, tp: number): Record<string, unknown> => ({
    ...short({latencies: null, queue_times: null}),
    run_number: i,
    "tensor-parallel-size": tp,
    mean_ttft_ms: 100 + 10 * i + tp,
    mean_itl_ms: 5 + i / 7
  });
  const folder = (tp: number): string => `SERVE--tensor-parallel-size=${tp}-BENCH--c=8`;
  const all = [1, 2].flatMap((tp) => [0, 1].map((i) => run(i, tp)));
  const keys = Object.keys(all[0]!).filter((key) => all[0]![key] !== null);
  const csv = [`,${keys.join(",")}`, ...all.map((each, i) => `${i},${keys.map((key) => each[key]).join(",")}`)].join(
    "\n"
  );
  const {rows, files} = await loadTexts({
    ...Object.fromEntries(
      all.map((each) => [
        `${folder(each["tensor-parallel-size"] as number)}/run=${each["run_number"] as number}.json`,
        JSON.stringify(each)
      ])
    ),
    [`${folder(1)}/summary.json`]: JSON.stringify(all.slice(0, 2)),
    "summary.csv": csv
  });
  expect(files.map(({path, n_points, status}) => [path.split("/").at(-1), n_points, status])).toEqual([
    ["run=0.json", 1, "read"],
    ["run=1.json", 1, "read"],
    ["summary.json", 0, "read"],
    ["run=0.json", 1, "read"],
    ["run=1.json", 1, "read"],
    ["summary.csv", 0, "read"]
  ]);
  expect(rows.map(({point_id, tensor_parallel, gpus}) => [point_id, tensor_parallel, gpus])).toEqual([
    ["imported/theirs/vllm-i8192-o128-c8#1", 1, 1],
    ["imported/theirs/vllm-i8192-o128-c8#2", 1, 1],
    ["imported/theirs/vllm-tp2-i8192-o128-c8#1", 2, 2],
    ["imported/theirs/vllm-tp2-i8192-o128-c8#2", 2, 2]
  ]);
  expect(only(await loadTexts({"summary.csv": csv.split("\n").slice(0, 2).join("\n")}))).toMatchObject({
    tensor_parallel: 1,
    ttft_mean_ms: 101
  });
});

test("the Rust client's keys; its steady state is not taken for the whole", async () => {
  expect(only(await load("schema-only/rust-vllm-bench.json"))).toMatchObject({
    ttft_mean_ms: 52,
    ttft_p50_ms: 51.5,
    input_tokens_per_s: 1587.2,
    goodput_requests_per_s: 5.5,
    n_requests: 64,
    n_failed: 2,
    definitions: "format=schema_only value=summary"
  });
});

test("GuideLLM: its ITL is TPOT here, its TPOT is not read, seconds become ms, R-7 from its requests", async () => {
  const {rows} = await load("guidellm");
  expect(rows.map(({concurrency, client, model}) => [concurrency, client, model])).toEqual(
    [1, 4, 16].map((c) => [c, "guidellm 0.8.1", "Qwen/Qwen2.5-7B-Instruct"])
  );
  expect(rows[1]).toMatchObject({
    definitions: "throughput=own_window tpot=called_itl",
    itl_mean_ms: null,
    n_completed: 32,
    n_failed: 0,
    output_tokens_mean: 64
  });
  expect(rows[1]!.tpot_mean_ms).toBeCloseTo(8.4357, 4); // 9.118 would include the first token
  expect(rows[1]!.e2e_mean_ms).toBeCloseTo(583.9154, 4);
  expect(rows[1]!.output_tokens_per_s).toBeCloseTo(434.99, 2);
});

test("GuideLLM without its requests: the summary, with p001 read as 0.1 %, and what differs said", async () => {
  const file = JSON.parse(fixture("guidellm/benchmarks.json.gz")) as {
    benchmarks: {
      requests?: unknown;
      metrics: Record<string, {errored: unknown; successful: {percentiles: Record<string, number>}}>;
    }[];
  };
  for (const benchmark of file.benchmarks) delete benchmark.requests;
  const {rows} = await loadTexts({"b.json": JSON.stringify(file)});
  const {percentiles} = file.benchmarks[1]!.metrics["time_to_first_token_ms"]!.successful;
  expect(rows[1]).toMatchObject({ttft_p99_ms: percentiles["p99"], ttft_p50_ms: percentiles["p50"]});
  expect(rows[1]!.ttft_p99_ms).toBeGreaterThan(percentiles["p001"]!);
  expect(rows[1]!.definitions).toBe(
    "percentile=order_statistic throughput=own_window tpot=called_itl tpot=token_weighted value=summary"
  );
});

test("AIPerf: requests, summary and sweep of one run are one row, and what is recomputed is what it printed", async () => {
  const {rows, files} = await load("aiperf");
  expect(rows.map(({point_id, client, model}) => [point_id, client, model])).toEqual(
    [4, 1, 16].map((c) => [`imported/theirs/aiperf-i256-o64-c${c}#1`, "aiperf 0.13.0", "Qwen/Qwen2.5-7B-Instruct"])
  );
  expect(files.map(({n_points, note}) => [n_points, note])).toEqual([
    [1, null],
    [0, "the same measurement as in concurrency_4/profile_export.jsonl.gz"],
    [2, "the same measurement as in concurrency_4/profile_export.jsonl.gz"]
  ]);
  const alone = only(await load("aiperf/concurrency_4/profile_export_aiperf.json"));
  for (const name of [
    "ttft_mean_ms",
    "ttft_std_ms",
    "ttft_p50_ms",
    "ttft_p90_ms",
    "ttft_p99_ms",
    "tpot_p50_ms",
    "tpot_p99_ms",
    "itl_mean_ms",
    "itl_p99_ms",
    "e2e_mean_ms",
    "e2e_p95_ms",
    "e2e_std_ms"
  ] as const) {
    expect(rows[0]![name], name).toBeCloseTo(alone[name]!, 8);
  }
  expect(alone).toMatchObject({
    definitions: "tpot=called_itl value=summary",
    output_tokens_per_s: 435.84368478418196,
    duration_s: 4.696027648,
    start_utc: null,
    input_tokens: 256
  });
});

test("AIPerf states units, and an unknown one is refused", async () => {
  const file = JSON.parse(fixture("aiperf/concurrency_4/profile_export_aiperf.json")) as Record<string, {unit: string}>;
  const seconds = {...file, time_to_first_token: {unit: "s", avg: 0.05, p50: 0.049, count: 3}};
  expect(only(await loadTexts({"a.json": JSON.stringify(seconds)}))).toMatchObject({
    ttft_mean_ms: 50,
    ttft_p50_ms: 49,
    ttft_std_ms: null
  });
  const {rows, files} = await loadTexts({
    "a.json": JSON.stringify({...seconds, request_latency: {unit: "furlong", avg: 1}})
  });
  expect(rows).toEqual([]);
  expect(files[0]).toMatchObject({
    status: "damaged",
    problem: 'a.json: request_latency.unit: expected a unit of time (ms, s, sec, seconds, us, ns), found: "furlong"'
  });
});

test("AIPerf aggregate: means between runs, marked; its spread between runs is no spread of a latency", async () => {
  const row = only(await load("schema-only/aiperf-aggregate.json"));
  expect(row).toMatchObject({
    ttft_mean_ms: 52.5,
    ttft_std_ms: null,
    ttft_p99_ms: 61.199999999999996,
    tpot_p50_ms: 8.38,
    n_completed: 32,
    problems: "1 run failed"
  });
  expect(row.definitions).toBe("format=schema_only tpot=called_itl value=mean_of_runs value=summary");
});

test("inference-perf: seconds become ms, stages are points, the pooled summary is not, the model comes from config.yaml", async () => {
  const {rows, files} = await load("inference-perf");
  expect(rows.map(({concurrency, request_rate_per_s, model}) => [concurrency, request_rate_per_s, model])).toEqual(
    [4, 1].map((c) => [c, null, "Qwen/Qwen2.5-7B-Instruct"])
  );
  expect(rows[0]).toMatchObject({
    definitions: "throughput=own_window tpot=mean_gap value=summary",
    output_tokens_mean: 64,
    n_failed: 0
  });
  expect(rows[0]!.ttft_p50_ms).toBeCloseTo(51.375, 3);
  expect(Object.fromEntries(files.map(({path, note}) => [path, note]))).toMatchObject({
    "summary_lifecycle_metrics.json": "pools the load levels that other files of its folder give one by one",
    "config.yaml": "names the model of the results beside it"
  });
  expect(only(await load("inference-perf/summary_lifecycle_metrics.json")).definitions).toContain(
    "value=pooled_stages"
  );
});

test("InferenceX: seconds, per GPU times GPUs, its own validity of power, GPUs of several nodes", async () => {
  const {rows} = await load("schema-only/agg_bmk.json");
  expect(rows[0]).toMatchObject({
    ttft_p50_ms: 380,
    gpus: 4,
    total_tokens_per_s: 5202,
    output_tokens_per_s: 2601,
    output_tokens_per_s_per_gpu: 650.25,
    power_mean_w: 2240,
    n_requests: null,
    input_tokens: 1024,
    input_tokens_mean: null,
    precision: "fp8",
    definitions: "format=schema_only throughput=from_per_gpu value=summary"
  });
  expect(rows[0]!.tpot_std_ms).toBeCloseTo(0.4, 12);
  expect(rows[1]).toMatchObject({
    gpus: 12,
    total_tokens_per_s: 60_000,
    output_tokens_per_s: 6400,
    input_tokens_per_s: 53_600,
    power_mean_w: null
  });
});

test("llm-d Benchmark Report: the harness decides what its TPOT means", async () => {
  const old = only(await load("schema-only/br-v0.1.yaml"));
  expect(old).toMatchObject({
    ttft_p99_ms: 90,
    tpot_p50_ms: 7.4,
    e2e_p50_ms: 1000,
    gpus: 4,
    tensor_parallel: 2,
    n_completed: 97,
    n_failed: 2,
    model: "Qwen/Qwen2.5-7B-Instruct",
    engine_version: "0.9.0.1",
    duration_s: 25.5
  });
  const guide = only(await load("schema-only/br-v0.2.json"));
  expect(guide).toMatchObject({
    tpot_p50_ms: 8.43,
    itl_p50_ms: null,
    gpus: 2,
    start_utc: Date.UTC(2026, 9, 1, 10),
    duration_s: 62.5,
    client: "guidellm 0.8.1",
    concurrency: 4,
    n_completed: 32
  });
  const nobody = fixture("schema-only/br-v0.2.json").replace('"guidellm"', '"mytool"');
  expect(only(await loadTexts({"a.json": nobody})).definitions).toContain("tpot=unknown");
});

test("numbers that are defined otherwise are told apart when they meet", async () => {
  const [guide, perf] = [(await load("guidellm")).rows[1]!, (await load("inference-perf")).rows[0]!];
  expect(definitionGap(guide, perf, "tpot_p50_ms").map(({en}) => en)).toEqual([
    expect.stringContaining("mean gap between chunks")
  ]);
  expect(definitionGap(guide, perf, "ttft_p50_ms")).toEqual([]);
  expect(definitionGap(guide, {definitions: null}, "output_tokens_per_s")).toHaveLength(1);
  expect(definitionNotes(guide, "tpot_p50_ms").map(({zh}) => zh)).toEqual([expect.stringContaining("称为 ITL")]);
});

test("unknown and damaged files are told, and give nothing; the others stand", async () => {
  const {rows, files} = await loadTexts({
    "cut.json": seedResult().slice(0, 5000),
    "good.json": seedResult(),
    "half.json": `${JSON.stringify(short())}\n{"a": 1}`,
    "other.json": '{"hello": "world"}',
    "telemetry.csv": "timestamp, index, power.draw [W], x\n1,2,3,4\n",
    "wrong.json": JSON.stringify(short({duration: "long"})),
    "empty.jsonl": "",
    "bad.yaml": "a: [1, 2\nb: }"
  });
  expect(rows.map(({file}) => file)).toEqual(["good.json"]);
  expect(files.map(({path, status, problem}) => [path, status, problem])).toEqual([
    ["bad.yaml", "damaged", expect.stringMatching(/^bad\.yaml: expected YAML, found: /)],
    [
      "cut.json",
      "damaged",
      expect.stringMatching(/^cut\.json: the JSON is cut off: expected its end, found the end of the file/)
    ],
    ["empty.jsonl", "damaged", "empty.jsonl: expected results, found an empty file"],
    ["good.json", "read", null],
    [
      "half.json",
      "damaged",
      expect.stringMatching(
        /^half\.json, object 2: expected a result of vllm bench serve like those before it, found: \{"a":1\}/
      )
    ],
    [
      "other.json",
      "unknown",
      expect.stringMatching(/^other\.json: expected results of a known tool, found: "an object of hello"; known are /)
    ],
    ["telemetry.csv", "unknown", expect.stringContaining('found: "timestamp, index')],
    ["wrong.json", "damaged", 'wrong.json: duration: expected a number, found: "long"']
  ]);
});

test("a committed run's results of vLLM are read as they are stored", async () => {
  const row = only(await loadTexts({"x.json": realText("h100-bf16", "i2048-o512-r4.json")}));
  expect(row).toMatchObject({load: "open", request_rate_per_s: 4, concurrency: null, burstiness: 1});
});
