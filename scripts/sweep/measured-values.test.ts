import {mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import {checkLimits, measuredValues, readMeasured, together} from "./measured-values.js";

function result(n: number, failed: number) {
  const path = join(mkdtempSync(join(tmpdir(), "sweepbook-values-")), "r.json");
  const each = <T>(good: T, bad: T) => Array.from({length: n}, (_, i) => (i < n - failed ? good : bad));
  writeFileSync(
    path,
    JSON.stringify({
      duration: 10,
      completed: n - failed,
      failed,
      input_lens: each(8, 8),
      output_lens: each(5, 0),
      ttfts: each(0.1, 0),
      itls: each([0.01, 0.01, 0.01, 0.01], []),
      start_times: each(0, 0),
      errors: each("", "boom")
    })
  );
  return readMeasured(path);
}

test("throughput, mean TTFT and TPOT are of completed requests over the measured time", () => {
  expect(measuredValues(result(20, 5))).toEqual({
    duration_s: 10,
    n: 20,
    failed: 5,
    output_tokens_per_s: 7.5,
    ttft_mean_ms: expect.closeTo(100, 6) as number,
    tpot_mean_ms: expect.closeTo(10, 6) as number
  });
});

test("a limit is passed only when the 95 % bound reaches the share: 29 of 29 for p90, not 20 of 20", () => {
  expect(checkLimits(result(29, 0), {ttft_p90_ms: 200})).toEqual([
    {metric: "ttft_p90_ms", limit_ms: 200, met: 29, n: 29, outcome: "pass"}
  ]);
  expect(checkLimits(result(20, 0), {ttft_p90_ms: 200})[0]!.outcome).toBe("undecided");
  expect(checkLimits(result(20, 0), {ttft_p90_ms: 50})[0]!.outcome).toBe("fail");
});

test("failed requests miss; the binding limit is the one that fails", () => {
  const checks = checkLimits(result(40, 20), {tpot_p90_ms: 20, ttft_p50_ms: 500});
  expect(checks[0]).toMatchObject({met: 20, n: 40, outcome: "fail"});
  expect(together(checks)).toEqual({outcome: "fail", binding: "tpot_p90_ms"});
  expect(together(checkLimits(result(40, 0), {itl_p90_ms: 20, e2e_p90_ms: 141}))).toMatchObject({outcome: "pass"});
});
