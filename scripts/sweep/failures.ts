/** What is known about a server that did not start: the cause in words, what to change, and the line that shows it. */
export interface Diagnosis {
  readonly id: string;
  readonly cause: string;
  readonly remedy: string;
  /** The line of the log that gave it away, without the logger's prefix. */
  readonly evidence: string;
}

interface Pattern {
  readonly id: string;
  readonly match: RegExp;
  readonly cause: (m: RegExpMatchArray) => string;
  readonly remedy: (m: RegExpMatchArray) => string;
}

/**
 * Messages of vLLM 0.26's source (config/model.py, config/parallel.py, v1/worker/utils.py, v1/core/kv_cache_utils.py,
 * transformers_utils/config.py), of PyTorch's allocator and of argparse. The order is that of trust: a specific cause
 * stands before the general one that it ends in.
 */
const patterns: readonly Pattern[] = [
  {
    id: "max-model-len",
    match: /User-specified max_model_len \((\d+)\) is greater than the derived max_model_len \(\w+=(\d+(?:\.\d+)?)/,
    cause: (m) => `max-model-len ${m[1]} is above the ${Number(m[2])} tokens that the model's config.json allows`,
    remedy: (m) =>
      `set max-model-len to ${Number(m[2])} or less, or extend the model's context with hf-overrides (YaRN rope_scaling)`
  },
  {
    id: "tp-not-dividing",
    match: /Total number of attention heads \((\d+)\) must be divisible by tensor parallel size \((\d+)\)/,
    cause: (m) => `tensor_parallel ${m[2]} does not divide the model's ${m[1]} attention heads`,
    remedy: (m) => `use one of ${divisors(Number(m[1])).join(", ")}`
  },
  {
    id: "too-many-gpus",
    match: /World size \((\d+)\) is larger than the number of available GPUs \((\d+)\)/,
    cause: (m) => `the server wants ${m[1]} GPUs and ${m[2]} ${m[2] === "1" ? "is" : "are"} present`,
    remedy: (m) => `set tensor_parallel to ${m[2]} or less, or run on a host with ${m[1]} GPUs`
  },
  {
    id: "too-many-gpus",
    match: /local rank (\d+) is out of bounds for (\d+) devices/i,
    cause: (m) => `the server wants a GPU of index ${m[1]} and ${m[2]} are present`,
    remedy: (m) => `set tensor_parallel to ${m[2]} or less, or check CUDA_VISIBLE_DEVICES`
  },
  {
    id: "no-gpu",
    match: /Failed to infer device type|No CUDA GPUs are available|Found no NVIDIA driver on your system/,
    cause: () => "vLLM sees no GPU",
    remedy: () => "check `nvidia-smi` and CUDA_VISIBLE_DEVICES on this host"
  },
  {
    id: "memory-taken",
    match:
      /Free memory on device \S+ \(([\d.]+)\/([\d.]+) GiB\) on startup is less than desired GPU memory utilization \(([\d.]+), ([\d.]+) GiB\)/,
    cause: (m) => `only ${m[1]} of ${m[2]} GiB of GPU memory are free and the server wants ${m[4]} GiB`,
    remedy: (m) =>
      `end the other processes on the GPU (npm run doctor names them), or lower gpu-memory-utilization (${m[3]})`
  },
  {
    id: "kv-cache-too-small",
    match: /max seq len \((\d+)\), \(?([\d.]+) GiB KV cache is needed.*available KV cache memory \(([\d.]+) GiB\)/,
    cause: (m) => `one request of ${m[1]} tokens needs ${m[2]} GiB of KV cache and ${m[3]} GiB are left`,
    remedy: () => "lower max-model-len, raise gpu-memory-utilization, or spread the model over more GPUs"
  },
  {
    id: "out-of-memory",
    match: /No available memory for the cache blocks/,
    cause: () => "the weights leave no GPU memory for a KV cache",
    remedy: () => "raise gpu-memory-utilization, spread the model over more GPUs, or quantise it"
  },
  {
    id: "out-of-memory",
    match: /CUDA out of memory|torch\.(?:cuda\.)?OutOfMemoryError|CUDA error: out of memory|OutOfMemoryError/,
    cause: () => "the GPU ran out of memory",
    remedy: () => "lower max-num-seqs, max-model-len or gpu-memory-utilization, or spread the model over more GPUs"
  },
  {
    id: "out-of-host-memory",
    match: /Cannot allocate memory|std::bad_alloc|signal 9 \(SIGKILL\)/,
    cause: () => "the host ran out of memory",
    remedy: () => "free memory on the host, or lower cpu-offload-gb and max-parallel-loading-workers"
  },
  {
    id: "port-taken",
    match: /Address already in use|EADDRINUSE|error while attempting to bind on address/i,
    cause: () => "the port is taken by another process",
    remedy: () => "leave `port` out of the target, so that a free one is chosen, or end the process that listens on it"
  },
  {
    id: "quantisation-unsupported",
    match:
      /The quantization method (\S+) is not supported for the current GPU\. Minimum capability: (\d+)\. Current capability: (\d+)/,
    cause: (m) =>
      `quantisation ${m[1]} needs compute capability ${capability(m[2])} and this GPU has ${capability(m[3])}`,
    remedy: () => "use a checkpoint of another quantisation, or a newer GPU"
  },
  {
    id: "quantisation-unsupported",
    match: /Unknown quantization method: (\S+?)\./,
    cause: (m) => `vLLM does not know the quantisation ${m[1]}`,
    remedy: () => "correct the flag `quantization`, or leave it out: vLLM reads the method from the checkpoint"
  },
  {
    id: "quantisation-unsupported",
    match: /(torch\.\w+) is not supported for quantization method (\S+?)\. Supported dtypes: (.*)/,
    cause: (m) => `dtype ${m[1]} does not go with quantisation ${m[2]}`,
    remedy: (m) => `set dtype to one of ${m[3]}`
  },
  {
    id: "quantisation-unsupported",
    match: /Quantization method specified in the model config \((\S+)\) does not match .*\((\S+)\)/,
    cause: (m) => `the checkpoint is quantised by ${m[1]} and the flag says ${m[2]}`,
    remedy: () => "leave the flag `quantization` out: vLLM reads the method from the checkpoint"
  },
  {
    id: "dtype-unsupported",
    match: /Bfloat16 is only supported on GPUs with compute capability of at least ([\d.]+)/,
    cause: (m) => `bfloat16 needs compute capability ${m[1]}`,
    remedy: () => "set dtype: half"
  },
  {
    id: "model-not-found",
    match:
      /Invalid repository ID or local directory specified|is not a local folder and is not a valid model identifier|Repo(?:sitory)? ?(?:id|Not ?Found)|Cannot find any model weights with|LocalEntryNotFoundError|couldn't connect to .*huggingface|outgoing traffic has been disabled/i,
    cause: () => "the model was not found",
    remedy: () => "correct model.path (a folder with config.json, or a repository that this host can reach)"
  },
  {
    id: "unknown-flag",
    match: /error: (unrecognized arguments: .+|argument .+: .+|the following arguments are required: .+)/,
    cause: (m) => `vLLM does not take the command: ${m[1]}`,
    remedy: () => "correct the server's flags; `vllm serve --help=all` lists them"
  },
  {
    id: "tool-parser",
    match: /invalid tool call parser: (\S+)/,
    cause: (m) => `vLLM does not know the tool call parser ${m[1]}`,
    remedy: () => "correct the flag tool-call-parser"
  },
  {
    id: "no-vllm",
    match: /ModuleNotFoundError: No module named '([\w.]+)'/,
    cause: (m) => `Python finds no module ${m[1]}`,
    remedy: () => "install vLLM for the target's `python`, or set PYTHONPATH in the target's environment"
  },
  {
    id: "gpu-lost",
    match:
      /GPU is lost|has fallen off the bus|CUDA error: (?:an illegal memory access|unspecified launch failure|uncorrectable ECC)/,
    cause: () => "the GPU was lost or faulted",
    remedy: () => "see `dmesg` for Xid lines; the host may need a restart"
  },
  {
    id: "engine-failed",
    match: /Engine core initialization failed|Engine core proc \S+ died|EngineDeadError/,
    cause: () => "vLLM's engine process ended",
    remedy: () => "read the server log above this line"
  }
];

/** Finds the known failure in a server's log; null when none is known. Text is what the server printed. */
export function diagnose(log: string): Diagnosis | null {
  const joined = log.replace(/\r/g, "");
  for (const pattern of patterns) {
    const found = joined.match(pattern.match);
    if (found) {
      return {
        id: pattern.id,
        cause: pattern.cause(found),
        remedy: pattern.remedy(found),
        evidence: lineAt(joined, found.index ?? 0)
      };
    }
  }
  return null;
}

/** The last lines of a log that say something, for a message: empty lines and progress bars are left out. */
export function tail(log: string, lines = 12): string[] {
  return log
    .split(/\r?\n/)
    .map((line) => line.slice(line.lastIndexOf("\r") + 1).trimEnd())
    .filter((line) => line !== "" && !/\d+%\|.*\|/.test(line))
    .slice(-lines)
    .map((line) => (line.length > 400 ? `${line.slice(0, 397)}...` : line));
}

function lineAt(text: string, index: number): string {
  const start = text.lastIndexOf("\n", index) + 1;
  const end = text.indexOf("\n", index);
  const line = text.slice(start, end === -1 ? undefined : end).replace(/^\(.*? pid=\d+\)\s*/, "");
  return line.trim().slice(0, 400);
}

function divisors(n: number): number[] {
  return Array.from({length: Math.min(n, 16)}, (_, i) => i + 1).filter((d) => n % d === 0);
}

/** vLLM prints 8.9 as 89. */
function capability(digits: string | undefined): string {
  const n = Number(digits);
  return `${Math.floor(n / 10)}.${n % 10}`;
}
