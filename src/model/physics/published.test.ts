import {describe, expect, it} from "vitest";
import {architectureOf, model, modelConfig} from "./fixtures/shapes.js";
import {kvBytesPerToken} from "./kv.js";
import {parameters} from "./parameters.js";
import {decodeWeightBytes} from "./weights.js";

interface Published {
  readonly id: string;
  /** Values in all safetensors of the checkpoint, as Hugging Face counts them ("safetensors": {"total": ...}). */
  readonly total: number;
  /** Parameters that one token uses, billions, as its authors print it; null for a dense model, which uses all. */
  readonly active: number | null;
  readonly activeSource: string;
  /** KV cache of one token in 16 bits, bytes. */
  readonly kv: number;
  readonly kvSource: string;
}

const published: readonly Published[] = [
  {
    id: "llama-3.1-8b",
    total: 8_030_261_248,
    active: null,
    activeSource: "dense",
    kv: 131_072,
    kvSource: "128 KiB: 32 layers, 8 KV heads of 128 (The Llama 3 Herd of Models, arXiv 2407.21783, table 3)"
  },
  {
    id: "qwen2.5-7b",
    total: 7_615_616_512,
    active: null,
    activeSource: "dense",
    kv: 57_344,
    kvSource: "28 layers, 4 KV heads of 128 (Qwen2.5 Technical Report, arXiv 2412.15115, table 1)"
  },
  {
    id: "qwen2.5-14b",
    total: 14_770_033_664,
    active: null,
    activeSource: "dense",
    kv: 196_608,
    kvSource: "48 layers, 8 KV heads of 128 (Qwen2.5 Technical Report, arXiv 2412.15115, table 1)"
  },
  {
    id: "mistral-7b-v0.1",
    total: 7_241_732_096,
    active: null,
    activeSource: "dense",
    kv: 131_072,
    kvSource: "32 layers, 8 KV heads of 128 (Mistral 7B, arXiv 2310.06825, table 1)"
  },
  {
    id: "mixtral-8x7b-v0.1",
    total: 46_702_792_704,
    active: 12.9,
    activeSource: "announcement of Mixtral 8x7B, mistral.ai, 2023-12-11: 46.7B in total, 12.9B a token",
    kv: 131_072,
    kvSource: "32 layers, 8 KV heads of 128 (Mixtral of Experts, arXiv 2401.04088, table 1)"
  },
  {
    id: "qwen3-30b-a3b",
    total: 30_532_122_624,
    active: 3.3,
    activeSource: "model card of Qwen3-30B-A3B: 30.5B in total, 3.3B activated",
    kv: 98_304,
    kvSource: "48 layers, 4 KV heads of 128 (Qwen3 Technical Report, arXiv 2505.09388, table 2)"
  },
  {
    id: "deepseek-v2-lite",
    total: 15_706_484_224,
    active: 2.4 + 0.21, // the card's 2.4B leave out the input embedding of 102400 x 2048
    activeSource: "model card of DeepSeek-V2-Lite: 15.7B in total, 2.4B activated",
    kv: 27 * (512 + 64) * 2,
    kvSource: "27 layers, latent of 512 and 64 rotary (DeepSeek-V2, arXiv 2405.04434, appendix B)"
  },
  {
    id: "deepseek-v3",
    total: 671_026_419_200, // the main model; the checkpoint's 685B hold the module that predicts further tokens
    active: 37,
    activeSource: "DeepSeek-V3 Technical Report, arXiv 2412.19437: 671B in total, 37B activated",
    kv: 70_272,
    kvSource: "70.272 KB (Insights into DeepSeek-V3, ISCA 2025, arXiv 2505.09343, table 1)"
  }
];

describe.each(published)("$id against what is published", ({id, total, active, activeSource, kv, kvSource}) => {
  const arch = model(id);
  const counted = parameters(arch);

  it("has its parameters to the last value", () => {
    expect(counted.total).toBe(total);
  });

  it(`uses as many a token as its authors say (${activeSource})`, () => {
    const said = active === null ? total : active * 1e9;
    expect(Math.abs(counted.active / said - 1)).toBeLessThan(0.025);
  });

  it(`keeps the KV cache of a token in ${kv} B (${kvSource})`, () => {
    expect(kvBytesPerToken(arch)).toBe(kv);
  });

  it("reads for a token what is active but the input embedding, two bytes each", () => {
    const said = 2 * ((active === null ? total : active * 1e9) - counted.embedding);
    expect(Math.abs(decodeWeightBytes(arch, "bf16") / said - 1)).toBeLessThan(0.03);
  });
});

it.each(["mamba2", "jamba", "gpt_oss", "gemma3", "mllama", "qwen3_next", "deepseek_v32", "llama4", "nemotron_h"])(
  "refuses %s by its name: a wrong count would be worse than none",
  (model_type) => {
    expect(() => architectureOf({...modelConfig("llama-3.1-8b"), model_type})).toThrow(
      new RegExp(`a structure that is not counted: "${model_type}"; data/models/structures.yaml`)
    );
  }
);
