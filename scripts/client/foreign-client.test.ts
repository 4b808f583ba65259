import {mkdirSync, writeFileSync} from "node:fs";
import {gunzipSync} from "node:zlib";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {temporaryFolder} from "../../loaders/testing/run-folder.js";
import {aiperfTool} from "./aiperf-tool.js";
import type {PointPlan} from "./client.js";
import {guidellmTool} from "./guidellm-tool.js";

const fixture = (path: string): string =>
  gunzipSync(readFileSync(join("src/model/interchange/fixtures", path))).toString("utf8");
const plan: PointPlan = {
  base_url: "http://127.0.0.1:1",
  model: "m",
  tokenizer: "t",
  endpoint: "/v1/completions",
  workload: {kind: "random", input_tokens: 256, output_tokens: 64, range_ratio: 0},
  load: {kind: "open", request_rate_per_s: 4, burstiness: 0.5, concurrency: null},
  n_requests: 32,
  seed: 7,
  result_path: null,
  log_path: null,
  metadata: {},
  request_timeout_s: null,
  timeout_s: 60,
  extra_arguments: []
};

test("what AIPerf leaves of each request is read, its gaps in s", async () => {
  const out = temporaryFolder();
  mkdirSync(join(out, "inner"));
  writeFileSync(join(out, "inner/profile_export.jsonl"), fixture("aiperf/concurrency_4/profile_export.jsonl.gz"));
  const requests = await aiperfTool.requests(out);
  expect(requests).toHaveLength(32);
  expect(requests[0]).toMatchObject({input_tokens: 256, output_tokens: 64, error: ""});
  expect(requests[0]!.ttft_s).toBeCloseTo(0.0612, 3);
  expect(requests[0]!.gaps_s).toHaveLength(63);
});

test("what GuideLLM leaves of each request is read; it keeps no gaps", async () => {
  const out = temporaryFolder();
  writeFileSync(join(out, "benchmarks.json"), fixture("guidellm/benchmarks.json.gz"));
  const requests = await guidellmTool.requests(out);
  expect(requests).toHaveLength(32);
  expect(requests[0]!.latency_s).toBeGreaterThan(0.5);
  expect(requests[0]!.gaps_s).toEqual([]);
});

test("a call that a tool cannot make as asked is refused, not made otherwise", () => {
  expect(aiperfTool.refuses(plan)).toBeNull();
  expect(aiperfTool.command(plan, "out").join(" ")).toContain(
    "--request-rate 4 --arrival-pattern gamma --arrival-smoothness 0.5"
  );
  expect(guidellmTool.refuses(plan)).toContain("Poisson arrivals only");
  const ranged: PointPlan = {...plan, workload: {kind: "random", input_tokens: 8, output_tokens: 8, range_ratio: 0.5}};
  expect(aiperfTool.refuses(ranged)).toContain("draws no lengths");
});
