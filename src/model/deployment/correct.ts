import {Problem} from "../problem.js";
import {kvBytesPerToken} from "../physics/kv.js";
import {kvCapacityTokens, loadedBytes} from "../physics/memory.js";
import type {Correction, Deployment, MemoryBudget, Tenant, Wish} from "./deployment.js";

const gib = 2 ** 30;
const gpuMemoryUtilization = 0.9;
const maxNumBatchedTokens = 8192;
/** vLLM's default of --max-num-seqs on these cards; fewer only where the cache holds fewer. */
const mostSeqs = 256;

/**
 * Turns a wish into a service that starts. Tensor parallelism that does not divide the attention heads becomes replicas; a context
 * beyond the config becomes the longest allowed (or YaRN where the wish allows it); one that the KV cache cannot hold is shortened; a tool
 * parser that is not the model's is replaced. Each change is told with its reason. Throws a Problem when the weights do not fit.
 */
export function correct(wish: Wish): Deployment {
  const corrections: Correction[] = [];
  const {tensorParallel, replicas} = parallelism(wish, corrections);
  const memoryFor = (maxPositions: number): MemoryBudget => budget(wish, tensorParallel, maxPositions);
  const memory = memoryFor(wish.context_tokens ?? wish.model.arch.maxPositions);
  if (memory.kv_cache_tokens === 0) {
    throw new Problem("the weights do not fit the memory of the cards", {
      value: `${memory.weights_gib.toFixed(2)} GiB a card, ${(memory.device_gib * gpuMemoryUtilization).toFixed(2)} GiB usable`,
      remedy: "take a larger card, more of them a replica, or a smaller precision"
    });
  }
  const maxModelLen = context(wish, memory, corrections);
  const {input_tokens, output_tokens} = wish.load;
  if (input_tokens + output_tokens > maxModelLen) {
    throw new Problem("a request of the load is longer than the context that can be had", {
      value: `${input_tokens} + ${output_tokens} tokens, ${maxModelLen} possible`,
      remedy: "shorten the requests, or take a card with more memory"
    });
  }
  const {tensor_parallel: _tp, context_tokens: _context, gpus: _gpus, tenants, ...kept} = wish;
  return {
    ...kept,
    tool_call_parser: toolParser(wish, corrections),
    replicas,
    tensor_parallel: tensorParallel,
    max_model_len: maxModelLen,
    max_num_seqs: mostSeqs,
    gpu_memory_utilization: gpuMemoryUtilization,
    tenants: shares(tenants, replicas),
    memory: {...memory, requests_of_full_context: Math.floor(memory.kv_cache_tokens / maxModelLen)},
    corrections
  };
}

function parallelism(wish: Wish, corrections: Correction[]): {tensorParallel: number; replicas: number} {
  const {heads} = wish.model.arch.attention;
  const asked = wish.tensor_parallel ?? wish.gpus;
  if (wish.gpus % asked !== 0) {
    throw new Problem("the cards do not divide into replicas", {
      value: `${wish.gpus} cards, tensor parallel ${asked}`,
      remedy: "give a number of cards that is a multiple of the tensor parallel size"
    });
  }
  if (heads % asked === 0) return {tensorParallel: asked, replicas: wish.gpus / asked};
  // The smallest size that divides the heads and holds the weights: replicas need no link between cards.
  const sizes = Array.from({length: asked}, (_, i) => i + 1).filter((n) => heads % n === 0 && wish.gpus % n === 0);
  const fits = (n: number): boolean => budget(wish, n, wish.model.arch.maxPositions).kv_cache_tokens > 0;
  const tensorParallel = sizes.find(fits) ?? sizes.at(-1) ?? 1;
  const replicas = wish.gpus / tensorParallel;
  corrections.push({
    rule: "tensor-parallel",
    asked: `tensor parallel ${asked}`,
    given: `${replicas} replicas of tensor parallel ${tensorParallel}`,
    why: {
      en: `${heads} attention heads do not divide by ${asked}, so the engine refuses to start.`,
      zh: `${heads} 个注意力头不能被 ${asked} 整除，引擎拒绝启动。`
    }
  });
  return {tensorParallel, replicas};
}

function budget(wish: Wish, tensorParallel: number, contextTokens: number): MemoryBudget {
  const {model, precision, gpu, load} = wish;
  const arch = {...model.arch, maxPositions: Math.max(model.arch.maxPositions, wish.yarn ? contextTokens : 0)};
  const tokens = kvCapacityTokens({arch, precision, gpu, tensorParallel, gpuMemoryUtilization, maxNumBatchedTokens});
  return {
    device_gib: gpu.memory_mib / 1024,
    weights_gib: loadedBytes(arch, precision, tensorParallel) / gib,
    kv_cache_tokens: tokens,
    kv_cache_gib_per_gpu: (tokens * kvBytesPerToken(arch, tensorParallel)) / gib,
    requests_of_load: Math.floor(tokens / (load.input_tokens + load.output_tokens)),
    requests_of_full_context: 0
  };
}

function context(wish: Wish, memory: MemoryBudget, corrections: Correction[]): number {
  const limit = wish.model.arch.maxPositions;
  const asked = wish.context_tokens ?? limit;
  let given = asked;
  if (asked > limit && !(wish.yarn && wish.model.rope_theta !== null)) {
    given = limit;
    corrections.push({
      rule: "context",
      asked: `--max-model-len ${asked}`,
      given: `--max-model-len ${limit}`,
      why: {
        en: `The model's config allows ${limit} tokens and the engine refuses more; a longer context needs YaRN ("yarn": true in the plan), which changes short answers too.`,
        zh: `模型配置只允许 ${limit} 个 token，超出时引擎拒绝启动；更长的上下文需要 YaRN（在计划中写 "yarn": true），它也会影响短文本的回答。`
      }
    });
  }
  if (given > memory.kv_cache_tokens) {
    corrections.push({
      rule: "memory",
      asked: `--max-model-len ${given}`,
      given: `--max-model-len ${memory.kv_cache_tokens}`,
      why: {
        en: `The KV cache of a replica holds ${memory.kv_cache_tokens} tokens beside ${memory.weights_gib.toFixed(1)} GiB of weights a card, and the engine refuses a context that does not fit.`,
        zh: `每卡权重占 ${memory.weights_gib.toFixed(1)} GiB，单个副本的 KV 缓存只容 ${memory.kv_cache_tokens} 个 token，引擎拒绝放不下的上下文。`
      }
    });
    given = memory.kv_cache_tokens;
  }
  return given;
}

function toolParser(wish: Wish, corrections: Correction[]): string | null {
  const asked = wish.tool_call_parser;
  if (asked === null) return null;
  const own = wish.model.tool_call_parser;
  if (own === null || own === asked) return asked;
  corrections.push({
    rule: "tool-parser",
    asked: `--tool-call-parser ${asked}`,
    given: `--tool-call-parser ${own}`,
    why: {
      en: `${wish.model.name} writes its tool calls in the form that vLLM's parser ${own} reads.`,
      zh: `${wish.model.name} 的工具调用格式由 vLLM 的 ${own} 解析器读取。`
    }
  });
  return own;
}

/** Replicas dealt out one by one; a tenant that would get none is refused. */
function shares(names: readonly string[], replicas: number): Tenant[] {
  if (names.length > replicas) {
    throw new Problem("more tenants than replicas", {
      value: `${names.length} of ${replicas}`,
      remedy: "let tenants share, or take more cards"
    });
  }
  return names.map((name, i) => ({
    name,
    replicas: Math.floor(replicas / names.length) + (i < replicas % names.length ? 1 : 0)
  }));
}
