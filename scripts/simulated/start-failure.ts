import {z} from "zod";
import {kvBytesPerToken} from "../../src/model/physics/kv.js";
import type {Card} from "./card.js";
import type {SimulatedOptions} from "./options.js";

const yarn = z.object({
  rope_parameters: z.object({
    rope_type: z.literal("yarn"),
    factor: z.number(),
    original_max_position_embeddings: z.number()
  })
});

/** Context length that YaRN's overrides of the model's config give, as vLLM reckons it; null without them. */
function extendedPositions(overrides: string | undefined): number | null {
  try {
    const {factor, original_max_position_embeddings} = yarn.parse(JSON.parse(overrides ?? "null")).rope_parameters;
    return factor * original_max_position_embeddings;
  } catch {
    return null;
  }
}

const methods = ["awq", "awq_marlin", "gptq", "gptq_marlin", "fp8", "compressed-tensors", "bitsandbytes"];

/** Why the server would not start, as the last line of vLLM's log says it; null when it would. */
export function startFailure(options: SimulatedOptions, card: Card | null): string | null {
  const injected = (kind: string) => options.faults.start.some((fault) => fault === kind);
  if (card === null || injected("model-not-found")) {
    return `OSError: ${options.model} is not a local folder and is not a valid model identifier listed on 'https://huggingface.co/models'`;
  }
  const {arch, tensor_parallel: tp} = card;
  const heads = arch.attention.heads;
  if (injected("quantization") || (options.quantization !== undefined && !methods.includes(options.quantization))) {
    return `ValueError: Unknown quantization method: ${options.quantization ?? "none-such"}. Must be one of ${JSON.stringify(methods)}.`;
  }
  const most = extendedPositions(options.hfOverrides) ?? arch.maxPositions;
  if (injected("max-model-len") || card.max_model_len > most) {
    const asked = Math.max(card.max_model_len, arch.maxPositions + 1);
    return `ValueError: User-specified max_model_len (${asked}) is greater than the derived max_model_len (max_position_embeddings=${arch.maxPositions} or model_max_length=None in model's config.json). To allow overriding this maximum, set the env var VLLM_ALLOW_LONG_MAX_MODEL_LEN=1.`;
  }
  if (injected("tp-heads") || heads % tp !== 0) {
    return `ValueError: Total number of attention heads (${heads}) must be divisible by tensor parallel size (${tp}).`;
  }
  if (injected("tp-gpus") || tp > card.gpus) {
    return `ValueError: World size (${tp}) is larger than the number of available GPUs (${card.gpus}) in this node.`;
  }
  const totalGib = card.gpu.memory_mib / 1024;
  if (injected("oom") || card.model_gib > totalGib) {
    return `torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 130.00 MiB. GPU 0 has a total capacity of ${totalGib.toFixed(2)} GiB of which 12.00 MiB is free.`;
  }
  if (injected("no-kv-cache") || card.kv_blocks === 0) {
    return "ValueError: No available memory for the cache blocks. Try increasing `gpu_memory_utilization` when initializing the engine.";
  }
  if (card.kv_tokens < card.max_model_len) {
    const needed = (card.max_model_len * kvBytesPerToken(arch, tp)) / 2 ** 30;
    return `ValueError: To serve at least one request with the model's max seq len (${card.max_model_len}), ${needed.toFixed(2)} GiB KV cache is needed, which is larger than the available KV cache memory (${card.kv_cache_gib.toFixed(2)} GiB). Based on the available memory, the estimated maximum model length is ${card.kv_tokens}. Try increasing \`gpu_memory_utilization\` or decreasing \`max_model_len\` when initializing the engine.`;
  }
  if (injected("port-taken")) return portTaken(options.port);
  return null;
}

export function portTaken(port: number): string {
  return `OSError: [Errno 98] error while attempting to bind on address ('127.0.0.1', ${port}): address already in use`;
}
