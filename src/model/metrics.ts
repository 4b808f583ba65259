import type {Text} from "./text.js";
import type {Unit} from "./units.js";

/** What a column, an axis, a tooltip and a CSV header say about one quantity. */
export interface Metric {
  readonly label: Text;
  readonly unit: Unit | null;
  readonly definition: Text;
  /** Which way is better for a reader; null where neither is. */
  readonly better: "lower" | "higher" | null;
}

const m = (
  en: string,
  zh: string,
  unit: Unit | null,
  better: Metric["better"],
  defEn: string,
  defZh: string
): Metric => ({label: {en, zh}, unit, better, definition: {en: defEn, zh: defZh}});

const statistics = {
  mean: ["mean", "平均"],
  std: ["standard deviation", "标准差"],
  p50: ["p50", "p50"],
  p90: ["p90", "p90"],
  p95: ["p95", "p95"],
  p99: ["p99", "p99"]
} as const;
type Statistic = keyof typeof statistics;

type Quantity = "ttft" | "tpot" | "itl" | "e2e";
const quantities: Record<Quantity, readonly [string, string, string, string]> = {
  ttft: [
    "TTFT",
    "TTFT（首 token 时延）",
    "time from sending a request to its first token",
    "从发出请求到收到第一个 token 的时间"
  ],
  tpot: [
    "TPOT",
    "TPOT（每 token 时延）",
    "(E2E - TTFT) / (output tokens - 1), of requests with more than one output token",
    "(E2E - TTFT)/（输出 token 数 - 1），只计输出多于一个 token 的请求"
  ],
  itl: ["ITL", "ITL（相邻块间隔）", "gap between successive chunks of one answer", "同一回答中相邻数据块之间的间隔"],
  e2e: [
    "E2E",
    "E2E（端到端时延）",
    "time from sending a request to its last token",
    "从发出请求到收到最后一个 token 的时间"
  ]
};

type LatencyName = `${Quantity}_${Statistic}_ms`;

function latencies(): Record<LatencyName, Metric> {
  const entries: [string, Metric][] = [];
  for (const [quantity, [en, zh, defEn, defZh]] of Object.entries(quantities)) {
    for (const [statistic, [statEn, statZh]] of Object.entries(statistics)) {
      const how = statistic.startsWith("p")
        ? ["linear interpolation between order statistics (R-7)", "线性插值分位数（R-7）"]
        : statistic === "std"
          ? ["population standard deviation", "总体标准差"]
          : ["arithmetic mean", "算术平均"];
      entries.push([
        `${quantity}_${statistic}_ms`,
        m(
          `${en} ${statEn}`,
          `${zh} ${statZh}`,
          "ms",
          "lower",
          `${en}: ${defEn}; ${how[0]}`,
          `${en}：${defZh}；${how[1]}`
        )
      ]);
    }
  }
  return Object.fromEntries(entries) as Record<LatencyName, Metric>;
}

