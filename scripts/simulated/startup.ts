import {setTimeout as sleep} from "node:timers/promises";
import type {Card} from "./card.js";
import {simulatedVersion} from "./handler.js";
import type {Log} from "./log.js";
import type {SimulatedOptions} from "./options.js";

/** Writes what vLLM's log says before and while it loads, in its words; the version line names the simulation. */
export function logStart(options: SimulatedOptions, log: Log): void {
  const place = "api_utils.py:345";
  log.info(place, `  version ${simulatedVersion}`);
  log.info(place, `  model   ${options.model}`);
  const given = {
    model_tag: options.model,
    host: options.host,
    port: options.port,
    model: options.model,
    max_model_len: options.maxModelLen ?? null,
    served_model_name: options.servedModelName,
    gpu_memory_utilization: options.gpuMemoryUtilization,
    tensor_parallel_size: options.tensorParallelSize,
    enable_prefix_caching: options.prefixCaching,
    max_num_seqs: options.maxNumSeqs,
    max_num_batched_tokens: options.maxNumBatchedTokens,
    simulated_gpu: options.simGpu,
    ignored: options.ignored
  };
  log.info("api_utils.py:273", `non-default args: ${pythonText(given)}`);
}

/** The rest of the start, over the time it is to take. */
export async function logLoad(options: SimulatedOptions, card: Card, log: Log): Promise<void> {
  const waitMs = (options.simStartupS * 1e3) / 3;
  const dtype = card.precision === "fp16" || card.precision.endsWith("int4") ? "torch.float16" : "torch.bfloat16";
  const quantization = card.precision.startsWith("gptq")
    ? "gptq_marlin"
    : card.precision.startsWith("awq")
      ? "awq_marlin"
      : card.precision === "fp8"
        ? "fp8"
        : "None";
  log.info("model.py:1788", `Using max model len ${card.max_model_len}`);
  log.info(
    "scheduler.py:252",
    `Chunked prefill is enabled with max_num_batched_tokens=${options.maxNumBatchedTokens}.`
  );
  log.info(
    "core.py:116",
    `Initializing a V1 LLM engine (${simulatedVersion}) with config: model='${options.model}', tokenizer='${options.model}', dtype=${dtype}, max_seq_len=${card.max_model_len}, load_format=dummy, tensor_parallel_size=${card.tensor_parallel}, pipeline_parallel_size=1, quantization=${quantization}, seed=${options.seed}, served_model_name=${options.servedModelName[0]}, enable_prefix_caching=${options.prefixCaching ? "True" : "False"}`
  );
  await sleep(waitMs);
  log.info(
    "core/model_runner.py:305",
    `Model loading took ${card.model_gib.toFixed(2)} GiB and ${options.simStartupS} seconds`
  );
  await sleep(waitMs);
  const tokens = card.kv_tokens.toLocaleString("en-US");
  const length = card.max_model_len.toLocaleString("en-US");
  log.info("core/gpu_worker.py:560", `Available KV cache memory: ${card.kv_cache_gib.toFixed(2)} GiB`);
  log.info("core/kv_cache_utils.py:2177", `GPU KV cache size: ${tokens} tokens`);
  log.info(
    "core/kv_cache_utils.py:2178",
    `Maximum concurrency for ${length} tokens per request: ${(card.kv_tokens / card.max_model_len).toFixed(2)}x`
  );
  await sleep(waitMs);
}

/** Writes how vLLM ends when the engine cannot be made. */
export function logFailure(problem: string, log: Log): void {
  log.error("core.py:1136", "EngineCore failed to start.");
  log.raw("EngineCore", "Traceback (most recent call last):");
  log.raw("EngineCore", problem);
  log.raw(
    "APIServer",
    "RuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {}"
  );
}

/** A Python-like dictionary, as vLLM prints its arguments. */
function pythonText(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return `[${value.map(pythonText).join(", ")}]`;
  if (typeof value === "object") {
    return `{${Object.entries(value)
      .map(([key, item]) => `'${key}': ${pythonText(item)}`)
      .join(", ")}}`;
  }
  return `'${typeof value === "string" ? value.replace(/['\\]/g, "\\$&") : ""}'`;
}
