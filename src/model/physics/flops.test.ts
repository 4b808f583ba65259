import {describe, expect, it} from "vitest";
import {decodeFlops, pairFlops, prefillFlops} from "./flops.js";
import {model} from "./fixtures/shapes.js";

describe("prefillFlops", () => {
  it("is two FLOPs a matrix value and token, the head once, and causal attention", () => {
    const arch = model("qwen2.5-7b");
    const {linear, attention, total} = prefillFlops(arch, 2048);
    expect(linear).toBeCloseTo(2 * 2048 * 6.525e9 + 2 * 152_064 * 3584, -11);
    expect(attention).toBe(4 * 28 * 28 * 128 * ((2048 * 2049) / 2));
    expect(total).toBe(linear + attention);
  });

  it("adds up over chunks of one prompt, the head apart", () => {
    const arch = model("mistral-7b-v0.1"); // its window of 4096 lies inside the prompt
    const whole = prefillFlops(arch, 6000).attention;
    const chunks = prefillFlops(arch, 3000).attention + prefillFlops(arch, 3000, 3000).attention;
    expect(chunks).toBeCloseTo(whole, -6);
    const reference = Array.from({length: 6000}, (_, i) => Math.min(i + 1, 4096)).reduce((a, b) => a + b);
    expect(whole).toBe(reference * pairFlops(arch, "prefill"));
  });

  it("costs no more than the experts a token visits", () => {
    const perToken = prefillFlops(model("mixtral-8x7b-v0.1"), 1).linear / 2;
    expect(perToken / 12.88e9).toBeCloseTo(0.99, 2);
  });
});

describe("decodeFlops", () => {
  it("grows with batch and with context", () => {
    const arch = model("llama-3.1-8b");
    expect(decodeFlops(arch, 8, 1000).total).toBe(8 * decodeFlops(arch, 1, 1000).total);
    expect(decodeFlops(arch, 1, 2000).attention).toBe(2 * decodeFlops(arch, 1, 1000).attention);
  });

  it("works in the compressed space of latent attention", () => {
    expect(pairFlops(model("deepseek-v3"), "decode")).toBe(2 * 61 * 128 * (2 * 512 + 64));
    expect(pairFlops(model("deepseek-v3"), "prefill")).toBe(2 * 61 * 128 * (128 + 64 + 128));
  });
});
