import type {Fields} from "./fields.js";
import type {Precision} from "./precision.js";
import {Problem} from "../problem.js";

/** How a checkpoint stores the weights of its blocks. */
export interface Quantization {
  readonly precision: Precision;
  /** Input values that share one scale; null where a scale serves a whole output or tensor. */
  readonly groupSize: number | null;
  /** False when the config names the modules to quantize and the attention projections are not among them. */
  readonly attention: boolean;
  readonly mlp: boolean;
}

/** Group of the GPTQ and AWQ checkpoints that a precision's bare name stands for. */
export const defaultGroupSize = 128;

/** Reads a quantization_config; throws a Problem that names a method or width that is not counted. */
export function parseQuantization(fields: Fields | null): Quantization | null {
  if (fields === null) return null;
  const method = fields.text("quant_method");
  switch (method) {
    case "gptq":
    case "awq": {
      const bits = fields.integer("bits", 1, 16);
      if (bits !== 4)
        throw new Problem("config.json: weights of this width are not counted", {value: `${method}, ${bits} bits`});
      const group = fields.integer("group_size", -1, 1_000_000, defaultGroupSize);
      const modules = fields.texts("modules_in_block_to_quantize");
      const names = (part: RegExp): boolean => modules === null || modules.some((module) => part.test(module));
      return {
        precision: method === "gptq" ? "gptq-int4" : "awq-int4",
        groupSize: group > 0 ? group : null,
        attention: names(/attn/),
        mlp: names(/mlp|expert|ffn|feed_forward/)
      };
    }
    case "fp8":
    case "fbgemm_fp8":
      return {precision: "fp8", groupSize: null, attention: true, mlp: true};
    default:
      throw new Problem("config.json: a quantization that is not counted", {
        value: method,
        remedy: "quant_method must be gptq, awq, fp8 or fbgemm_fp8"
      });
  }
}
