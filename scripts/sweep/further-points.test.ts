import {expect, test} from "vitest";
import type {EvidenceReader} from "./evidence.js";
import {FurtherPoints} from "./further-points.js";
import {planSweep} from "./plan.js";
import type {PlannedPoint} from "./planned.js";
import type {Spec} from "./spec.js";

const lengths = {input_tokens: 64, output_tokens: 16};

/** Further points of a server whose measurements are those that a test has put into `made`. */
function further(over: Partial<Spec>) {
  const spec: Spec = {
    name: "t",
    model: {name: "Qwen/Qwen2.5-7B-Instruct"},
    targets: {laptop: {engine: "simulated"}},
    servers: {bf16: {}},
    workloads: [],
    ...over
  };
  const plan = planSweep(spec, "/spec/t.yaml");
  const made = new Map<string, number[]>();
  const values = {duration_s: 1, n: 8, failed: 0, ttft_mean_ms: 1, tpot_mean_ms: 10};
  const evidence: Pick<EvidenceReader, "of" | "names" | "repeatsOf" | "limits"> = {
    of: (point) =>
      (made.get(point) ?? []).map((output_tokens_per_s, i) => ({
        point,
        repeat: i + 1,
        values: {...values, output_tokens_per_s}
      })),
    names: () => [...made.keys()],
    repeatsOf: (point) => (made.get(point) ?? []).map((_, i) => i + 1),
    limits: () => null
  };
  const points = plan.boots.flatMap(({boot}) => boot.points);
  return {made, points: new FurtherPoints(spec, "/spec/t.yaml", plan.servers[0]!, points, evidence as EvidenceReader)};
}

const free = (): null => null;

test("an adaptive series that time ends says so, and so does one whose measurement failed; another goes on", () => {
  const {points, made} = further({
    workloads: [{...lengths, load: {concurrency: [1, 2]}, repeats: {count: 5, until_half_width: 0.01}}]
  });
  for (const c of [1, 2]) made.set(`bf16-i64-o16-c${c}`, [100, 120, 90, 130, 80]);
  const noTime = (point: PlannedPoint): string | null => (point.point.endsWith("c1") ? "budget_s is used up" : null);
  const second = points.nextRepeat(noTime)!;
  expect([second.point, second.repeat, second.origin]).toEqual(["bf16-i64-o16-c2", 6, "adaptive"]);
  points.failed(second, "the measurement failed");
  expect(points.nextRepeat(free)).toBeNull();
  expect(points.adaptiveStates()).toMatchObject([
    {point: "bf16-i64-o16-c1", enough: false, why: "too wide", stopped: "budget_s is used up"},
    {point: "bf16-i64-o16-c2", enough: false, stopped: "bf16-i64-o16-c2#6: the measurement failed"}
  ]);
});

test("an adaptive series that is narrow enough, or at its most, says that instead", () => {
  const {points, made} = further({
    workloads: [{...lengths, load: {concurrency: [1, 2]}, repeats: {count: 5, until_half_width: 0.01, at_most: 6}}]
  });
  made.set("bf16-i64-o16-c1", [100, 100.1, 100, 100.1, 100]);
  made.set("bf16-i64-o16-c2", [100, 120, 90, 130, 80, 100]);
  expect(points.nextRepeat(free)).toBeNull();
  expect(points.adaptiveStates()).toMatchObject([
    {enough: true, why: "below target", stopped: null},
    {enough: true, why: "at most", stopped: null}
  ]);
});

test("a search takes the spec's number of requests where it gives none of its own", () => {
  const limits = {e2e_p90_ms: 100};
  const {points} = further({
    n_requests: 20,
    searches: [
      {kind: "knee", name: "a", ...lengths, from: 4},
      {kind: "knee", name: "b", ...lengths, from: 8, n_requests: 30},
      {kind: "slo", name: "c", ...lengths, from: 16, limits}
    ]
  });
  const asked = Array.from({length: 3}, () => {
    const point = points.nextOfSearches(free)!;
    points.failed(point, "for the test");
    return point;
  });
  expect(asked.map((point) => [point.point, point.n_requests])).toEqual([
    ["bf16-i64-o16-c4", 20],
    ["bf16-i64-o16-c8", 30],
    ["bf16-i64-o16-c16", 20]
  ]);
});

test("a search whose measurement fails ends with the cause; the next search goes on", () => {
  const {points, made} = further({
    searches: [
      {kind: "knee", name: "first", ...lengths, from: 4},
      {kind: "knee", name: "second", ...lengths, from: 8}
    ]
  });
  const first = points.nextOfSearches(free)!;
  expect(first.point).toBe("bf16-i64-o16-c4");
  points.failed(first, "the measurement failed");
  expect(points.nextOfSearches(free)?.point).toBe("bf16-i64-o16-c8");
  made.set("bf16-i64-o16-c8", [100]);
  expect(points.nextOfSearches(() => "the sweep's budget_s is used up")).toBeNull();
  expect(points.states()).toMatchObject([
    {name: "first", result: null, stopped: "bf16-i64-o16-c4#1: the measurement failed"},
    {name: "second", result: null, stopped: "the sweep's budget_s is used up"}
  ]);
});