/** The metric registry: label, unit, direction and definition of every quantity, written once. */
export const metrics = {
  ...latencies(),
  output_tokens_per_s: m(
    "Output throughput",
    "输出吞吐",
    "tok/s",
    "higher",
    "output tokens of completed requests / duration, over all GPUs of the configuration",
    "完成请求的输出 token 数/时长，为该配置全部 GPU 之和"
  ),
  output_tokens_per_s_per_gpu: m(
    "Output throughput per GPU",
    "每卡输出吞吐",
    "tok/s",
    "higher",
    "output throughput / number of GPUs",
    "输出吞吐/GPU 数"
  ),
  output_tokens_per_s_per_user: m(
    "Interactivity (per user)",
    "单用户输出速度",
    "tok/s",
    "higher",
    "1000 / TPOT p50: the pace one reader sees, never a throughput",
    "1000/TPOT p50：单个用户看到的速度，不是吞吐"
  ),
  input_tokens_per_s: m(
    "Input throughput",
    "输入吞吐",
    "tok/s",
    "higher",
    "input tokens of completed requests / duration",
    "完成请求的输入 token 数/时长"
  ),
  total_tokens_per_s: m(
    "Total throughput",
    "总吞吐",
    "tok/s",
    "higher",
    "input and output tokens of completed requests / duration",
    "完成请求的输入与输出 token 总数/时长"
  ),
  requests_per_s: m(
    "Request throughput",
    "请求吞吐",
    "req/s",
    "higher",
    "completed requests / duration",
    "完成请求数/时长"
  ),
  goodput_requests_per_s: m(
    "Goodput",
    "有效吞吐（goodput）",
    "req/s",
    "higher",
    "requests that met every limit the source set / duration; a failed request misses",
    "满足来源所设全部限值的请求数/时长；失败请求算作未达标"
  ),
  duration_s: m(
    "Duration",
    "时长",
    "s",
    null,
    "wall time of the measured part, ramp and drain included",
    "测量段的墙钟时间，含升载与排空"
  ),
  concurrency_mean: m(
    "Mean concurrency",
    "平均并发",
    "requests",
    null,
    "sum of request durations / duration: what was delivered, not what was asked",
    "各请求时长之和/测量时长：实际并发，而非设定值"
  ),
  concurrency_max: m(
    "Peak concurrency",
    "峰值并发",
    "requests",
    null,
    "largest number of requests in flight, from starts and ends",
    "由各请求起止时刻得到的最大同时请求数"
  ),
  power_mean_w: m(
    "Board power",
    "板卡功耗",
    "W",
    "lower",
    "trapezoid of sampled board power over the measured window / its length, summed over GPUs",
    "测量窗口内板卡功耗的梯形积分/窗口长度，各 GPU 之和"
  ),
  energy_j: m(
    "Energy",
    "能量",
    "J",
    "lower",
    "trapezoid of board power over the measured window, summed over GPUs",
    "测量窗口内板卡功耗的梯形积分，各 GPU 之和"
  ),
  energy_j_per_output_token: m(
    "Energy per output token",
    "每输出 token 能耗",
    "J/token",
    "lower",
    "mean board power x duration / output tokens",
    "平均板卡功耗×时长/输出 token 数"
  ),
  output_tokens_per_s_per_w: m(
    "Tokens per second per watt",
    "每瓦吞吐",
    "tok/s/W",
    "higher",
    "output throughput / mean board power",
    "输出吞吐/平均板卡功耗"
  ),
  sm_clock_mean_mhz: m(
    "SM clock, mean",
    "SM 频率（平均）",
    "MHz",
    "higher",
    "mean of the sampled SM clock over the measured window",
    "测量窗口内 SM 频率采样的平均"
  ),
  power_cap_share: m(
    "Time at the power cap",
    "触及功耗上限的时间占比",
    "share",
    "lower",
    "share of telemetry samples in the measured window with the software power cap active (bit 0x4 of clocks_event_reasons.active)",
    "测量窗口内软件功耗上限（clocks_event_reasons.active 的 0x4 位）生效的采样占比"
  ),
  temperature_max_c: m(
    "GPU temperature, highest",
    "GPU 最高温度",
    "°C",
    "lower",
    "highest sampled GPU temperature in the measured window",
    "测量窗口内 GPU 温度采样的最大值"
  ),
  memory_used_max_mib: m(
    "Device memory reserved, highest",
    "显存占用（保留）峰值",
    "MiB",
    null,
    "highest memory.used in the window; under vLLM this is what was reserved, not what was needed",
    "窗口内 memory.used 最大值；在 vLLM 下是预留量，而非需要量"
  ),
  kv_cache_usage_max: m(
    "KV cache use, highest",
    "KV 缓存峰值占用",
    "share",
    null,
    "highest vllm:kv_cache_usage_perc seen during the point",
    "测量点期间 vllm:kv_cache_usage_perc 的最大值"
  ),
  prefix_cache_hit_tokens: m(
    "Prefix cache hits",
    "前缀缓存命中",
    "tokens",
    null,
    "increase of vllm:prefix_cache_hits_total over the point",
    "测量点期间 vllm:prefix_cache_hits_total 的增量"
  ),
  n_preemptions: m(
    "Preemptions",
    "抢占次数",
    "requests",
    "lower",
    "increase of vllm:num_preemptions_total over the point",
    "测量点期间 vllm:num_preemptions_total 的增量"
  ),
  n_requests: m(
    "Requests",
    "请求数",
    "requests",
    null,
    "requests sent in the measured part, failed ones included",
    "测量段发出的请求数，含失败"
  ),
  n_completed: m("Completed", "完成数", "requests", "higher", "requests that completed", "完成的请求数"),
  n_failed: m(
    "Failed",
    "失败数",
    "requests",
    "lower",
    "requests that failed; they count as misses in goodput",
    "失败的请求数；在 goodput 中算作未达标"
  ),
  n_short: m(
    "Short outputs",
    "输出不足数",
    "requests",
    "lower",
    "completed requests whose output is shorter than asked",
    "输出短于要求长度的完成请求数"
  ),
  model_memory_gib: m(
    "Model memory",
    "模型显存",
    "GiB",
    "lower",
    "memory of the loaded weights as the engine's log states it",
    "引擎日志给出的权重显存"
  ),
  kv_cache_gib: m(
    "KV cache",
    "KV 缓存",
    "GiB",
    "higher",
    "memory set aside for the KV cache, from the engine's log",
    "引擎日志给出的 KV 缓存显存"
  ),
  kv_cache_tokens: m(
    "KV cache capacity",
    "KV 缓存容量",
    "tokens",
    "higher",
    "tokens that fit in the KV cache, from the engine's log",
    "引擎日志给出的 KV 缓存可容纳 token 数"
  ),
  max_concurrency: m(
    "Max concurrency at the SLO",
    "满足 SLO 的最大并发",
    "requests",
    "higher",
    "largest tested closed-loop concurrency whose SLO percentile's upper confidence bound is below the limit",
    "SLO 分位数的置信上界低于限值的最大已测闭环并发"
  ),
  vram_peak_gb: m("GPU memory, peak", "显存峰值", "GB", "lower", "as the source prints it", "按来源所印"),
  vram_utilisation_pct: m("GPU memory utilisation", "显存利用率", "%", null, "as the source prints it", "按来源所印"),
  quality_score_of_5: m(
    "Answer quality",
    "回答质量",
    "of 5",
    "higher",
    "blind human rating as the source prints it",
    "来源所印的人工盲评分"
  ),
  price_per_gpu_h: m("Price per GPU-hour", "每卡小时价格", null, "lower", "in the currency of the row", "以该行货币计"),
  cost_cny_per_mtok_output: m(
    "Cost per million output tokens",
    "每百万输出 token 成本",
    "CNY/Mtok",
    "lower",
    "price per GPU-hour x GPUs x 1e6 / (output throughput x 3600 x utilisation)",
    "每卡小时价格×GPU 数×1e6/（输出吞吐×3600×利用率）"
  ),
  cost_usd_per_mtok_output: m(
    "Cost per million output tokens",
    "每百万输出 token 成本",
    "USD/Mtok",
    "lower",
    "price per GPU-hour x GPUs x 1e6 / (output throughput x 3600 x utilisation)",
    "每卡小时价格×GPU 数×1e6/（输出吞吐×3600×利用率）"
  ),
  tpot_floor_ms: m(
    "TPOT floor",
    "TPOT 下限",
    "ms",
    null,
    "bytes read per decode step (weights without the input embedding, KV at the mean context) / memory bandwidth",
    "每个解码步读取的字节数（不含输入嵌入的权重与平均上下文的 KV）/显存带宽"
  ),
  ttft_floor_ms: m(
    "TTFT floor",
    "TTFT 下限",
    "ms",
    null,
    "the longer of prefill FLOPs / peak FLOP/s and weight bytes / bandwidth",
    "预填充 FLOP 数/峰值算力与权重字节数/带宽二者之大者"
  )
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;
