import {attentionShape, type Attention} from "./attention.js";
import {Fields} from "./fields.js";
import {mlpShape, type Mlp} from "./mlp.js";
import {parseQuantization, type Quantization} from "./quantization.js";
import type {DescribedConfig} from "./structure.js";
import {Problem} from "../problem.js";

/** Shapes of a decoder that decide its memory, bytes and FLOPs; nothing about its quality. */
export interface Architecture {
  /** `model_type` of the config. */
  readonly modelType: string;
  readonly layers: number;
  /** Width of the residual stream. */
  readonly hidden: number;
  readonly vocabulary: number;
  /** True when the output head is the input embedding itself. */
  readonly tiedEmbeddings: boolean;
  readonly attention: Attention;
  readonly mlp: Mlp;
  /** Norm vectors of width `hidden` in each layer. */
  readonly normsPerLayer: number;
  /** Longest context that the config states, tokens. */
  readonly maxPositions: number;
  /** What the checkpoint's own quantization_config says; null for a 16-bit checkpoint. */
  readonly quantization: Quantization | null;
}

/**
 * Reads a Hugging Face config.json of a dense or mixture-of-experts decoder. Throws a Problem that names the field when a value is
 * missing or impossible, and the `model_type` when the structure is not one that is counted here (encoders, state space models,
 * vision towers): a wrong count would be worse than none.
 */
export function parseArchitecture({config, structure}: DescribedConfig): Architecture {
  const fields = new Fields(config);
  const modelType = fields.text("model_type");
  if (structure === null) {
    throw new Problem("config.json: a structure that is not counted", {
      value: modelType,
      remedy: "data/models/structures.yaml describes those that are"
    });
  }
  const layers = fields.integer("num_hidden_layers", 1, 1000);
  const hidden = fields.integer("hidden_size", 1, 1_000_000);
  return {
    modelType,
    layers,
    hidden,
    vocabulary: fields.integer("vocab_size", 1, 10_000_000),
    tiedEmbeddings: fields.flag("tie_word_embeddings", false),
    attention: attentionShape(fields, structure, hidden),
    mlp: mlpShape(fields, structure, layers),
    normsPerLayer: 2,
    maxPositions: fields.integer("max_position_embeddings", 1, 1_000_000_000),
    quantization: parseQuantization(fields.object("quantization_config"))
  };
}
