/** What an engine's log says about the server it belongs to; null where it does not say. GiB are per GPU. */
export interface ServerLog {
  readonly engineVersion: string | null;
  readonly modelMemoryGib: number | null;
  readonly kvCacheGib: number | null;
  readonly kvCacheTokens: number | null;
  readonly activationPeakGib: number | null;
  readonly deviceMemoryGib: number | null;
  readonly attentionBackend: string | null;
  readonly quantization: string | null;
  readonly quantizationKernel: string | null;
  readonly dtype: string | null;
  readonly loadFormat: string | null;
  readonly tensorParallel: number | null;
  readonly maxModelLen: number | null;
  readonly maxNumSeqs: number | null;
  readonly maxNumBatchedTokens: number | null;
  readonly gpuMemoryUtilization: number | null;
  readonly prefixCaching: boolean | null;
  /** Batch sizes of captured CUDA graphs, as `1,2,4`. */
  readonly cudaGraphSizes: string | null;
  readonly loadS: number | null;
  readonly compileS: number | null;
  readonly initS: number | null;
  readonly started: boolean;
  /** The first line that says why it failed. */
  readonly failure: string | null;
}

/** Tokens in one block of the old engines' KV cache, whose log counts blocks and not tokens. */
const oldBlockTokens = 16;

/**
 * Reads a vLLM server's log, in the forms of versions 0.4 to 0.26. Where several ranks print the same line, the largest
 * weight memory and the smallest KV cache are taken: the rank that binds.
 */
export function parseServerLog(text: string): ServerLog {
  const first = (...patterns: RegExp[]): string | null => {
    for (const pattern of patterns) {
      const match = pattern.exec(text);
      if (match !== null) return match[1]!;
    }
    return null;
  };
  const numbers = (pattern: RegExp): number[] =>
    [...text.matchAll(pattern)].map((match) => Number(match[1]!.replaceAll(",", ""))).filter((x) => Number.isFinite(x));
  const number = (...patterns: RegExp[]): number | null => {
    const found = first(...patterns);
    const value = found === null ? Number.NaN : Number(found.replaceAll(",", ""));
    return Number.isFinite(value) ? value : null; // "1.2.3" of a damaged line
  };
  const blocks = least(numbers(/# (?:GPU|CUDA) blocks: (\d+)/g));
  const block = number(/['"]?block_size['"]?[=:]\s*(\d+)/) ?? oldBlockTokens;
  return {
    engineVersion: first(
      /LLM engine \(v?([\w.+-]+)\)/,
      /vLLM API server version v?([\w.+-]+)/,
      /\bversion v?(\d[\w.+-]*)\s*$/m
    ),
    modelMemoryGib:
      largest(numbers(/(?:Model loading|Loading model weights) took ([\d.]+) Gi?B/g)) ??
      number(/model weights take ([\d.]+)\s?GiB/),
    kvCacheGib:
      least(numbers(/Available KV cache memory: ([\d.]+) GiB/g)) ?? number(/reserved for KV Cache is ([\d.]+)\s?GiB/),
    kvCacheTokens: least(numbers(/GPU KV cache size: ([\d,]+) tokens/g)) ?? (blocks === null ? null : blocks * block),
    activationPeakGib: number(/([\d.]+) GiB for peak activation/, /activation peak memory takes ([\d.]+)\s?GiB/),
    deviceMemoryGib: number(/Free memory on device \([\d.]+\/([\d.]+) GiB\)/, /total_gpu_memory \(([\d.]+)\s?GiB\)/),
    attentionBackend: attentionBackend(text),
    quantization: absentAsNull(first(/\bquantization='?(\w+)/)),
    quantizationKernel: first(
      /Using (\w+) for \w*(?:Linear|MoE|Quant)\w*/,
      /Using (\w+LinearKernel)\b/,
      /Using (gptq_marlin|awq_marlin|marlin) kernel/
    ),
    dtype: first(/\bdtype=torch\.(\w+)/, /'dtype': '(\w+)'/),
    loadFormat: first(/\bload_format=(?:LoadFormat\.)?'?(\w+)/, /'load_format': '(\w+)'/),
    tensorParallel: number(/\btensor_parallel_size=(\d+)/),
    maxModelLen: number(/\bmax_seq_len=(\d+)/, /Using max model len (\d+)/),
    maxNumSeqs: number(/'max_num_seqs': (\d+)/, /\bmax_num_seqs=(\d+)/),
    maxNumBatchedTokens: number(/max_num_batched_tokens=(\d+)/, /'max_num_batched_tokens': (\d+)/),
    gpuMemoryUtilization: number(
      /'gpu_memory_utilization': ([\d.]+)/,
      /\bgpu_memory_utilization=([\d.]+)/,
      /memory utilization is \(([\d.]+),/
    ),
    prefixCaching: flag(first(/\benable_prefix_caching=(True|False)/, /'enable_prefix_caching': (True|False)/)),
    cudaGraphSizes: first(/'cudagraph_capture_sizes': \[([\d, ]+)\]/)?.replaceAll(" ", "") ?? null,
    loadS: number(/Model loading took [\d.]+ GiB (?:memory )?and ([\d.]+) seconds/),
    compileS: number(/torch\.compile (?:took|takes) ([\d.]+) s in total/, /\(compilation: ([\d.]+) s\)/),
    initS: number(/init engine \(.*?\) took ([\d.]+) s/),
    started: /Application startup complete|Uvicorn running on|Available routes are/.test(text),
    failure: failure(text)
  };
}

function attentionBackend(text: string): string | null {
  const name = /Using (?!\d)([\w -]{1,40}?) (?:attention )?backend\b/i.exec(text)?.[1] ?? null;
  if (name === null) return null;
  const version = /Using FlashAttention version (\d)/.exec(text)?.[1];
  return version !== undefined && /flash[_ -]?attn|flash attention/i.test(name) ? `${name} (version ${version})` : name;
}

const failures = [
  /^.*(?:torch\.(?:cuda\.)?OutOfMemoryError|CUDA out of memory).*$/m,
  /^.*No available memory for the cache blocks.*$/m,
  /^.*ValueError: .*(?:KV cache|max(?:imum)? model len|max seq len).*$/m,
  /^.*(?:Engine core initialization failed|EngineDeadError|Engine process failed to start).*$/m,
  /^.*CUDA error: .*$/m
];

function failure(text: string): string | null {
  for (const pattern of failures) {
    const match = pattern.exec(text);
    if (match === null) continue;
    return match[0]
      .replace(/^\(.*?\)\s*/, "")
      .replace(/^(?:INFO|WARNING|ERROR) \S+ \S+ \[[^\]]*\]\s*/, "")
      .trim()
      .slice(0, 200);
  }
  return null;
}

function flag(value: string | null): boolean | null {
  return value === null ? null : value === "True";
}

function absentAsNull(value: string | null): string | null {
  return value === null || value === "None" ? null : value;
}

function largest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}

function least(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.min(...values);
}
