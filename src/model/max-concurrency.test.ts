import {expect, test} from "vitest";
import {articleDataset, point, requestsOfOne} from "./claims/fixtures/article-dataset.js";
import type {Dataset} from "./dataset.js";
import {maxConcurrency} from "./max-concurrency.js";
import type {RequestRow} from "./tables/requests.js";

const slo = {metric: "e2e", percentile: 0.99, limit_ms: 3000} as const;

/** One point a concurrency, all its requests as long as given. */
function swept(levels: Readonly<Record<number, {ms: number; n: number; over?: Partial<RequestRow>}>>): Dataset {
  const points = Object.keys(levels).map((c) => point({concurrency: Number(c)}));
  const requests = points.flatMap((p) => {
    const {ms, n, over} = levels[p.concurrency!]!;
    return requestsOfOne(p.point_id, n, {e2e_ms: ms, ...over});
  });
  return {...articleDataset(), points, requests};
}

test("the largest concurrency that passes stands with the next that fails", () => {
  const d = swept({1: {ms: 1000, n: 300}, 4: {ms: 2000, n: 300}, 8: {ms: 4000, n: 300}});
  expect(maxConcurrency(d, d.points, slo)).toMatchObject({passes: 4, fails: 8, n_runs: 1});
});

test("no concurrency passes and 1 fails is a result; too few requests leave a level open", () => {
  const slow = swept({1: {ms: 3210, n: 12}});
  expect(maxConcurrency(slow, slow.points, slo)).toMatchObject({passes: null, fails: 1});
  const few = swept({1: {ms: 1000, n: 12}});
  expect(maxConcurrency(few, few.points, slo)).toMatchObject({passes: null, fails: null});
  expect(maxConcurrency(few, few.points, slo).levels[0]).toMatchObject({outcome: "undecided", met: 12});
});

test("a failed request misses, a level above a failure does not pass, and repeats are taken together", () => {
  const failed = swept({1: {ms: 10, n: 300, over: {ok: false}}, 2: {ms: 1000, n: 300}});
  expect(maxConcurrency(failed, failed.points, slo)).toMatchObject({passes: null, fails: 1});
  const d = swept({4: {ms: 1000, n: 200}});
  const again = point({concurrency: 4, repeat: 2});
  const twice = {
    ...d,
    points: [...d.points, again],
    requests: [...d.requests, ...requestsOfOne(again.point_id, 200, {e2e_ms: 1000})]
  };
  expect(maxConcurrency(twice, twice.points, slo)).toMatchObject({passes: 4, n_runs: 2});
  expect(maxConcurrency(articleDataset(), [], slo)).toEqual({passes: null, fails: null, levels: [], n_runs: 0});
});
