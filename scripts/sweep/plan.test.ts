import {mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import {planSweep} from "./plan.js";
import type {Spec} from "./spec.js";

const spec = (over: Partial<Spec> = {}): Spec => ({
  name: "t",
  model: {name: "Qwen/Qwen2.5-7B-Instruct"},
  targets: {laptop: {engine: "simulated", gpu: "h100-80gb-sxm"}},
  servers: {bf16: {}, int4: {precision: "gptq-int4"}},
  workloads: [{input_tokens: 2048, output_tokens: 512}],
  load: {concurrency: [1, 2, 4, 8, 16]},
  ...over
});
const plan = (over: Partial<Spec> = {}) => planSweep(spec(over), "/spec/t.yaml");

test("a plan is servers x workloads x loads x repeats, each measured once, plus the sentinel's three", () => {
  const {boots} = plan();
  expect(boots.map(({boot}) => boot.name)).toEqual(["bf16", "int4"]);
  const points = boots[0]!.boot.points;
  expect(points).toHaveLength(5 + 2);
  const ids = points.map((p) => `${p.point}#${p.repeat}`);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(points.map((p) => p.point))).toEqual(new Set([1, 2, 4, 8, 16].map((c) => `bf16-i2048-o512-c${c}`)));
});

test("the sentinel stands first, in the middle and last, flagged, and is one and the same point", () => {
  const points = plan({sentinel: "i2048-o512-c4"}).boots[0]!.boot.points;
  const at = points.flatMap((p, i) => (p.sentinel ? [i] : []));
  expect(at).toHaveLength(3);
  expect(at[0]).toBe(0);
  expect(at[1]).toBeGreaterThan(1);
  expect(at[1]).toBeLessThan(points.length - 2);
  expect(at[2]).toBe(points.length - 1);
  expect(points.filter((p) => p.sentinel).map((p) => [p.point, p.repeat])).toEqual(
    [1, 2, 3].map((r) => ["bf16-i2048-o512-c4", r])
  );
});

test("none means none, and a start with few points has none", () => {
  expect(plan({sentinel: "none"}).boots[0]!.boot.points.filter((p) => p.sentinel)).toEqual([]);
  expect(plan({load: {concurrency: [1, 2]}}).boots[0]!.boot.points.map((p) => p.sentinel)).toEqual([false, false]);
});

test("the seed decides the order; the same seed gives the same order on both servers", () => {
  const order = (seed: number, i = 0) =>
    plan({seed, sentinel: "none"}).boots[i]!.boot.points.map((p) => p.point.replace(/^[^-]+-/, ""));
  expect(order(1)).toEqual(order(1));
  expect(order(1)).toEqual(order(1, 1));
  expect([2, 3, 4].some((seed) => order(seed).join() !== order(1).join())).toBe(true);
});

test("stages run in order", () => {
  const points = plan({
    sentinel: "none",
    workloads: [
      {input_tokens: 256, output_tokens: 64, stage: 2},
      {input_tokens: 2048, output_tokens: 512, stage: 1}
    ]
  }).boots[0]!.boot.points;
  expect(points.map((p) => p.stage)).toEqual([...Array<number>(5).fill(1), ...Array<number>(5).fill(2)]);
});

test("repeats are spread over starts: every first start, then every second one", () => {
  const {boots} = plan({repeats: {count: 5, boots: 2}, sentinel: "none"});
  expect(boots.map(({boot}) => boot.name)).toEqual(["bf16", "int4", "bf16.2", "int4.2"]);
  const repeats = (i: number) => [...new Set(boots[i]!.boot.points.map((p) => p.repeat))].sort((a, b) => a - b);
  expect(repeats(0)).toEqual([1, 2, 3]);
  expect(repeats(2)).toEqual([4, 5]);
});

test("or a list says how many repeats each start gets", () => {
  const {boots} = plan({
    repeats: {count: 5, boots: [1, 2, 2]},
    sentinel: "none",
    load: {concurrency: [1]},
    servers: {bf16: {}}
  });
  expect(boots.map(({boot}) => boot.points.map((p) => p.repeat))).toEqual([[1], [2, 3], [4, 5]]);
});

test("a server that is expected to fail measures nothing", () => {
  const {boots} = plan({servers: {bf16: {}, broken: {expect: "failure", tensor_parallel: 3}}});
  expect(boots[1]!.boot).toEqual({name: "broken", number: 1, points: []});
});

