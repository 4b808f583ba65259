import {expect, test} from "vitest";
import {shownKind} from "./dataset.js";
import {articleDataset, point, withPoints} from "./claims/fixtures/article-dataset.js";
import {curves} from "./curve.js";
import {runSlug} from "./run-record.js";
import {scopeOfRun, scopeOfStudy, workloadsOf} from "./scope.js";
import {playedSpeed} from "./played-speed.js";
import type {StudyAsks} from "./study.js";
import type {ServerRow} from "./tables/servers.js";

const short = {input_tokens: 256, output_tokens: 256, run: "own"};
const points = [
  point({...short, concurrency: 1}),
  point({...short, concurrency: 1, repeat: 2}),
  point({run: "own", concurrency: 1}),
  point({run: "own", concurrency: 4}),
  point({run: "own", concurrency: 8, status: "failed", input_tokens: 9, output_tokens: 9}),
  point({run: "own", load: "open", concurrency: null, input_tokens: 8, output_tokens: 8})
];

test("workloads are told apart by model and lengths, that with most levels first; failures and open loops carry none", () => {
  const model = "Qwen/Qwen2.5-7B-Instruct";
  expect(workloadsOf(points)).toEqual([
    {model, input_tokens: 2048, output_tokens: 512, levels: 2},
    {model, input_tokens: 256, output_tokens: 256, levels: 1}
  ]);
  expect(workloadsOf([])).toEqual([]);
});

test("a run's scope holds its own rows alone, nothing printed and no assertion", () => {
  const data = withPoints(articleDataset(), ...points, point({run: "other", point_id: "measured/other/x#1"}));
  const scope = scopeOfRun(data, "own", "simulated", workloadsOf(points)[1]!);
  expect(scope.points).toHaveLength(points.length);
  expect(scope.published).toEqual([]);
  expect(scope.article.assertions).toEqual([]);
  expect(scope.article.setup).toMatchObject({input_tokens_mean: 256, output_tokens: 256});
  expect(shownKind(scope)).toBe("simulated");
  expect(shownKind(data)).toBe("measured");
  expect(scope.hardware).toBe(data.hardware);
});

test("no two runs share a page: a dot becomes what no run's name may hold", () => {
  expect(["a.b", "a-b", "a_b"].map(runSlug)).toEqual(["a~b", "a-b", "a_b"]);
});

const asks: StudyAsks = {
  model: "llama-3.1-8b",
  gpus: [{gpu: "l40s", gpus: 1}],
  precisions: ["bf16"],
  load: {input_tokens: 256, output_tokens: 256, concurrency: [1, 8]},
  slo: {metric: "ttft", percentile: 0.9, limit_ms: 500},
  prices: [],
  figures: []
};

test("a study's scope holds points of its model on its GPUs, of the most trusted kind, and asks for itself", () => {
  const own = {model: "llama-3.1-8b", gpu: "l40s", ...short};
  const data = withPoints(
    articleDataset(),
    point({...own, kind: "simulated", run: "s", point_id: "simulated/s/x#1"}),
    point({...own, kind: "imported", run: "i", point_id: "imported/i/x#1"}),
    point({...own, gpu: "h100-80gb-sxm", point_id: "measured/other/x#1"}),
    point({point_id: "measured/model/x#1", gpu: "l40s"})
  );
  const scope = scopeOfStudy(data, {name: "s", asks});
  expect(scope.points.map(({point_id}) => point_id)).toEqual(["imported/i/x#1"]);
  expect(shownKind(scope)).toBe("imported");
  expect(scope.hardware.map(({gpu}) => gpu)).toEqual(["l40s"]);
  expect(scope.published).toEqual([]);
  expect(scope.article.setup.asks).toEqual({
    configurations: [{gpu: "l40s", gpus: 1, precision: "bf16"}],
    concurrencies: [1, 8],
    slo: asks.slo
  });
  expect(shownKind(scopeOfStudy(articleDataset(), {name: "s", asks}))).toBe("measured");
});

test("what was simulated faster than life answers no study", () => {
  const own = {model: "llama-3.1-8b", gpu: "l40s", ...short, kind: "simulated" as const};
  const data = withPoints(
    articleDataset(),
    point({...own, run: "fast", server: "a", point_id: "simulated/fast/x#1"}),
    point({...own, run: "life", server: "a", point_id: "simulated/life/x#1"})
  );
  const server = (run: string, command: string | null) => ({run, server: "a", command}) as ServerRow;
  const servers = [server("fast", "serve --sim-speed 20 --port 1"), server("life", "serve --sim-speed 1")];
  expect(scopeOfStudy({...data, servers}, {name: "own", asks}).points.map(({run}) => run)).toEqual(["life"]);
  expect([server("x", null), server("x", "vllm serve m --speed 3"), ...servers].map(playedSpeed)).toEqual([
    1, 1, 20, 1
  ]);
});

test("imported points that state no lengths stand for those delivered, where all requests were of one", () => {
  const delivered = {input_tokens: null, output_tokens: null, input_tokens_mean: 256, output_tokens_mean: 64};
  const theirs = point({...delivered, kind: "imported", run: "t", point_id: "imported/t/x#1"});
  const mixed = point({...delivered, kind: "imported", run: "t", input_tokens_mean: 256.5, point_id: "imported/t/y#1"});
  const own = point({...delivered, point_id: "measured/t/x#1"});
  expect(workloadsOf([theirs])).toMatchObject([{input_tokens: 256, output_tokens: 64, levels: 1}]);
  expect(workloadsOf([mixed, own])).toEqual([]);
  expect(curves([theirs, mixed, own]).map(({kind, input_tokens}) => [kind, input_tokens])).toEqual([["imported", 256]]);
});
