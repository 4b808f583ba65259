import {describe, expect, it} from "vitest";
import {architectureOf, model, modelConfig} from "./fixtures/shapes.js";
import {decodeWeightBytes, expertsVisited, weightBytes} from "./weights.js";

const gib = 2 ** 30;

describe("weightBytes", () => {
  it("is two bytes a parameter in 16 bits", () => {
    expect(weightBytes(model("qwen2.5-7b"), "bf16") / 1e9).toBeCloseTo(15.23, 2);
    expect(weightBytes(model("qwen2.5-7b"), "fp16") / gib).toBeCloseTo(14.18, 1);
  });

  it("comes within 3 % of a loaded GPTQ checkpoint of group 128", () => {
    const loadedGib = 5.29; // Qwen2.5-7B on an H100, from the server's log
    expect(Math.abs(weightBytes(model("qwen2.5-7b"), "gptq-int4") / gib / loadedGib - 1)).toBeLessThan(0.03);
  });

  it("leaves modules in 16 bits that the checkpoint does not quantize", () => {
    const config = (modules: string[]) =>
      architectureOf({
        ...modelConfig("qwen2.5-7b"),
        quantization_config: {quant_method: "gptq", bits: 4, group_size: 128, modules_in_block_to_quantize: [modules]}
      });
    const all = weightBytes(config(["self_attn.q_proj", "mlp.up_proj"]), "gptq-int4");
    const some = weightBytes(config(["mlp.up_proj"]), "gptq-int4");
    expect(all).toBe(weightBytes(model("qwen2.5-7b"), "gptq-int4"));
    expect(some).toBeGreaterThan(all);
    expect(some).toBeLessThan(weightBytes(model("qwen2.5-7b"), "bf16"));
  });
});

describe("decodeWeightBytes", () => {
  it("leaves out the input embedding, a look-up", () => {
    expect(decodeWeightBytes(model("qwen2.5-7b"), "bf16") / 1e9).toBeCloseTo(14.14, 2);
  });

  it("reads a tied embedding once, as the head", () => {
    const arch = model("qwen2.5-0.5b");
    expect(decodeWeightBytes(arch, "bf16")).toBe(weightBytes(arch, "bf16"));
  });

  it("grows with the batch for experts only, from those of one token to all", () => {
    const dense = model("llama-3.1-8b");
    expect(decodeWeightBytes(dense, "bf16", 64)).toBe(decodeWeightBytes(dense, "bf16", 1));
    const moe = model("mixtral-8x7b-v0.1");
    expect(expertsVisited(moe, 1)).toBeCloseTo(2, 12);
    expect(expertsVisited(moe, 2)).toBeCloseTo(3.5, 12); // 8 x (1 - (3/4)^2)
    expect(expertsVisited(moe, 1e6)).toBeCloseTo(8, 12);
    expect(decodeWeightBytes(moe, "bf16", 1e6)).toBeCloseTo(weightBytes(moe, "bf16") - 2 * 32000 * 4096, -3);
  });
});
