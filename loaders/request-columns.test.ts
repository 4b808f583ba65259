import {expect, test} from "vitest";
import {requestColumns, requestRows} from "./request-columns.js";
import {readResult} from "./vllm-result.js";

const result = readResult(
  {
    duration: 10,
    completed: 2,
    ttfts: [0.05, 0.02, 0, 0.01],
    itls: [[0.01, 0.03, 0.02], [], [], [0.5]],
    input_lens: [8, 8, 8, 8],
    output_lens: [4, 1, 0, 2],
    start_times: [105, 100, 101, 102],
    errors: ["", "", "Traceback\n  File x\nTimeoutError: late", "boom"]
  },
  "f"
);

test("a request's TPOT leaves the first token out, and one token has none", () => {
  const [first, second] = requestRows(requestColumns("p", result));
  expect(first).toMatchObject({
    point_id: "p",
    request: 0,
    start_s: 5,
    ttft_ms: 50,
    itl_max_ms: 30,
    ok: true,
    error: null
  });
  expect(first!.e2e_ms).toBeCloseTo(110, 9);
  expect(first!.tpot_ms).toBeCloseTo(20, 9);
  expect(second).toMatchObject({start_s: 0, ttft_ms: 20, e2e_ms: 20, tpot_ms: null, itl_max_ms: null, ok: true});
});

test("a failed request has no latency and says why in one line", () => {
  const rows = requestRows(requestColumns("p", result));
  const nothing = {ttft_ms: null, tpot_ms: null, e2e_ms: null, itl_max_ms: null, ok: false};
  expect(rows[2]).toMatchObject({...nothing, error: "TimeoutError: late"});
  expect(rows[3]).toMatchObject({...nothing, error: "boom", output_tokens: 2});
});

test("without start times, starts are null", () => {
  expect(requestRows(requestColumns("p", {...result, startS: null}))[0]!.start_s).toBeNull();
});
