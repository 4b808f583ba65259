import type {Fields} from "./fields.js";
import type {StatedFlag, Structure} from "./structure.js";
import {Problem} from "../problem.js";

/** Grouped-query attention: multi-head when kvHeads = heads, multi-query when kvHeads = 1. */
interface GroupedAttention {
  readonly kind: "grouped";
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** Bias vectors on the query, key and value projections. */
  readonly qkvBias: boolean;
  /** Bias vector on the output projection. */
  readonly outputBias: boolean;
  /** Norm vectors of width headDim on queries and keys. */
  readonly qkNorm: boolean;
  /** Tokens back that a layer sees; null when it sees all. */
  readonly window: number | null;
}

/** Multi-head latent attention: the cache holds one compressed vector a token and layer. */
interface LatentAttention {
  readonly kind: "latent";
  readonly heads: number;
  /** Rank of the query's compression; null when queries are projected in one step. */
  readonly queryRank: number | null;
  readonly kvRank: number;
  readonly nopeDim: number;
  readonly ropeDim: number;
  readonly valueDim: number;
}

export type Attention = GroupedAttention | LatentAttention;

/** Attention shape from the fields of a config. */
export function attentionShape(fields: Fields, {attention, ...structure}: Structure, hidden: number): Attention {
  const heads = fields.integer("num_attention_heads", 1, 10_000);
  if (attention === "latent") {
    return {
      kind: "latent",
      heads,
      queryRank: fields.has("q_lora_rank") ? fields.integer("q_lora_rank", 1, 1_000_000) : null,
      kvRank: fields.integer("kv_lora_rank", 1, 1_000_000),
      nopeDim: fields.integer("qk_nope_head_dim", 1, 10_000),
      ropeDim: fields.integer("qk_rope_head_dim", 1, 10_000),
      valueDim: fields.integer("v_head_dim", 1, 10_000)
    };
  }
  const kvHeads = fields.integer("num_key_value_heads", 1, heads, heads);
  if (heads % kvHeads !== 0) {
    throw new Problem("config.json: num_key_value_heads does not divide num_attention_heads", {
      value: [heads, kvHeads]
    });
  }
  if (!fields.has("head_dim") && hidden % heads !== 0) {
    throw new Problem("config.json: num_attention_heads does not divide hidden_size, and there is no head_dim", {
      value: [hidden, heads]
    });
  }
  const stated = (flag: StatedFlag | null): boolean => flag !== null && fields.flag(flag.field, flag.absent);
  const window = fields.has("sliding_window") ? fields.integer("sliding_window", 1, 1_000_000_000) : null;
  return {
    kind: "grouped",
    heads,
    kvHeads,
    headDim: fields.integer("head_dim", 1, 10_000, hidden / heads),
    qkvBias: stated(structure.qkv_bias),
    outputBias: stated(structure.output_bias),
    qkNorm: structure.qk_norm,
    window: structure.sliding_window ? window : null
  };
}
