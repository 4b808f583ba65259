import {normalQuantile} from "../statistics/normal.js";
import {random} from "../statistics/random.js";
import type {PointRow} from "../tables/points.js";
import type {ServerRow} from "../tables/servers.js";
import type {Side} from "./side.js";

/** A server of a test: everything that a comparison looks at is the same unless it is given. */
export function testServer(given: Partial<ServerRow> = {}): ServerRow {
  return {
    kind: "measured",
    run: "r",
    server: "s",
    model: "m",
    weights: "real",
    gpu: "h100-80gb-sxm",
    gpu_name: null,
    gpus: 1,
    tensor_parallel: 1,
    precision: "bf16",
    dtype: "bfloat16",
    quantization: null,
    quantization_kernel: null,
    engine: "vllm",
    engine_version: "1",
    attention_backend: "FA3",
    driver: "1",
    cuda: "13",
    power_limit_w: 700,
    max_model_len: 32768,
    max_num_seqs: 256,
    max_num_batched_tokens: 8192,
    gpu_memory_utilization: 0.9,
    prefix_caching: false,
    cuda_graph_sizes: "1,2",
    command: "vllm serve m --seed 0",
    ...given
  } as ServerRow;
}

let files = 0;

/** A point of a test: closed loop, 2048 in, 512 out, 16 streams, 1000 requests. */
export function testPoint(given: Partial<PointRow> = {}): PointRow {
  return {
    run: "r",
    server: "s",
    point: "p",
    status: "ok",
    sha256: `file ${files++}`,
    client: "c",
    definitions: null,
    load: "closed",
    concurrency: 16,
    request_rate_per_s: null,
    burstiness: null,
    input_tokens: 2048,
    output_tokens: 512,
    n_requests: 1000,
    n_completed: 1000,
    n_failed: 0,
    output_tokens_per_s: null,
    tpot_p50_ms: null,
    ttft_p50_ms: null,
    ttft_p90_ms: null,
    ttft_p99_ms: null,
    tpot_p99_ms: null,
    itl_p99_ms: null,
    energy_j_per_output_token: null,
    energy_valid: false,
    sm_clock_mean_mhz: null,
    ...given
  } as PointRow;
}

/** A side of one server, with one point for each set of values. */
export function testSide(label: string, points: readonly Partial<PointRow>[], server: Partial<ServerRow> = {}): Side {
  const row = testServer(server);
  return {
    label,
    servers: [row],
    points: points.map((point) => testPoint({run: row.run, server: row.server, ...point}))
  };
}

/** Draws values around `centre` whose logarithms are normal with standard deviation `sd`. Seeded. */
export function logNormal(seed: number): (centre: number, sd: number) => number {
  const next = random(seed);
  return (centre, sd) => centre * Math.exp(sd * normalQuantile(next() || 0.5));
}
