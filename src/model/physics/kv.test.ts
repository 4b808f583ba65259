import {describe, expect, it} from "vitest";
import {attendedTokens, kvBytesPerToken} from "./kv.js";
import {model} from "./fixtures/shapes.js";

describe("kvBytesPerToken", () => {
  it("is 2 x layers x KV heads x head dimension x 2 bytes", () => {
    expect(kvBytesPerToken(model("qwen2.5-7b"))).toBe(57_344);
    expect(kvBytesPerToken(model("llama-3.1-8b"))).toBe(131_072);
  });

  it("splits KV heads over GPUs until there is one each, then repeats them", () => {
    const arch = model("qwen2.5-7b");
    expect(kvBytesPerToken(arch, 4)).toBe(57_344 / 4);
    expect(kvBytesPerToken(arch, 8)).toBe(57_344 / 4);
  });

  it("is the compressed vector of latent attention, on every GPU", () => {
    expect(kvBytesPerToken(model("deepseek-v3"))).toBe(61 * (512 + 64) * 2);
    expect(kvBytesPerToken(model("deepseek-v3"), 8)).toBe(61 * (512 + 64) * 2);
  });
});

describe("attendedTokens", () => {
  it("stops at the sliding window", () => {
    expect(attendedTokens(model("mistral-7b-v0.1"), 10_000)).toBe(4096);
    expect(attendedTokens(model("qwen2.5-7b"), 10_000)).toBe(10_000);
  });
});
