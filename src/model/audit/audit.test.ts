import {expect, test} from "vitest";
import {articleDataset, point, requestsOfOne} from "../claims/fixtures/article-dataset.js";
import type {Dataset} from "../dataset.js";
import type {PointRow} from "../tables/points.js";
import type {RequestRow} from "../tables/requests.js";
import type {ServerRow} from "../tables/servers.js";
import {servers} from "../tables/servers.js";
import type {TelemetryRow} from "../tables/telemetry.js";
import {auditPoints, auditPublished} from "./audit.js";
import type {AuditRow, AuditStatus} from "./audit-row.js";
import {failedChecks} from "./failed-checks.js";
import {pointChecks} from "./point-checks.js";

/** A point on one H100 that passes every check it can. */
const sound: Partial<PointRow> = {
  gpu: "h100-80gb-sxm",
  precision: "bf16",
  n_requests: 700,
  n_completed: 700,
  n_failed: 0,
  n_short: 0,
  concurrency: 4,
  concurrency_mean: 3.98,
  concurrency_max: 4,
  input_tokens_mean: 2048,
  output_tokens_mean: 512,
  start_utc: 0,
  duration_s: 100,
  clock: "pair",
  clock_uncertainty_s: 0.001,
  energy_valid: true,
  power_mean_w: 460,
  power_cap_share: 0.1,
  sm_clock_mean_mhz: 1960,
  prefix_cache_hit_tokens: 0,
  ttft_p50_ms: 186,
  tpot_p50_ms: 6.5,
  output_tokens_per_s: 586,
  client_ttft_error_ms: 0.5,
  client_itl_error_ms: 0.01
};

const server = (over: Partial<ServerRow>): ServerRow => ({
  ...(Object.fromEntries(Object.keys(servers.columns).map((name) => [name, null])) as unknown as ServerRow),
  server_id: "measured/test/one",
  kind: "measured",
  run: "test",
  server: "one",
  model_memory_gib: 14.29,
  ...over
});

const sample = (over: Partial<TelemetryRow>): TelemetryRow => ({
  run: "test",
  server: "one",
  gpu_index: 0,
  time_utc: 0,
  point_id: null,
  power_w: 460,
  power_limit_w: 700,
  sm_clock_mhz: 1980,
  memory_clock_mhz: null,
  temperature_c: null,
  gpu_utilisation_pct: null,
  memory_used_mib: null,
  throttle_reasons: 0,
  power_capped: false,
  ...over
});

interface Scene {
  readonly point?: Partial<PointRow>;
  readonly others?: readonly PointRow[];
  readonly server?: Partial<ServerRow>;
  readonly requests?: readonly RequestRow[];
  readonly telemetry?: readonly TelemetryRow[];
}

function scene({point: over = {}, others = [], server: s = {}, requests, telemetry = [sample({})]}: Scene): Dataset {
  const one = point({...sound, ...over});
  // Four streams, one after another without a pause: 25 s each, 100 s in all.
  const steady = requestsOfOne(one.point_id, 16, {}).map((r, i) => ({
    ...r,
    start_s: Math.floor(i / 4) * 25,
    e2e_ms: 25_000
  }));
  return {...articleDataset(), points: [one, ...others], servers: [server(s)], requests: requests ?? steady, telemetry};
}

const find = (d: Dataset, check: string): AuditRow => auditPoints(d).find((row) => row.check === check)!;

test("a sound point passes every check but those that do not apply", () => {
  const rows = auditPoints(scene({}));
  expect(rows.map(({check}) => check)).toEqual(pointChecks.map(({name}) => name));
  const open = rows.filter(({status}) => status !== "pass").map(({check, status}) => [check, status]);
  expect(open).toEqual([
    ["delivered_rate", "not_checked"],
    ["drift", "not_checked"]
  ]);
});

test("a point of which nothing is known passes nothing but what its file says", () => {
  const bare = {
    ...articleDataset(),
    points: [point({gpu: null, gpus: null, precision: null, model: null, sha256: ""})]
  };
  const passed = auditPoints(bare).filter(({status}) => status === "pass");
  expect(passed.map(({check}) => check)).toEqual(["recomputed"]);
});

const id = point({...sound}).point_id;
const poisson = (n: number, gap: number): RequestRow[] =>
  requestsOfOne(id, n, {}).map((r, i) => ({...r, start_s: i * gap}));
