import {percentile} from "../../src/model/statistics/percentile.js";
import {monotonicS} from "./clock.js";
import type {LoadRun} from "./load.js";
import type {LoadSpec} from "./load-spec.js";

/** The JSON of `vllm bench serve --save-result --save-detailed`, its keys, units and definitions, without the texts. */
export type BenchResult = Record<string, unknown> & {
  readonly duration: number;
  readonly completed: number;
  readonly failed: number;
};

export function benchResult(spec: LoadSpec, run: LoadRun, now: Date): BenchResult {
  const durationS = (run.end_ms - run.start_ms) / 1e3;
  const rows = run.outcomes.map((outcome, i) => rowOf(outcome, run.requests[i]!.input_tokens, run.arrivals_ms[i]!));
  const good = rows.filter((row) => row.error === "");
  const input = sum(good.map((row) => row.input_tokens));
  const output = sum(good.map((row) => row.output_tokens));
  const tpots = good
    .filter((row) => row.output_tokens > 1)
    .map((row) => (row.latency_s - row.ttft_s) / (row.output_tokens - 1));
  const peak = peaks(good);
  return {
    date: localStamp(now),
    endpoint_type: spec.backend,
    backend: spec.backend,
    label: null,
    model_id: spec.model,
    tokenizer_id: spec.tokenizer,
    num_prompts: spec.n_requests,
    ...spec.metadata,
    request_rate: Number.isFinite(spec.request_rate_per_s) ? spec.request_rate_per_s : "inf",
    burstiness: spec.burstiness,
    max_concurrency: spec.max_concurrency,
    duration: durationS,
    completed: good.length,
    failed: rows.length - good.length,
    total_input_tokens: input,
    total_output_tokens: output,
    request_throughput: good.length / durationS,
    request_goodput: null,
    output_throughput: output / durationS,
    total_token_throughput: (input + output) / durationS,
    input_lens: rows.map((row) => row.input_tokens),
    output_lens: rows.map((row) => (row.error === "" ? row.output_tokens : 0)),
    ttfts: rows.map((row) => row.ttft_s),
    itls: rows.map((row) => row.itls_s),
    latencies: rows.map((row) => row.latency_s),
    start_times: rows.map((row) => row.start_s),
    queue_times: rows.map((row) => row.queue_s),
    errors: rows.map((row) => row.error),
    max_output_tokens_per_s: peak.tokens_per_s,
    max_concurrent_requests: peak.requests,
    rtfx: 0,
    ...statistics(
      "ttft",
      good.map((row) => row.ttft_s),
      spec.percentiles
    ),
    ...statistics("tpot", tpots, spec.percentiles),
    ...statistics(
      "itl",
      good.flatMap((row) => row.itls_s),
      spec.percentiles
    ),
    ...statistics(
      "e2el",
      good.map((row) => row.latency_s),
      spec.percentiles
    )
  };
}

interface RequestRow {
  readonly start_s: number;
  readonly queue_s: number;
  readonly ttft_s: number;
  readonly itls_s: number[];
  readonly latency_s: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly error: string;
}

/** A request that failed has no latencies: 0 and none, as vLLM writes it. */
function rowOf(outcome: LoadRun["outcomes"][number], asked: number, arrivalMs: number): RequestRow {
  const start = outcome.start_ms;
  const content = outcome.reader.finish();
  const error = outcome.error ?? content.error ?? "";
  const {times} = content;
  const seen = error === "" ? times.length : 0;
  const itls: number[] = [];
  for (let i = 1; i < seen; i++) itls.push(nano(times[i]! - times[i - 1]!));
  return {
    start_s: monotonicS(start),
    queue_s: nano(Math.max(0, start - arrivalMs)),
    ttft_s: seen > 0 ? nano(times[0]! - start) : 0,
    itls_s: itls,
    latency_s: seen > 0 ? nano(times[seen - 1]! - start) : 0,
    input_tokens: content.prompt_tokens ?? asked,
    output_tokens: content.output_tokens,
    error
  };
}

/** ms to s, to the nanosecond: the clock gives no more, and the file is a third smaller. */
function nano(ms: number): number {
  return Math.round(ms * 1e6) / 1e9;
}

/** Mean, median, population standard deviation and percentiles in ms; zeros of nothing, as vLLM writes it. */
function statistics(name: string, values: readonly number[], percentiles: readonly number[]): Record<string, number> {
  const sorted = Float64Array.from(values.length > 0 ? values : [0]).sort();
  const mean = sum(sorted) / sorted.length;
  const variance = sum(sorted.map((value) => (value - mean) ** 2)) / sorted.length;
  const at = (p: number): number => percentile(sorted, p / 100) * 1e3;
  return {
    [`mean_${name}_ms`]: mean * 1e3,
    [`median_${name}_ms`]: at(50),
    [`std_${name}_ms`]: Math.sqrt(variance) * 1e3,
    ...Object.fromEntries(percentiles.map((p) => [`p${p}_${name}_ms`, at(p)]))
  };
}

function peaks(rows: readonly RequestRow[]): {tokens_per_s: number; requests: number} {
  if (rows.length === 0) return {tokens_per_s: 0, requests: 0};
  const origin = rows.reduce((least, row) => Math.min(least, row.start_s), Number.POSITIVE_INFINITY);
  const buckets = new Map<number, number>();
  const edges: [number, number][] = [];
  for (const row of rows) {
    let at = row.start_s + row.ttft_s - origin;
    for (let i = 0; i <= row.itls_s.length; i++) {
      const second = Math.floor(at);
      buckets.set(second, (buckets.get(second) ?? 0) + 1);
      at += row.itls_s[i] ?? 0;
    }
    edges.push([row.start_s, 1], [row.start_s + row.latency_s, -1]);
  }
  edges.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let running = 0;
  let most = 0;
  for (const [, step] of edges) most = Math.max(most, (running += step));
  let tokens = 0;
  for (const n of buckets.values()) tokens = Math.max(tokens, n);
  return {tokens_per_s: tokens, requests: most};
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

/** YYYYmmdd-HHMMSS, local time. */
function localStamp(date: Date): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}
