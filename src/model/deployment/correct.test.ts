import {expect, test} from "vitest";
import {correct} from "./correct.js";
import {articleWish, gpu, model} from "./fixtures/wishes.js";
import {serveArguments, serveFlags} from "./serve-arguments.js";

const rules = (wish: Parameters<typeof correct>[0]): string[] => correct(wish).corrections.map(({rule}) => rule);

test("the article's command asks for more context than the config allows: the limit stands instead, and it is told", () => {
  const deployment = correct(articleWish("web-service"));
  expect(deployment.corrections).toMatchObject([
    {rule: "context", asked: "--max-model-len 131072", given: "--max-model-len 32768"}
  ]);
  expect(deployment).toMatchObject({tensor_parallel: 4, replicas: 1, max_model_len: 32_768, session_store: true});
  expect(serveFlags(deployment)).toMatchObject({"tool-call-parser": "hermes", dtype: "half"});
  expect(serveFlags(deployment)).not.toHaveProperty("hf-overrides");
});

test("with YaRN allowed the context is reached by an override in the form of vLLM's documentation", () => {
  const deployment = correct(articleWish("web-service", {yarn: true}));
  expect(deployment.corrections).toEqual([]);
  const words = serveArguments(deployment, "model");
  expect(JSON.parse(words[words.indexOf("--hf-overrides") + 1]!)).toEqual({
    rope_parameters: {rope_type: "yarn", factor: 4, original_max_position_embeddings: 32_768, rope_theta: 1_000_000}
  });
  expect(words[words.indexOf("--max-model-len") + 1]).toBe("131072");
});

test("eight cards do not divide 28 heads: eight replicas, shared out to the tenants", () => {
  const deployment = correct(articleWish("private-platform"));
  expect(deployment).toMatchObject({
    replicas: 8,
    tensor_parallel: 1,
    tenants: [
      {name: "tenant-a", replicas: 4},
      {name: "tenant-b", replicas: 4}
    ]
  });
  expect(deployment.corrections.map(({rule}) => rule)).toEqual(["tensor-parallel"]);
});

test("where one card cannot hold the weights, replicas take the smallest size that divides the heads and does", () => {
  // 28 GB of weights on cards of 24 GB, eight cards, 40 heads: 8 divides, 16 would not
  const wish = articleWish("web-service", {
    model: model("qwen2.5-14b", "Qwen/Qwen2.5-14B-Instruct"),
    gpus: 12,
    tensor_parallel: 12,
    context_tokens: 8192
  });
  expect(correct(wish)).toMatchObject({tensor_parallel: 2, replicas: 6});
});

test("a context beyond the KV cache is shortened to it", () => {
  const wish = articleWish("prototype", {
    precision: "fp16",
    gpu: gpu("rtx-4090d"),
    context_tokens: 131_072,
    yarn: true
  });
  const deployment = correct(wish);
  expect(deployment.corrections.map(({rule}) => rule)).toEqual(["memory"]);
  expect(deployment.max_model_len).toBe(deployment.memory.kv_cache_tokens);
  expect(deployment.memory.requests_of_full_context).toBe(1);
});

test("the memory of a card adds up to no more than what is used of it", () => {
  for (const id of ["prototype", "web-service", "private-platform"]) {
    const {memory: m, gpu_memory_utilization: share} = correct(articleWish(id));
    expect(m.weights_gib + m.kv_cache_gib_per_gpu).toBeLessThan(m.device_gib * share);
    expect(m.weights_gib + m.kv_cache_gib_per_gpu).toBeGreaterThan(0.8 * m.device_gib * share);
  }
});

test("a tool parser of another family is replaced by the model's; an unknown family keeps what was asked", () => {
  const llama = model("llama-3.1-8b", "meta-llama/Llama-3.1-8B-Instruct");
  expect(rules(articleWish("prototype", {model: llama, tool_call_parser: "hermes"}))).toEqual(["tool-parser"]);
  expect(
    correct(
      articleWish("prototype", {
        model: {...llama, name: "own/model", tool_call_parser: null},
        tool_call_parser: "hermes"
      })
    )
  ).toMatchObject({
    tool_call_parser: "hermes",
    corrections: []
  });
});

test("what cannot be served is refused with its numbers", () => {
  const big = {model: model("llama-3.1-70b", "meta-llama/Llama-3.1-70B"), precision: "fp16" as const};
  expect(() => correct(articleWish("prototype", big))).toThrow(/weights do not fit .* GiB a card/);
  expect(() => correct(articleWish("web-service", {gpus: 3}))).toThrow(/3 cards, tensor parallel 4/);
  expect(() =>
    correct(articleWish("prototype", {load: {input_tokens: 8000, output_tokens: 512, concurrency: 1}}))
  ).toThrow(/8000 \+ 512 tokens, 8192 possible/);
  expect(() => correct(articleWish("private-platform", {tenants: Array.from({length: 9}, (_, i) => `t${i}`)}))).toThrow(
    /9 of 8/
  );
});
