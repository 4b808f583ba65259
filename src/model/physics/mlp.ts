import type {Fields} from "./fields.js";
import {Problem} from "../problem.js";

/** Feed-forward part: gated (three matrices). Layers are dense or hold experts. */
export interface Mlp {
  /** Layers with one dense feed-forward. */
  readonly denseLayers: number;
  /** Width of the dense feed-forward. */
  readonly intermediate: number;
  /** Bias vectors on its matrices (Llama's mlp_bias). */
  readonly bias: boolean;
  /** Null for a dense model. */
  readonly experts: Experts | null;
}

interface Experts {
  readonly layers: number;
  readonly count: number;
  /** Experts that each token visits, the shared ones apart. */
  readonly perToken: number;
  readonly intermediate: number;
  /** Width of the part that every token visits; 0 when there is none. */
  readonly sharedIntermediate: number;
  /** A gate vector of width `hidden` on the shared part (Qwen2-MoE). */
  readonly sharedGate: boolean;
  /** A correction bias an expert (DeepSeek-V3). */
  readonly routerBias: boolean;
}

/** Feed-forward shape from the fields of a config. */
export function mlpShape(fields: Fields, modelType: string, layers: number): Mlp {
  const intermediate = fields.integer("intermediate_size", 1, 10_000_000);
  const bias = modelType === "llama" && fields.flag("mlp_bias", false);
  const experts = expertShape(fields, modelType, layers, intermediate);
  if (experts !== null && experts.perToken > experts.count) {
    throw new Problem("config.json: more experts a token than experts", {value: [experts.perToken, experts.count]});
  }
  return {denseLayers: layers - (experts?.layers ?? 0), intermediate, bias, experts};
}

function expertShape(fields: Fields, modelType: string, layers: number, intermediate: number): Experts | null {
  const perToken = (): number => fields.integer("num_experts_per_tok", 1, 100_000);
  const width = (name: string): number => fields.integer(name, 1, 10_000_000);
  const none = {sharedIntermediate: 0, sharedGate: false, routerBias: false};
  switch (modelType) {
    case "mixtral":
      return {
        ...none,
        layers,
        count: fields.integer("num_local_experts", 1, 100_000),
        perToken: perToken(),
        intermediate
      };
    case "qwen2_moe":
    case "qwen3_moe": {
      const shared = modelType === "qwen2_moe" ? width("shared_expert_intermediate_size") : 0;
      return {
        layers: sparseLayers(
          layers,
          fields.integer("decoder_sparse_step", 1, 1000, 1),
          fields.integers("mlp_only_layers")
        ),
        count: fields.integer("num_experts", 1, 100_000),
        perToken: perToken(),
        intermediate: width("moe_intermediate_size"),
        sharedIntermediate: shared,
        sharedGate: shared > 0,
        routerBias: false
      };
    }
    case "deepseek_v2":
    case "deepseek_v3": {
      const width_ = width("moe_intermediate_size");
      const first = fields.integer("first_k_dense_replace", 0, layers, 0);
      const step = fields.integer("moe_layer_freq", 1, 1000, 1);
      let sparse = 0;
      for (let layer = first; layer < layers; layer += 1) if (layer % step === 0) sparse += 1;
      return {
        layers: sparse,
        count: fields.integer("n_routed_experts", 1, 100_000),
        perToken: perToken(),
        intermediate: width_,
        sharedIntermediate: fields.integer("n_shared_experts", 0, 1000, 0) * width_,
        sharedGate: false,
        routerBias: modelType === "deepseek_v3"
      };
    }
    default:
      return null;
  }
}

/** Qwen's rule: a layer holds experts when its number from 1 is a multiple of the step and it is not listed as dense. */
function sparseLayers(layers: number, step: number, dense: readonly number[]): number {
  let sparse = 0;
  for (let layer = 0; layer < layers; layer += 1) {
    if ((layer + 1) % step === 0 && !dense.includes(layer)) sparse += 1;
  }
  return sparse;
}
