import {join} from "node:path";
import {expect, test} from "vitest";
import {latencyStatistics} from "../src/model/statistics/latency-statistics.js";
import {readManifest} from "./manifest-file.js";
import {okGaps} from "./point.js";
import {contradictions, printedNumbers, type PointStatistics} from "./printed.js";
import {requestColumns} from "./request-columns.js";
import {listRuns} from "./runs.js";
import {readStored} from "./store.js";
import {realRuns, seedResult} from "./testing/real.js";
import {readResult, type VllmResult} from "./vllm-result.js";

function statisticsOf(result: VllmResult): PointStatistics {
  const columns = requestColumns("p", result);
  return {
    ttft: latencyStatistics(columns.ttft_ms),
    tpot: latencyStatistics(columns.tpot_ms),
    itl: latencyStatistics(okGaps(result, columns), false),
    e2el: latencyStatistics(columns.e2e_ms)
  };
}

const realResults = listRuns(realRuns).flatMap((run) => {
  const {manifest} = readManifest(realRuns, run);
  return manifest.files.filter(({role}) => role === "result").map((file) => [run, file] as const);
});

test("there are real points of several runs to prove the statistics on", () => {
  expect(realResults.length).toBeGreaterThanOrEqual(19);
  expect(new Set(realResults.map(([run]) => run)).size).toBeGreaterThan(1);
});

test.each(realResults)("%s: what vLLM printed follows from the arrays", (run, file) => {
  const result = readResult(JSON.parse(readStored(join(realRuns, run), file).toString()), file.path);
  const numbers = printedNumbers(result, statisticsOf(result), file.rounded_ns);
  expect(numbers).toHaveLength(28); // four latencies: mean, median, standard deviation, p50, p90, p95, p99
  for (const {key, printed, recomputed, slack_ms} of numbers) {
    const limit = /ttft|itl/.test(key) ? 1e-9 : 1e-5;
    // TPOT and E2E are rebuilt to a few microseconds; a spread of less than a thousandth of its mean is held to the mean.
    const mean = numbers.find((number) => number.key === key.replace(/^std_/, "mean_"))!.printed;
    const scale = limit === 1e-5 && key.startsWith("std_") ? Math.max(printed, mean / 100) : printed;
    expect(Math.max(0, Math.abs(recomputed - printed) - slack_ms) / scale, key).toBeLessThanOrEqual(limit);
  }
  expect(contradictions(result, statisticsOf(result), result.n, file.rounded_ns)).toEqual([]);
});

test("contradictions tells a summary that was touched, and counts that do not add up", () => {
  const fields = JSON.parse(seedResult()) as Record<string, number>;
  fields["p99_ttft_ms"]! *= 1 + 1e-8;
  fields["mean_tpot_ms"]! *= 1 + 1e-4;
  fields["total_output_tokens"]! += 1;
  const result = readResult(fields, "f");
  expect(contradictions(result, statisticsOf(result), 31)).toEqual([
    expect.stringMatching(/^p99_ttft_ms is printed as [\d.]+ but its array gives [\d.]+$/),
    expect.stringMatching(/^mean_tpot_ms is printed as/),
    "completed is printed as 32 but the arrays give 31",
    "failed is printed as 0 but the arrays give 1",
    "total_output_tokens is printed as 4097 but the arrays give 4096",
    expect.stringMatching(/^request_throughput is printed as 2\.76\d+ but counts over the duration give 2\.67\d+$/)
  ]);
});

test.each([
  ["twice as long", 2, 4],
  ["half as long", 0.5, 4]
])("contradictions tells a duration %s as the requests took, and the rates that divide by it", (_, factor, n) => {
  const fields = JSON.parse(seedResult()) as Record<string, number>;
  fields["duration"]! *= factor;
  const result = readResult(fields, "f");
  const said = contradictions(result, statisticsOf(result), 32);
  expect(said).toHaveLength(n);
  expect(said.slice(0, 3).map((problem) => problem.split(" ")[0])).toEqual([
    "request_throughput",
    "output_throughput",
    "total_token_throughput"
  ]);
  expect(said[3]).toMatch(/^duration is [\d.]+ s but from the first start to the last end are 11\.58\d+ s$/);
});
