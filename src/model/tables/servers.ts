import {flagOrNull, integerOrNull, metric, numberOrNull, table, text, textOrNull, type Row} from "../table.js";

/** One row a server configuration of a run, as its log, its flags and the board describe it. */
export const servers = table(
  "servers",
  {en: "Servers", zh: "服务"},
  {
    server_id: text("Server id", "服务 id", null, "<kind>/<run>/<server>", "<种类>/<运行>/<服务>"),
    kind: text("Kind", "种类"),
    run: text("Run", "运行"),
    server: text("Server", "服务配置"),
    status: text(
      "Status",
      "状态",
      null,
      "ok, failed, or unknown when there is no log",
      "ok、failed，没有日志时为 unknown"
    ),
    problems: textOrNull("Problems", "问题"),
    model: textOrNull("Model", "模型"),
    gpu: textOrNull("GPU", "GPU", null, "id in hardware", "hardware 表中的 id"),
    gpu_name: textOrNull("GPU as the driver names it", "驱动给出的 GPU 名称"),
    gpus: integerOrNull("GPUs", "卡数", "GPUs"),
    tensor_parallel: integerOrNull("Tensor parallel", "张量并行", "GPUs"),
    precision: textOrNull("Precision declared", "声明精度"),
    weights: textOrNull("Weights", "权重"),
    dtype: textOrNull("dtype", "dtype"),
    quantization: textOrNull("Quantisation", "量化"),
    quantization_kernel: textOrNull("Quantisation kernel", "量化内核"),
    attention_backend: textOrNull("Attention backend", "注意力后端"),
    engine: textOrNull("Engine", "引擎"),
    engine_version: textOrNull("Engine version", "引擎版本"),
    driver: textOrNull("Driver", "驱动"),
    cuda: textOrNull("CUDA", "CUDA"),
    model_memory_gib: metric("model_memory_gib"),
    kv_cache_gib: metric("kv_cache_gib"),
    kv_cache_tokens: metric("kv_cache_tokens"),
    device_memory_gib: numberOrNull("Device memory", "显存总量", "GiB"),
    activation_peak_gib: numberOrNull("Activations, peak", "激活峰值", "GiB"),
    gpu_memory_utilization: numberOrNull("gpu-memory-utilization", "gpu-memory-utilization", "share"),
    max_model_len: integerOrNull("max-model-len", "max-model-len", "tokens"),
    max_num_seqs: integerOrNull("max-num-seqs", "max-num-seqs", "requests"),
    max_num_batched_tokens: integerOrNull("max-num-batched-tokens", "max-num-batched-tokens", "tokens"),
    prefix_caching: flagOrNull("Prefix caching", "前缀缓存"),
    cuda_graph_sizes: textOrNull(
      "CUDA graph sizes",
      "CUDA 图批大小",
      null,
      "batch sizes of captured graphs, with commas between; a step of decoding is padded to the next",
      "已捕获 CUDA 图的批大小，逗号分隔；解码步会补齐到下一档"
    ),
    load_s: numberOrNull("Model load", "模型加载", "s"),
    compile_s: numberOrNull("Compilation", "编译", "s"),
    init_s: numberOrNull("Engine initialisation", "引擎初始化", "s"),
    power_limit_w: numberOrNull("Power limit", "功耗上限", "W"),
    command: textOrNull("Command", "命令")
  }
);

export type ServerRow = Row<typeof servers>;