const again = (tpot_p50_ms: number): PointRow => point({...sound, repeat: 2, start_utc: 500_000, tpot_p50_ms});

const cases: readonly [string, AuditStatus, Scene, RegExp][] = [
  ["failures", "warn", {point: {n_failed: 1}}, /1 of 700/],
  ["failures", "fail", {point: {n_failed: 70}}, /70 of 700/],
  ["failures", "fail", {point: {status: "failed", problems: "out of memory"}}, /out of memory/],
  ["short_outputs", "fail", {point: {n_short: 3}}, /3 of 700 answers/],
  ["input_length", "warn", {point: {input_tokens_mean: 2090}}, /2.05.% off/],
  ["input_length", "fail", {point: {input_tokens_mean: 2300}}, /12.3.% off/],
  ["output_length", "fail", {point: {output_tokens_mean: 400}}, /21.9.% off/],
  ["delivered_concurrency", "warn", {point: {concurrency_mean: 3.4}}, /3.4 in the mean/],
  ["delivered_concurrency", "fail", {point: {concurrency_mean: 2}}, /of 4/],
  ["delivered_concurrency", "fail", {point: {concurrency_max: 5}}, /5 at most/],
  ["delivered_rate", "pass", {point: {load: "open", request_rate_per_s: 4}, requests: poisson(100, 0.25)}, /4.req\/s/],
  [
    "delivered_rate",
    "fail",
    {point: {load: "open", request_rate_per_s: 4}, requests: poisson(100, 0.5)},
    /2.req\/s arrived/
  ],
  ["prefix_cache", "warn", {point: {prefix_cache_hit_tokens: 4064}}, /4,064 prompt tokens/],
  ["prefix_cache", "fail", {point: {prefix_cache_hit_tokens: 900_000}}, /62.8/],
  ["prefix_cache", "not_checked", {point: {prefix_cache_hit_tokens: null}}, /not known/],
  ["ramp", "warn", {requests: poisson(16, 5).map((r) => ({...r, e2e_ms: 20_000}))}, /of the window/],
  ["ramp", "not_checked", {requests: []}, /no start times/],
  ["sample_floor", "warn", {point: {n_completed: 384}}, /p99 \(662\)/],
  ["sample_floor", "fail", {point: {n_completed: 8}}, /p50 \(11\)/],
  ["drift", "pass", {others: [again(6.6)]}, /1.54.% over 2 repeats/],
  ["drift", "warn", {others: [again(6.7)]}, /3.08/],
  ["drift", "fail", {others: [again(7.5)]}, /15.4/],
  [
    "throttling",
    "warn",
    {point: {power_cap_share: 0.68, sm_clock_mean_mhz: 1692}},
    /68.% of the window, mean clock 1692 of 1,980.MHz/
  ],
  [
    "throttling",
    "fail",
    {telemetry: [sample({point_id: id, throttle_reasons: 0x40}), sample({point_id: id})]},
    /slowdown in 50/
  ],
  ["throttling", "fail", {point: {sm_clock_mean_mhz: 1200}}, /1200/],
  ["throttling", "not_checked", {telemetry: []}, /No telemetry/],
  ["client_error_tpot", "warn", {point: {client_itl_error_ms: 0.3}}, /4.62.% of TPOT p50: 0.3/],
  ["client_error_ttft", "fail", {point: {client_ttft_error_ms: 30}}, /16.1/],
  ["client_error_tpot", "not_checked", {point: {client_itl_error_ms: null}}, /not calibrated/],
  ["clock", "warn", {point: {clock: "offset", clock_uncertainty_s: 2.77}}, /least offset/],
  ["clock", "not_checked", {point: {clock: "none"}}, /No clock/],
  ["energy", "fail", {point: {energy_valid: false, energy_reasons: "a gap of 32 s"}}, /gap of 32 s/],
  ["energy", "not_checked", {point: {energy_valid: false, power_mean_w: null}}, /not known/],
  [
    "precision_memory",
    "fail",
    {point: {precision: "gptq-int4"}},
    /14.3.GiB loaded.*5.\d+.GiB by the shapes in gptq-int4/
  ],
  ["precision_memory", "not_checked", {server: {model_memory_gib: null}}, /log does not say/],
  ["tpot_floor", "fail", {point: {tpot_p50_ms: 4}}, /floor 4.26.ms/],
  ["ttft_floor", "fail", {point: {ttft_p50_ms: 10}}, /floor/],
  ["throughput_ceiling", "fail", {point: {output_tokens_per_s: 2000}}, /at most/],
  ["recomputed", "fail", {point: {problems: "mean_ttft_ms is printed as 1 but its array gives 2"}}, /printed as 1/],
  [
    "tampering",
    "fail",
    {point: {problems: "x.json.gz: changed since it was stored: the manifest has sha256 abc"}},
    /changed since/
  ],
  ["tampering", "not_checked", {point: {sha256: ""}}, /no file/]
];

