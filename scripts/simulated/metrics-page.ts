import {Histogram} from "./histogram.js";
import type {EngineState} from "./sequence.js";

const latencyBounds = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80
];
const tokenBounds = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];

/** What the server counts beside the engine. */
export class ServerCounters {
  readonly ttft = new Histogram(latencyBounds);
  readonly itl = new Histogram(tokenBounds);
  readonly e2e = new Histogram(latencyBounds);
  readonly finished = {stop: 0, length: 0, abort: 0, error: 0};
  readonly started_epoch_s = Date.now() / 1000;
}

/** What vllm:cache_config_info says. */
export interface CacheInfo {
  readonly block_size: number;
  readonly num_gpu_blocks: number;
  readonly enable_prefix_caching: boolean;
  readonly gpu_memory_utilization: number;
}

/** The Prometheus page, with vLLM's names, of the simulated server. */
export function metricsPage(
  model: string,
  state: Readonly<EngineState>,
  counters: ServerCounters,
  cache: CacheInfo
): string {
  const labels = `engine="0",model_name="${model.replace(/["\\\n]/g, "\\$&")}"`;
  const lines = ["# sweepbook simulated target: no GPU stands behind these numbers"];
  const one = (type: "gauge" | "counter", name: string, help: string, value: number) => {
    lines.push(`# HELP vllm:${name} ${help}`, `# TYPE vllm:${name} ${type}`, `vllm:${name}{${labels}} ${value}`);
  };
  one("gauge", "num_requests_running", "Number of requests in model execution batches.", state.running);
  one("gauge", "num_requests_waiting", "Number of requests waiting to be processed.", state.waiting);
  one("gauge", "kv_cache_usage_perc", "KV-cache usage. 1 means 100 percent usage.", state.kv_cache_usage);
  one("counter", "prefix_cache_queries_total", "Prefix cache queries, in queried tokens.", state.prefix_cache_queries);
  one("counter", "prefix_cache_hits_total", "Prefix cache hits, in cached tokens.", state.prefix_cache_hits);
  one("counter", "num_preemptions_total", "Cumulative number of preemptions.", state.preemptions);
  one("counter", "prompt_tokens_total", "Number of prefill tokens processed.", state.prompt_tokens);
  one("counter", "generation_tokens_total", "Number of generation tokens processed.", state.generation_tokens);
  lines.push(
    "# HELP vllm:request_success_total Count of finished requests.",
    "# TYPE vllm:request_success_total counter"
  );
  for (const [reason, n] of Object.entries(counters.finished)) {
    lines.push(`vllm:request_success_total{engine="0",finished_reason="${reason}",${labels.slice(11)}} ${n}`);
  }
  const histogram = (name: string, help: string, histogram: Histogram) => {
    lines.push(`# HELP vllm:${name} ${help}`, `# TYPE vllm:${name} histogram`);
    lines.push(...histogram.lines(`vllm:${name}`, labels));
  };
  histogram("time_to_first_token_seconds", "Time to first token in seconds.", counters.ttft);
  histogram("inter_token_latency_seconds", "Inter-token latency in seconds.", counters.itl);
  histogram("e2e_request_latency_seconds", "End to end request latency in seconds.", counters.e2e);
  const info = [
    `block_size="${cache.block_size}"`,
    `cache_dtype="auto"`,
    `enable_prefix_caching="${cache.enable_prefix_caching ? "True" : "False"}"`,
    `engine="0"`,
    `gpu_memory_utilization="${cache.gpu_memory_utilization}"`,
    `kv_cache_size_tokens="${cache.block_size * cache.num_gpu_blocks}"`,
    `num_gpu_blocks="${cache.num_gpu_blocks}"`
  ];
  lines.push(
    "# HELP vllm:cache_config_info Information of the LLMEngine CacheConfig",
    "# TYPE vllm:cache_config_info gauge"
  );
  lines.push(`vllm:cache_config_info{${info.join(",")}} 1.0`);
  lines.push("# HELP process_start_time_seconds Start time of the process since unix epoch in seconds.");
  lines.push("# TYPE process_start_time_seconds gauge", `process_start_time_seconds ${counters.started_epoch_s}`);
  return `${lines.join("\n")}\n`;
}
