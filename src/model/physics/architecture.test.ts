import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {Problem} from "../problem.js";
import {architectureOf, modelConfig} from "./fixtures/shapes.js";

describe("parseArchitecture", () => {
  it("reads grouped-query attention from a dense config", () => {
    expect(architectureOf(modelConfig("qwen2.5-7b"))).toMatchObject({
      layers: 28,
      hidden: 3584,
      tiedEmbeddings: false,
      attention: {kind: "grouped", heads: 28, kvHeads: 4, headDim: 128, qkvBias: true, window: null},
      mlp: {denseLayers: 28, intermediate: 18944, experts: null},
      quantization: null
    });
  });

  it("takes head_dim where the config states it, and the sliding window of Mistral", () => {
    expect(architectureOf({...modelConfig("mistral-7b-v0.1"), head_dim: 64}).attention).toMatchObject({
      headDim: 64,
      window: 4096
    });
  });

  it("counts dense and expert layers of mixed models", () => {
    expect(architectureOf(modelConfig("deepseek-v3")).mlp).toMatchObject({
      denseLayers: 3,
      experts: {layers: 58, count: 256, perToken: 8, sharedIntermediate: 2048}
    });
    const sparse = {...modelConfig("qwen3-30b-a3b"), decoder_sparse_step: 2, mlp_only_layers: [1]};
    expect(architectureOf(sparse).mlp).toMatchObject({denseLayers: 25, experts: {layers: 23}});
  });

  it("reads quantization_config, and which modules it names", () => {
    const gptq = {quant_method: "gptq", bits: 4, group_size: 64};
    const parse = (quantization_config: unknown) =>
      architectureOf({...modelConfig("qwen2.5-7b"), quantization_config}).quantization;
    expect(parse(gptq)).toEqual({precision: "gptq-int4", groupSize: 64, attention: true, mlp: true});
    expect(parse({...gptq, modules_in_block_to_quantize: [["mlp.up_proj"], ["mlp.down_proj"]]})).toMatchObject({
      attention: false,
      mlp: true
    });
    expect(parse({quant_method: "fp8"})).toMatchObject({precision: "fp8"});
    expect(() => parse({...gptq, bits: 3})).toThrow(/gptq, 3 bits/);
    expect(() => parse({quant_method: "bitsandbytes"})).toThrow(/bitsandbytes/);
  });

  it("refuses structures it cannot count, by name", () => {
    for (const model_type of ["mamba2", "bert", "t5", "whisper", "gpt_oss"]) {
      expect(() => architectureOf({...modelConfig("qwen2.5-7b"), model_type})).toThrow(new RegExp(model_type));
    }
  });

  it("says which field is wrong and what stood there", () => {
    const config = modelConfig("qwen2.5-7b");
    expect(() => architectureOf({...config, hidden_size: "3584"})).toThrow(/hidden_size.*"3584"/);
    expect(() => architectureOf({...config, num_key_value_heads: 5})).toThrow(/num_key_value_heads does not divide/);
    expect(() => architectureOf({...config, num_attention_heads: 27})).toThrow(Problem);
    expect(() => architectureOf({...config, num_hidden_layers: 1e9})).toThrow(/from 1 to 1000/);
    expect(() => architectureOf({...modelConfig("mixtral-8x7b-v0.1"), num_experts_per_tok: 9})).toThrow(/experts/);
  });

  it("answers any input with an architecture or a Problem", () => {
    const config = modelConfig("qwen3-30b-a3b");
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(config)), fc.jsonValue()), (changes) => {
        try {
          expect(architectureOf({...config, ...changes}).layers).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
        }
      })
    );
    for (const input of [null, undefined, 7, "llama", []]) expect(() => architectureOf(input)).toThrow(Problem);
  });
});
