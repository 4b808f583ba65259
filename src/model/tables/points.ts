import {
  flag,
  instantOrNull,
  integer,
  integerOrNull,
  interval,
  metric,
  numberOrNull,
  table,
  text,
  textOrNull,
  type Row
} from "../table.js";

/** One row a point: every summary recomputed from the request arrays, never copied from the tool's own summary. */
export const points = table(
  "points",
  {en: "Points", zh: "测量点"},
  {
    point_id: text(
      "Point id",
      "测量点 id",
      null,
      "measured/<run>/<point>#<repeat>; the first part is the kind",
      "measured/<运行>/<点>#<重复>；首段为数据种类"
    ),
    kind: text(
      "Kind",
      "种类",
      null,
      "measured, simulated or imported",
      "measured（实测）、simulated（模拟）或 imported（导入）"
    ),
    run: text("Run", "运行"),
    server: text("Server", "服务配置", null, "server configuration within the run", "运行内的服务配置"),
    point: text(
      "Point",
      "点",
      null,
      "load level: iINPUT-oOUTPUT-cCONCURRENCY or -rRATE",
      "负载档：i输入-o输出-c并发 或 -r速率"
    ),
    repeat: integer(
      "Repeat",
      "重复",
      null,
      "1 for the first measurement of this point in the run",
      "该点在此运行中的第几次测量"
    ),
    file: text("Raw file", "原始文件", null, "path under data/runs/<run>", "data/runs/<运行> 下的路径"),
    sha256: text("SHA-256 of the stored file", "存储文件的 SHA-256"),
    status: text(
      "Status",
      "状态",
      null,
      "ok, or failed when the point can carry no number",
      "ok；failed 表示该点给不出数字"
    ),
    problems: textOrNull(
      "Problems",
      "问题",
      null,
      "what is wrong with this point, one sentence each",
      "该点存在的问题"
    ),
    definitions: textOrNull(
      "Definitions that differ",
      "定义差异",
      null,
      "codes of where an imported row's source defines a quantity otherwise; empty for measured rows",
      "导入行的来源与本报告定义不同之处的代码；实测行为空"
    ),
    model: textOrNull("Model", "模型"),
    gpu: textOrNull("GPU", "GPU", null, "id in hardware", "hardware 表中的 id"),
    gpus: integerOrNull("GPUs", "卡数", "GPUs"),
    tensor_parallel: integerOrNull("Tensor parallel", "张量并行", "GPUs"),
    precision: textOrNull(
      "Precision",
      "精度",
      null,
      "bf16, fp16, fp8, gptq-int4 or awq-int4",
      "bf16、fp16、fp8、gptq-int4 或 awq-int4"
    ),
    weights: textOrNull(
      "Weights",
      "权重",
      null,
      "dummy (random, real shapes) or real",
      "dummy（随机值，真实形状）或 real"
    ),
    engine: textOrNull("Engine", "引擎"),
    engine_version: textOrNull("Engine version", "引擎版本"),
    client: textOrNull("Client", "客户端", null, "load generator", "压测客户端"),
    load: textOrNull(
      "Load",
      "负载方式",
      null,
      "closed (fixed concurrency) or open (arrival rate)",
      "closed（固定并发）或 open（按到达率）"
    ),
    concurrency: integerOrNull(
      "Concurrency",
      "并发",
      "requests",
      "configured closed-loop concurrency",
      "设定的闭环并发"
    ),
    request_rate_per_s: numberOrNull(
      "Request rate",
      "请求速率",
      "req/s",
      "configured open-loop arrival rate",
      "设定的开环到达率"
    ),
    burstiness: numberOrNull(
      "Burstiness",
      "突发度",
      null,
      "shape of the gamma arrivals: 1 is Poisson",
      "伽马到达的形状参数：1 为泊松"
    ),
    input_tokens: integerOrNull("Input tokens asked", "设定输入长度", "tokens"),
    output_tokens: integerOrNull("Output tokens asked", "设定输出长度", "tokens"),
    input_tokens_mean: numberOrNull("Input tokens delivered, mean", "实际输入长度（平均）", "tokens"),
    output_tokens_mean: numberOrNull("Output tokens delivered, mean", "实际输出长度（平均）", "tokens"),
    n_requests: metric("n_requests"),
    n_completed: metric("n_completed"),
    n_failed: metric("n_failed"),
    n_short: metric("n_short"),
    start_utc: instantOrNull("Start", "开始", null, "start of the first measured request", "首个被测请求的开始时刻"),
    end_utc: instantOrNull("End", "结束", null, "end of the last measured request", "末个被测请求的结束时刻"),
    clock: textOrNull(
      "Clock alignment",
      "时钟对齐",
      null,
      "pair (recorded), offset (least offset all points of one boot allow) or none",
      "pair（记录的时钟对）、offset（同次开机各点允许的最小偏移）或 none"
    ),
    clock_uncertainty_s: numberOrNull("Clock uncertainty", "时钟不确定度", "s"),
    duration_s: metric("duration_s"),
    ttft_mean_ms: metric("ttft_mean_ms"),
    ttft_std_ms: metric("ttft_std_ms"),
    ttft_p50_ms: metric("ttft_p50_ms"),
    ...interval("ttft_p50_ms"),
    ttft_p90_ms: metric("ttft_p90_ms"),
    ...interval("ttft_p90_ms"),
    ttft_p95_ms: metric("ttft_p95_ms"),
    ttft_p99_ms: metric("ttft_p99_ms"),
    ...interval("ttft_p99_ms"),
    tpot_mean_ms: metric("tpot_mean_ms"),
    tpot_std_ms: metric("tpot_std_ms"),
    tpot_p50_ms: metric("tpot_p50_ms"),
    ...interval("tpot_p50_ms"),
    tpot_p90_ms: metric("tpot_p90_ms"),
    ...interval("tpot_p90_ms"),
    tpot_p95_ms: metric("tpot_p95_ms"),
    tpot_p99_ms: metric("tpot_p99_ms"),
    ...interval("tpot_p99_ms"),
    itl_mean_ms: metric("itl_mean_ms"),
    itl_std_ms: metric("itl_std_ms"),
    itl_p50_ms: metric("itl_p50_ms"),
    itl_p90_ms: metric("itl_p90_ms"),
    itl_p95_ms: metric("itl_p95_ms"),
    itl_p99_ms: metric("itl_p99_ms"),
    e2e_mean_ms: metric("e2e_mean_ms"),
    e2e_std_ms: metric("e2e_std_ms"),
    e2e_p50_ms: metric("e2e_p50_ms"),
    ...interval("e2e_p50_ms"),
    e2e_p90_ms: metric("e2e_p90_ms"),
    ...interval("e2e_p90_ms"),
    e2e_p95_ms: metric("e2e_p95_ms"),
    e2e_p99_ms: metric("e2e_p99_ms"),
    ...interval("e2e_p99_ms"),
    output_tokens_per_s: metric("output_tokens_per_s"),
    output_tokens_per_s_per_gpu: metric("output_tokens_per_s_per_gpu"),
    output_tokens_per_s_per_user: metric("output_tokens_per_s_per_user"),
    input_tokens_per_s: metric("input_tokens_per_s"),
    total_tokens_per_s: metric("total_tokens_per_s"),
    requests_per_s: metric("requests_per_s"),
    goodput_requests_per_s: metric("goodput_requests_per_s"),
    concurrency_mean: metric("concurrency_mean"),
    concurrency_max: metric("concurrency_max"),
    power_mean_w: metric("power_mean_w"),
    energy_j: metric("energy_j"),
    energy_j_per_output_token: metric("energy_j_per_output_token"),
    output_tokens_per_s_per_w: metric("output_tokens_per_s_per_w"),
    energy_valid: flag(
      "Energy valid",
      "能量有效",
      null,
      "true when telemetry covers the measured window without a gap over 3 s",
      "遥测覆盖测量窗口且无超过 3 秒的间断时为真"
    ),
    energy_reasons: textOrNull("Why energy is not valid", "能量无效的原因"),
    sm_clock_mean_mhz: metric("sm_clock_mean_mhz"),
    power_cap_share: metric("power_cap_share"),
    temperature_max_c: metric("temperature_max_c"),
    memory_used_max_mib: metric("memory_used_max_mib"),
    kv_cache_usage_max: metric("kv_cache_usage_max"),
    prefix_cache_hit_tokens: metric("prefix_cache_hit_tokens"),
    n_preemptions: metric("n_preemptions"),
    client_ttft_error_ms: numberOrNull(
      "Client error, TTFT",
      "客户端误差，TTFT",
      "ms",
      "what the client reads above a known TTFT at this many streams; null when it was not calibrated",
      "在相同路数下，客户端读数高出已知 TTFT 的部分；未校准时为空"
    ),
    client_itl_error_ms: numberOrNull(
      "Client error, gap",
      "客户端误差，间隔",
      "ms",
      "mean absolute error of a gap at this many streams; null when the client was not calibrated",
      "在相同路数下，间隔读数的平均绝对误差；未校准时为空"
    ),
    command: textOrNull(
      "Command",
      "命令",
      null,
      "client arguments that measured this point",
      "测量该点所用的客户端参数"
    )
  }
);

export type PointRow = Row<typeof points>;
