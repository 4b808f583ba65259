import type {Architecture} from "../physics/architecture.js";
import type {Precision} from "../physics/precision.js";
import type {Slo} from "../prediction/slo.js";
import type {HardwareRow} from "../tables/hardware.js";
import type {Text} from "../text.js";

/** A value of a `vllm serve` flag: true is the flag alone, an object is given as JSON. */
export type ServeFlag = string | number | boolean | Readonly<Record<string, unknown>>;

/** Requests that the service is to carry, in all replicas together. */
export interface ServiceLoad {
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** Closed loop: users at once. */
  readonly concurrency: number;
}

/** A tenant of a shared platform, and how many replicas are its own. */
export interface Tenant {
  readonly name: string;
  readonly replicas: number;
}

/** The model to serve, and what of its config.json the files need. */
export interface ServedModel {
  /** As the API names it, and as the checkpoint is found. */
  readonly name: string;
  /** Id in data/models; null for a model that is not there. */
  readonly id: string | null;
  readonly arch: Architecture;
  /** Base of the rotary angles; null where the config states none, and then there is no YaRN. */
  readonly rope_theta: number | null;
  /** vLLM's parser of its tool calls; null when none is known. */
  readonly tool_call_parser: string | null;
}

/** A service that somebody wants, before it was held against the model and the cards. */
export interface Wish {
  /** Lower case letters, digits and dashes: a name for files, services and namespaces. */
  readonly name: string;
  readonly model: ServedModel;
  readonly gpu: HardwareRow;
  /** Cards in all. */
  readonly gpus: number;
  readonly precision: Precision;
  /** null: as many as the cards of one replica. */
  readonly tensor_parallel: number | null;
  /** Tokens of context asked for; null for the longest that the model and the memory allow. */
  readonly context_tokens: number | null;
  /** Whether a context beyond the model's config may be reached by YaRN. */
  readonly yarn: boolean;
  /** null: none; a name as vLLM has it. */
  readonly tool_call_parser: string | null;
  readonly load: ServiceLoad;
  readonly slo: readonly Slo[];
  readonly tenants: readonly string[];
  /** Keep sessions in Redis beside the web service. */
  readonly session_store: boolean;
}

/** What of a wish could not be had, what stands instead, and why. */
export interface Correction {
  readonly rule: "context" | "tensor-parallel" | "tool-parser" | "memory";
  readonly asked: string;
  readonly given: string;
  readonly why: Text;
}

/** A service that starts: every number in it is one that the model, the engine and the memory allow. */
export interface Deployment extends Omit<Wish, "tensor_parallel" | "context_tokens" | "gpus" | "tenants"> {
  /** Copies of the model, each on `tensor_parallel` cards. */
  readonly replicas: number;
  readonly tensor_parallel: number;
  readonly max_model_len: number;
  readonly max_num_seqs: number;
  readonly gpu_memory_utilization: number;
  readonly tenants: readonly Tenant[];
  readonly memory: MemoryBudget;
  readonly corrections: readonly Correction[];
}

/** How the memory of one card is divided, by the same arithmetic as the predictions. */
export interface MemoryBudget {
  readonly device_gib: number;
  /** Loaded weights, one card's share. */
  readonly weights_gib: number;
  /** KV cache that one replica holds over its cards, tokens. */
  readonly kv_cache_tokens: number;
  readonly kv_cache_gib_per_gpu: number;
  /** Requests of the load's lengths, and of the full context, that one replica's cache holds at once. */
  readonly requests_of_load: number;
  readonly requests_of_full_context: number;
}

/** vLLM release whose flags, image and metric names the files are written for. */
export const vllmVersion = "0.26.0";

/** Users at once on the busiest replica when they are spread evenly. */
export function usersPerReplica({load, replicas}: Pick<Deployment, "load" | "replicas">): number {
  return Math.ceil(load.concurrency / replicas);
}
