import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {z} from "zod";
import {Problem} from "../../src/model/problem.js";
import {percentile} from "../../src/model/statistics/percentile.js";
import {calibrationServer} from "./calibration-server.js";
import {warmupOf, type Client, type Measured, type PointPlan} from "./client.js";

/** Error of a client at one number of streams: what it measured minus what the server kept. */
interface CalibrationLevel {
  readonly streams: number;
  readonly n_requests: number;
  readonly ttft_error_mean_ms: number;
  readonly ttft_error_p50_ms: number;
  readonly ttft_error_p99_ms: number;
  /** Mean and p99 of the absolute error of a gap: signed errors of neighbours cancel. */
  readonly itl_error_mean_ms: number;
  readonly itl_error_p99_ms: number;
  /** Mean gap minus the known one: grows when the client (or the server) cannot keep up. */
  readonly itl_bias_ms: number;
  /** Processor time of the client for each chunk that it read, microseconds; null when it does not say. */
  readonly cpu_us_per_token: number | null;
  /** Mean lateness of the server's own tokens, warm-up included, which the errors include. */
  readonly server_lateness_mean_ms: number;
}

/** For the manifest's client.calibration. */
export interface Calibration {
  readonly ttft_ms: number;
  readonly itl_ms: number;
  readonly output_tokens: number;
  readonly levels: readonly CalibrationLevel[];
}

interface Options {
  readonly streams: readonly number[];
  readonly ttft_ms?: number;
  readonly itl_ms?: number;
  readonly output_tokens?: number;
  /** Requests of a level for each stream, after as many to warm up. */
  readonly rounds?: number;
  /** For vLLM's client. */
  readonly tokenizer?: string | null;
  readonly signal?: AbortSignal;
}

const resultSchema = z.object({
  ttfts: z.array(z.number()),
  itls: z.array(z.array(z.number())),
  errors: z.array(z.string())
});

/**
 * Measures a client's own error against a local server of known latencies, in a process of its own, at each number of
 * streams. Both run on this host, so the error includes what the server's share of the cores costs the client.
 */
export async function calibrate(client: Client, options: Options): Promise<Calibration> {
  const {ttft_ms = 50, itl_ms = 10, output_tokens = 64, rounds = 3, tokenizer = null, signal} = options;
  const server = await calibrationServer(ttft_ms, itl_ms);
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-calibration-"));
  const levels: CalibrationLevel[] = [];
  try {
    for (const [i, streams] of options.streams.entries()) {
      const plan: PointPlan = {
        base_url: server.base_url,
        model: server.model,
        tokenizer,
        endpoint: "/v1/completions",
        workload: {kind: "random", input_tokens: 16, output_tokens, range_ratio: 0},
        load: {kind: "closed", concurrency: streams},
        n_requests: Math.max(8, streams * rounds),
        seed: 1000 + i,
        result_path: join(folder, `${streams}.json`),
        log_path: null,
        metadata: {},
        request_timeout_s: 60,
        timeout_s: 300,
        extra_arguments: []
      };
      const before = await server.lateness();
      await client.measure(warmupOf(plan, Math.max(8, streams)), signal);
      const measured = await client.measure(plan, signal);
      const after = await server.lateness();
      const lateness_ms = (after.n * after.mean_ms - before.n * before.mean_ms) / Math.max(1, after.n - before.n);
      levels.push(levelOf(streams, plan, measured, {ttft_ms, itl_ms, lateness_ms}));
    }
  } finally {
    await server.stop();
    rmSync(folder, {recursive: true, force: true});
  }
  return {ttft_ms, itl_ms, output_tokens, levels};
}

function levelOf(
  streams: number,
  plan: PointPlan,
  measured: Measured,
  known: {ttft_ms: number; itl_ms: number; lateness_ms: number}
): CalibrationLevel {
  if (!measured.ok || plan.result_path === null)
    throw new Problem("the client cannot be calibrated", {value: measured.problem, exitCode: 3});
  const result = resultSchema.parse(JSON.parse(readFileSync(plan.result_path, "utf8")));
  const ok = result.errors.map((error) => error === "");
  const ttft = Float64Array.from(result.ttfts.filter((_, i) => ok[i]))
    .map((s) => s * 1e3 - known.ttft_ms)
    .sort();
  const gaps = Float64Array.from(result.itls.flat())
    .map((s) => Math.abs(s * 1e3 - known.itl_ms))
    .sort();
  return {
    streams,
    n_requests: ttft.length,
    ttft_error_mean_ms: mean(ttft),
    ttft_error_p50_ms: percentile(ttft, 0.5),
    ttft_error_p99_ms: percentile(ttft, 0.99),
    itl_error_mean_ms: mean(gaps),
    itl_error_p99_ms: percentile(gaps, 0.99),
    itl_bias_ms: mean(Float64Array.from(result.itls.flat())) * 1e3 - known.itl_ms,
    cpu_us_per_token: measured.cpu_s === null ? null : (measured.cpu_s * 1e6) / (gaps.length + ttft.length),
    server_lateness_mean_ms: known.lateness_ms
  };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
