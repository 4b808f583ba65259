/** Names on vLLM's Prometheus page that the dashboard and the alerts ask for, as vLLM 0.26 writes them. */
export const serviceMetrics = {
  running: "vllm:num_requests_running",
  waiting: "vllm:num_requests_waiting",
  cache: "vllm:kv_cache_usage_perc",
  preemptions: "vllm:num_preemptions_total",
  prompt: "vllm:prompt_tokens_total",
  generated: "vllm:generation_tokens_total",
  finished: "vllm:request_success_total",
  ttft: "vllm:time_to_first_token_seconds",
  tpot: "vllm:request_time_per_output_token_seconds",
  e2e: "vllm:e2e_request_latency_seconds"
} as const;

/** Latencies that vLLM keeps as histograms. */
export type ServiceLatency = "ttft" | "tpot" | "e2e";

/** PromQL for a quantile over all replicas in the last five minutes, s. As fine as the histogram's buckets. */
export function latencyQuantile(latency: ServiceLatency, share: number): string {
  return `histogram_quantile(${share}, sum by (le) (rate(${serviceMetrics[latency]}_bucket[5m])))`;
}
