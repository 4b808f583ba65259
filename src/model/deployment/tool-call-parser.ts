/**
 * vLLM's tool call parser for a model's family, by its name; null when none is known here. Source: vLLM's documentation of tool
 * calling (docs.vllm.ai, features/tool_calling), which names the parser of each family.
 */
export function toolCallParserOf(modelName: string): string | null {
  return families.find(([pattern]) => pattern.test(modelName))?.[1] ?? null;
}

const families: readonly (readonly [RegExp, string])[] = [
  [/qwen3-coder/i, "qwen3_coder"],
  [/qwen(2\.5|3)/i, "hermes"],
  [/hermes/i, "hermes"],
  [/llama-?4/i, "llama4_pythonic"],
  [/llama-?3\.[123]/i, "llama3_json"],
  [/mistral|mixtral/i, "mistral"],
  [/deepseek-v3\.1/i, "deepseek_v31"],
  [/deepseek-(v3|r1)/i, "deepseek_v3"]
];
