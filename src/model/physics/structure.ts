/** A field of a config.json that is true or false, and what holds where the config lacks it. */
export interface StatedFlag {
  readonly field: string;
  readonly absent: boolean;
}

/** What a config.json leaves to its `model_type`: which of its fields count, and what it does not say. */
export interface Structure {
  readonly attention: "grouped" | "latent";
  /** Bias vectors on the query, key and value projections; null: none. */
  readonly qkv_bias: StatedFlag | null;
  /** Bias vector on the output projection; null: none. */
  readonly output_bias: StatedFlag | null;
  /** Norm vectors of a head's width on queries and keys. */
  readonly qk_norm: boolean;
  /** A stated sliding window holds in every layer. */
  readonly sliding_window: boolean;
  /** Bias vectors on the feed-forward matrices; null: none. */
  readonly mlp_bias: StatedFlag | null;
  /** Null for a dense decoder. */
  readonly experts: ExpertFields | null;
}

/** Names of the fields that describe experts; null for what a structure does not have. */
export interface ExpertFields {
  readonly count: string;
  /** Width of an expert; null: that of the dense feed-forward. */
  readonly width: string | null;
  /** Width of the part that every token visits. */
  readonly shared_width: string | null;
  /** Experts that every token visits, each of an expert's width. */
  readonly shared_count: string | null;
  readonly shared_gate: boolean;
  readonly router_bias: boolean;
  /** Layers before this number, from 0, are dense. */
  readonly first: string | null;
  /** A layer holds experts where its number is a multiple of this. */
  readonly step: string | null;
  readonly counted_from: 0 | 1;
  /** List of layers, from 0, that are dense all the same. */
  readonly dense: string | null;
}

/** A config.json with the structure of its `model_type`; null where that is not one that is counted. */
export interface DescribedConfig {
  readonly config: unknown;
  readonly structure: Structure | null;
}

/** The config with its structure among those given, by `model_type`. */
export function described(config: unknown, structures: Readonly<Record<string, Structure>>): DescribedConfig {
  const type =
    typeof config === "object" && config !== null && "model_type" in config && typeof config.model_type === "string"
      ? config.model_type
      : "";
  return {config, structure: (Object.hasOwn(structures, type) ? structures[type] : null) ?? null};
}
