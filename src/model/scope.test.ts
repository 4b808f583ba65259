import {expect, test} from "vitest";
import {shownKind} from "./dataset.js";
import {articleDataset, point, withPoints} from "./claims/fixtures/article-dataset.js";
import {runSlug} from "./run-record.js";
import {scopeOfRun, workloadsOf} from "./scope.js";

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