test("seeds differ between points and repeats, and agree between servers, which then see the same prompts", () => {
  const {boots} = plan({repeats: 2, sentinel: "none"});
  const seeds = boots[0]!.boot.points.map((p) => p.seed);
  expect(new Set(seeds).size).toBe(seeds.length);
  expect(new Set(boots[1]!.boot.points.map((p) => p.seed))).toEqual(new Set(seeds));
});

test("the number of requests follows the rule: ten a stream, a floor for a claimed percentile, a minute of arrivals", () => {
  const n = (over: Partial<Spec>) =>
    plan({sentinel: "none", load: {concurrency: [1, 16]}, ...over})
      .boots[0]!.boot.points.map((p) => p.n_requests)
      .sort((a, b) => a - b);
  expect(n({})).toEqual([12, 160]);
  expect(n({n_requests: "p99"})).toEqual([662, 662]);
  expect(n({n_requests: {per_stream: 50, claim: "p99", at_most: 700}})).toEqual([662, 700]);
  expect(n({load: {request_rate_per_s: [4]}})).toEqual([240]);
});

test("the estimate follows the speed of the simulated target, unless the spec gives its own", () => {
  const seconds = (over: Partial<Spec>) => plan({sentinel: "none", ...over}).boots[0]!.boot.points[0]!.estimate_s;
  const fast: Partial<Spec> = {targets: {laptop: {engine: "simulated", flags: {"sim-speed": 20}}}};
  expect(seconds({}) / seconds(fast)).toBeCloseTo(20, 6);
  const estimate = {tpot_ms: 10, prefill_tokens_per_s: 25_000};
  expect(seconds({...fast, estimate})).toBeCloseTo(seconds({}), 6);
});

test("a trace at its own times is played whole or for its first seconds, and takes as long as it lasts", () => {
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-plan-"));
  const line = (timestamp: number): string => JSON.stringify({timestamp, input_length: 100, output_length: 10});
  writeFileSync(join(folder, "calls.jsonl"), Array.from({length: 30}, (_, i) => line(100 + 10 * i)).join("\n"));
  const points = (over: Partial<Spec>) =>
    planSweep(
      spec({servers: {bf16: {}}, sentinel: "none", workloads: [{trace: "calls.jsonl"}], ...over}),
      join(folder, "t.yaml")
    ).boots[0]!.boot.points;
  const whole = points({load: {timestamps: true}})[0]!;
  expect([whole.point, whole.n_requests, whole.load]).toEqual(["bf16-calls-t", 30, {kind: "trace", concurrency: null}]);
  expect(whole.estimate_s).toBeGreaterThan(290);
  expect(points({load: {timestamps: true}, n_requests: {seconds: 45}})[0]!.n_requests).toBe(5);
  const closed = [...points({load: {concurrency: [1, 100]}})].sort((a, b) => a.n_requests - b.n_requests);
  expect(closed.map((p) => [p.n_requests, p.warm_up.requests])).toEqual([
    [12, 2],
    [30, 30] // it has no more
  ]);
});

test("a vLLM server's command: serve, names, cold prefix cache, flags as JSON, lists and switches", () => {
  const {servers} = plan({
    targets: {h: {environment: {PYTHONPATH: "/site"}, flags: {"max-model-len": 4096, seed: 0}}},
    model: {name: "q", path: "/m/q", tokenizer: "/m/tok", weights: "dummy"},
    servers: {
      a: {
        tensor_parallel: 2,
        flags: {
          "enforce-eager": true,
          max_model_len: 8192,
          seed: null,
          "hf-overrides": {rope: {factor: 4}},
          "cudagraph-capture-sizes": [1, 2]
        }
      }
    }
  });
  expect(servers[0]!.command).toEqual([
    "python3",
    "-m",
    "vllm.entrypoints.cli.main",
    "serve",
    "/m/q",
    "--served-model-name",
    "q",
    "--tokenizer",
    "/m/tok",
    "--load-format",
    "dummy",
    "--tensor-parallel-size",
    "2",
    "--no-enable-prefix-caching",
    "--max-model-len",
    "8192",
    "--enforce-eager",
    "--hf-overrides",
    '{"rope":{"factor":4}}',
    "--cudagraph-capture-sizes",
    "1",
    "2"
  ]);
  expect(servers[0]!.environment).toEqual({PYTHONPATH: "/site"});
});
