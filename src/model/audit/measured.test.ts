import {expect, test} from "vitest";
import {realDataset} from "../../../loaders/testing/real.js";
import {judge} from "../claims/judge.js";
import {headline} from "../headline.js";
import {auditPoints} from "./audit.js";

const dataset = realDataset();
const rows = auditPoints(dataset);
const of = (point: string, check: string) =>
  rows.find((row) => row.point === `measured/${point}` && row.check === check);

test("request 0 of the H100 points is found to be a prefix-cache hit, and the run without caching has none", () => {
  const first = of("h100-bf16/i2048-o512-c1#1", "prefix_cache")!;
  expect(first.status).toBe("warn");
  expect(first.reason.en).toMatch(/4,064 prompt tokens/);
  expect(first.reason.en).toMatch(/Request 0 answers after 28.\d.ms, the others after 5\d(\.\d)?.ms/);
  // Under load the counter must agree: a first answer ahead of the queue is quick, too.
  expect(of("h100-bf16/i2048-o512-r4#1", "prefix_cache")?.reason.en).toMatch(/Request 0 answers after 28.ms/);
  expect(of("h100-bf16/i8192-o128-c8#1", "prefix_cache")?.reason.en).toMatch(/Request 0 answers after 152.ms/);
  expect(of("h100-llama-3.1-8b/i8192-o128-c8#1", "prefix_cache")?.status).toBe("pass");
  expect(of("h100-llama-3.1-8b/i2048-o512-c1#1", "prefix_cache")?.status).toBe("pass");
});

test("at 128 streams the board is at its cap two thirds of the time, at a mean of 1692 of 1980 MHz", () => {
  const row = of("h100-bf16/i2048-o512-c128#1", "throttling")!;
  expect(row.status).toBe("warn");
  expect(row.value).toBeCloseTo(0.677, 3);
  expect(row.reason.en).toMatch(/1692 of 1,980/);
});

test("the server loaded what bf16 weighs, runs at 69 % of its bandwidth, and drifted by 1.6 %", () => {
  expect(of("h100-bf16/i2048-o512-c1#1", "precision_memory")).toMatchObject({status: "pass", value: 14.29});
  const floor = of("h100-bf16/i2048-o512-c1#1", "tpot_floor")!;
  expect(floor.limit! / floor.value!).toBeCloseTo(0.69, 2);
  expect(floor.limit).toBeCloseTo(4.26, 2);
  expect(of("h100-bf16/i2048-o512-c32#1", "drift")).toMatchObject({status: "pass"});
  expect(of("h100-bf16/i2048-o512-c32#1", "drift")!.value).toBeCloseTo(0.016, 3);
});

test("eight requests give no percentile, and an uncalibrated client is not taken for a good one", () => {
  expect(of("h100-bf16/i2048-o512-c1#2", "sample_floor")).toMatchObject({status: "fail", value: 8, limit: 11});
  expect(of("h100-bf16/i2048-o512-c1#1", "client_error_ttft")?.status).toBe("not_checked");
});

test("measured points bear on claims: the H100's own answer time, growth and power stand in the reasons", () => {
  const because = Object.fromEntries(judge(dataset).map((v) => [v.id, v]));
  expect(because["slo-definition"]!.because.en).toMatch(/measured H100.*3\.21/);
  expect(because["slo-definition"]!.evidence.some(({id}) => id.startsWith("measured/"))).toBe(true);
  expect(because["throughput-is-max"]!.because.en).toMatch(/159.*become 5,360/);
  expect(because["energy-a100-single"]!.because.en).toMatch(/444.W of its 700/);
});

test("headline numbers of a measured server: TPOT alone, most throughput, and no concurrency within 3 s", () => {
  const numbers = Object.fromEntries(headline(dataset).map(({id, value}) => [id, value]));
  expect(numbers["measured/h100-bf16/bf16/tpot_p50_ms"]).toBeCloseTo(6.169, 3);
  expect(numbers["measured/h100-bf16/bf16/output_tokens_per_s"]).toBeCloseTo(5362, -1);
  expect(numbers["measured/h100-bf16/bf16/max_concurrency"]).toBeNull();
  expect(numbers["measured/h100-bf16/bf16/least_failing_concurrency"]).toBe(1);
});
