import {expect, test} from "vitest";
import {parseSlo} from "../prediction/slo.js";
import {acceptance, type AcceptanceRun} from "./acceptance.js";
import type {Expectation} from "./expectation.js";

const number = {value: 100, lo: 90, hi: 110};
const expected: Expectation = {
  kind: "predicted",
  fitted_on: [],
  users_per_replica: 1,
  ttft_p50_ms: number,
  ttft_p90_ms: number,
  tpot_p50_ms: number,
  tpot_p90_ms: number,
  e2e_p50_ms: number,
  e2e_p90_ms: number,
  output_tokens_per_s: number,
  power_mean_w: number,
  energy_j_per_output_token: {value: 1, lo: 0.9, hi: 1.1},
  kv_cache_usage_max: null,
  max_concurrency_per_replica: null
};
const run = (ttft_ms: readonly number[], output_tokens_per_s = 100, energy: number | null = 1): AcceptanceRun => ({
  ttft_ms,
  tpot_ms: ttft_ms,
  e2e_ms: ttft_ms,
  output_tokens_per_s,
  energy_j_per_output_token: energy
});
const outcomes = (runs: readonly AcceptanceRun[], slo = "ttft_p90_ms<=50"): Record<string, string> =>
  Object.fromEntries(acceptance(parseSlo(slo), expected, runs).map(({check, outcome}) => [check, outcome]));
const of = (n: number, value: number): number[] => Array<number>(n).fill(value);

test("a limit passes when the bound of its share does: 29 requests of 29 for 90 %, not 28", () => {
  expect(outcomes([run(of(29, 50))])["ttft_p90_ms"]).toBe("pass");
  expect(outcomes([run(of(28, 50))])["ttft_p90_ms"]).toBe("undecided");
  expect(outcomes([run(of(14, 50)), run(of(15, 50))])["ttft_p90_ms"]).toBe("pass");
  expect(outcomes([run(of(29, 51))])["ttft_p90_ms"]).toBe("fail");
});

test("a request that failed misses the limit", () => {
  const values = [...of(100, 10), ...of(30, Number.NaN)];
  expect(outcomes([run(values)])["ttft_p90_ms"]).toBe("fail");
});

test("throughput and energy are judged by all runs; one run decides nothing", () => {
  const both = (runs: readonly AcceptanceRun[]) => {
    const {"output throughput": rate, energy} = outcomes(runs);
    return [rate, energy];
  };
  expect(both([run([1], 91, 1.09), run([1], 95, 1)])).toEqual(["pass", "pass"]);
  expect(both([run([1], 89, 1.2), run([1], 85, 1.3)])).toEqual(["fail", "fail"]);
  expect(both([run([1], 89, 1.2), run([1], 95, 1)])).toEqual(["undecided", "undecided"]);
  expect(both([run([1], 200, 0.1)])).toEqual(["undecided", "undecided"]);
  expect(both([run([1], 0, null), run([1], 95, 1)])).toEqual(["fail", "undecided"]);
});
