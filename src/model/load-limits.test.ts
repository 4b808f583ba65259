import {expect, test} from "vitest";
import {articleDataset, point, requestsOfOne} from "./claims/fixtures/article-dataset.js";
import type {Dataset} from "./dataset.js";
import {answerLoad, type LoadQuestion} from "./load-limits.js";

const question: LoadQuestion = {
  limits: {ttft_p90_ms: 1000, tpot_p90_ms: 30},
  over: "request_rate_per_s",
  input_tokens: 2048,
  output_tokens: 512
};

const shape = {kind: "measured", load: "open", concurrency: null, input_tokens: 2048, output_tokens: 512} as const;

/** One open-loop point a rate, each of `n` requests with the same times. */
function arrivals(levels: Readonly<Record<number, {ttft_ms: number; tpot_ms: number; n: number}>>): Dataset {
  const points = Object.keys(levels).map((rate) =>
    point({...shape, point_id: `measured/run/r${rate}#1`, request_rate_per_s: Number(rate)})
  );
  const requests = points.flatMap((each) => {
    const {n, ...times} = levels[each.request_rate_per_s!]!;
    return requestsOfOne(each.point_id, n, times);
  });
  return {...articleDataset(), points, requests};
}

test("the highest rate that keeps every limit, and the lowest that breaks one", () => {
  const data = arrivals({
    4: {ttft_ms: 70, tpot_ms: 8, n: 100},
    8: {ttft_ms: 90, tpot_ms: 12, n: 10},
    10: {ttft_ms: 90, tpot_ms: 29, n: 100},
    11: {ttft_ms: 90, tpot_ms: 29, n: 10},
    12: {ttft_ms: 90, tpot_ms: 31, n: 100}
  });
  expect(answerLoad(data, question, "measured")).toMatchObject([
    {passes: 10, fails: 12, undecided: [11], n_levels: 5, n_requests: 320, copies: 1}
  ]);
});

test("closed loops, other lengths and other kinds answer nothing here", () => {
  const data = arrivals({4: {ttft_ms: 70, tpot_ms: 8, n: 100}});
  expect(answerLoad(data, {...question, over: "concurrency"}, "measured")).toEqual([]);
  expect(answerLoad(data, {...question, output_tokens: 128}, "measured")).toEqual([]);
  expect(answerLoad(data, question, "simulated")).toEqual([]);
});
