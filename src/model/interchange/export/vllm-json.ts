import {Problem} from "../../problem.js";
import type {PointRow} from "../../tables/points.js";

/** vLLM's name of each latency. */
const quantities = {ttft: "ttft", tpot: "tpot", itl: "itl", e2e: "e2el"} as const;

/**
 * A point as `vllm bench serve` would write it without --save-detailed, so that what reads vLLM's results reads ours.
 * What a point does not know is left out, never zero. Keys of ours begin with x_sweepbook_: the kind above all, which
 * readers of vLLM's format know nothing of, and what is needed to read the same numbers back.
 * @throws Problem for a point without duration or number of completed requests, which every result of vLLM has
 */
export function vllmJson(row: PointRow): Record<string, unknown> {
  if (row.status === "failed" || row.n_completed === null || row.duration_s === null) {
    throw new Problem("has no form as a result of vLLM: it lacks numbers, duration or completed requests", {
      where: row.point_id
    });
  }
  const out: Record<string, unknown> = {
    date: row.start_utc === null ? null : stamp(row.start_utc),
    endpoint_type: null,
    backend: row.engine,
    label: null,
    model_id: row.model,
    tokenizer_id: null,
    num_prompts: row.n_requests,
    request_rate: row.request_rate_per_s ?? "inf",
    burstiness: row.burstiness,
    max_concurrency: row.concurrency,
    duration: row.duration_s,
    completed: row.n_completed,
    failed: row.n_failed,
    total_input_tokens: product(row.input_tokens_mean, row.n_completed),
    total_output_tokens: product(row.output_tokens_mean, row.n_completed),
    request_throughput: row.requests_per_s,
    request_goodput: row.goodput_requests_per_s,
    input_throughput: row.input_tokens_per_s,
    output_throughput: row.output_tokens_per_s,
    total_token_throughput: row.total_tokens_per_s
  };
  for (const [name, key] of Object.entries(quantities) as [keyof typeof quantities, string][]) {
    const put = (statistic: string, value: number | null): void => {
      if (value !== null) out[`${statistic}_${key}_ms`] = value;
    };
    put("mean", row[`${name}_mean_ms`]);
    put("std", row[`${name}_std_ms`]);
    put("median", row[`${name}_p50_ms`]);
    for (const p of [50, 90, 95, 99] as const) put(`p${p}`, row[`${name}_p${p}_ms`]);
  }
  const ours = {
    kind: row.kind,
    point_id: row.point_id,
    definitions: row.definitions,
    gpu: row.gpu,
    gpus: row.gpus,
    tensor_parallel: row.tensor_parallel,
    precision: row.precision,
    engine: row.engine,
    engine_version: row.engine_version,
    client: row.client,
    input_tokens: row.input_tokens,
    output_tokens: row.output_tokens,
    input_tokens_mean: row.input_tokens_mean,
    output_tokens_mean: row.output_tokens_mean,
    power_mean_w: row.power_mean_w,
    concurrency_mean: row.concurrency_mean,
    start_utc: row.start_utc,
    end_utc: row.end_utc
  };
  for (const [key, value] of Object.entries(ours)) if (value !== null) out[`x_sweepbook_${key}`] = value;
  return out;
}

/** Whole, as the tool writes totals; the exact means stand beside it. */
const product = (mean: number | null, n: number | null): number | null =>
  mean === null || n === null ? null : Math.round(mean * n);

/** 20261001-100000, UTC. */
function stamp(ms: number): string {
  const [date, time] = new Date(ms).toISOString().split(/[T.]/);
  return `${date!.replaceAll("-", "")}-${time!.replaceAll(":", "")}`;
}