for (const [check, status, what, reason] of cases)
  test(`${check}: ${status} when ${JSON.stringify(what).slice(0, 60)}`, () => {
    const row = find(scene(what), check);
    expect(row.status, row.reason.en).toBe(status);
    expect(row.reason.en).toMatch(reason);
    expect(row.reason.zh).toMatch(/\p{Script=Han}/u);
    if (status === "warn" || status === "fail")
      expect(row.value === null && check !== "tampering" && check !== "failures").toBe(false);
  });

test("request 0 of a cold single stream that answers far too soon was cached", () => {
  const requests = requestsOfOne(id.replace("c4", "c1"), 8, {ttft_ms: 58}).map((r, i) =>
    i === 0 ? {...r, ttft_ms: 28} : r
  );
  const row = find(
    scene({
      point: {concurrency: 1, concurrency_max: 1, point_id: id.replace("c4", "c1"), prefix_cache_hit_tokens: null},
      requests
    }),
    "prefix_cache"
  );
  expect(row).toMatchObject({status: "warn", value: 28, limit: 58});
  expect(row.reason.en).toContain("Request 0 answers after 28");
});

test("a failure strikes the columns that it bears on, and a P99 of too few requests spoils no median", () => {
  const d = scene({point: {n_completed: 384, ttft_p50_ms: 10}});
  const struck = (column: string): string[] => failedChecks(d, id, column).map(({check}) => check);
  expect(struck("tpot_p50_ms")).toEqual([]);
  expect(struck("tpot_p99_ms")).toEqual(["sample_floor"]);
  expect(struck("ttft_mean_ms")).toEqual(["ttft_floor"]);
  expect(struck("ttft_p99_ms")).toEqual(["ttft_floor", "sample_floor"]);
  expect(failedChecks(d, id).map(({check}) => check)).toEqual(["ttft_floor"]);
  expect(failedChecks(scene({point: {n_failed: 70}}), id, "anything")).toHaveLength(1);
  expect(failedChecks(d, "measured/none/none#1")).toEqual([]);
});

test("the article's rows: costs do not follow, no answer meets the limit, nothing printed beats physics", () => {
  const d = articleDataset();
  const rows = auditPublished(d);
  const of = (check: string, status: AuditStatus): string[] =>
    rows
      .filter((row) => row.check === check && row.status === status)
      .map(({point}) => point.replace("published/", ""));
  expect(of("cost_arithmetic", "fail")).toHaveLength(4);
  expect(of("latency_limit", "fail")).toHaveLength(6);
  expect(of("tpot_floor", "fail")).toEqual([]);
  expect(of("per_watt_arithmetic", "pass")).toHaveLength(3);
  expect(of("vram_utilisation", "fail")).toEqual(["3.2/a100-80gb-x1/fp16"]);
  expect(of("power_nameplate", "warn")).toHaveLength(3);
  expect(failedChecks(d, "published/5.1/4090d-x4/fp16", "cost_cny_per_mtok_output").map(({check}) => check)).toEqual([
    "cost_arithmetic"
  ]);
});

test("an impossible printed row fails: faster than its bandwidth, more memory than the card, fewer bytes than its weights", () => {
  const d = articleDataset();
  const patched = (patch: object): Dataset => ({...d, published: d.published.map((row) => ({...row, ...patch}))});
  const failing = (patch: object): Set<string> =>
    new Set(
      auditPublished(patched(patch))
        .filter(({status}) => status === "fail")
        .map(({check}) => check)
    );
  expect(failing({tpot_ms: 1})).toContain("tpot_floor");
  expect(failing({ttft_ms: 10})).toContain("ttft_floor");
  expect(failing({vram_peak_gb: 200})).toContain("vram_capacity");
  expect(failing({vram_peak_gb: 3})).toContain("precision_memory");
  expect(failing({throughput_tokens_per_s: 5000})).toContain("throughput_streams");
  expect(failing({tokens_per_s_per_w: 1})).toContain("per_watt_arithmetic");
});
