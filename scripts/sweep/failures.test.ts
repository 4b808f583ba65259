import {expect, test} from "vitest";
import {diagnose, tail} from "./failures.js";

// Each log is what vLLM 0.26 prints around the exception, cut to the lines that matter.
const logs: [string, string, RegExp][] = [
  [
    "max-model-len",
    `(APIServer pid=485) INFO 11-24 05:12:14 [model.py:623] Resolved architecture: Qwen2ForCausalLM
(APIServer pid=485) pydantic_core._pydantic_core.ValidationError: 1 validation error for ModelConfig
(APIServer pid=485)   Value error, User-specified max_model_len (131072) is greater than the derived max_model_len (max_position_embeddings=32768.0 or model_max_length=None in model's config.json). To allow overriding this maximum, set the env var VLLM_ALLOW_LONG_MAX_MODEL_LEN=1. VLLM_ALLOW_LONG_MAX_MODEL_LEN must be used with extreme caution.`,
    /131072 is above the 32768 tokens/
  ],
  [
    "tp-not-dividing",
    "ValueError: Total number of attention heads (28) must be divisible by tensor parallel size (3).",
    /3 does not divide the model's 28/
  ],
  [
    "too-many-gpus",
    "  Value error, World size (4) is larger than the number of available GPUs (1) in this node. If this is intentional and you are using:",
    /wants 4 GPUs and 1 is present/
  ],
  [
    "memory-taken",
    "ValueError: Free memory on device cuda:0 (5.21/79.18 GiB) on startup is less than desired GPU memory utilization (0.9, 71.26 GiB). Decrease GPU memory utilization or reduce GPU memory used by other processes.",
    /only 5\.21 of 79\.18 GiB/
  ],
  [
    "kv-cache-too-small",
    "ValueError: To serve at least one request with the model's max seq len (131072), (7.0 GiB KV cache is needed, which is larger than the available KV cache memory (4.1 GiB). Based on the available memory, the estimated maximum model length is 76000.",
    /needs 7\.0 GiB of KV cache and 4\.1 GiB are left/
  ],
  [
    "out-of-memory",
    "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 260.00 MiB. GPU 0 has a total capacity of 23.64 GiB of which 120.00 MiB is free.\nRuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {}",
    /ran out of memory/
  ],
  ["port-taken", "OSError: [Errno 98] Address already in use", /port is taken/],
  [
    "model-not-found",
    "OSError: /models/none is not a local folder and is not a valid model identifier listed on 'https://huggingface.co/models'\nValueError: Invalid repository ID or local directory specified: '/models/none'.",
    /not found/
  ],
  [
    "quantisation-unsupported",
    "ValueError: The quantization method fp8 is not supported for the current GPU. Minimum capability: 89. Current capability: 75.",
    /needs compute capability 8\.9 and this GPU has 7\.5/
  ],
  [
    "quantisation-unsupported",
    "  Value error, Unknown quantization method: gptq4. Must be one of ['awq', 'gptq'].",
    /does not know the quantisation gptq4/
  ],
  ["unknown-flag", "vllm: error: unrecognized arguments: --max-modle-len 4096", /unrecognized arguments/],
  [
    "no-vllm",
    "/usr/bin/python3: Error while finding module specification\nModuleNotFoundError: No module named 'vllm'",
    /no module vllm/
  ]
];

test.each(logs)("a log of %s is told with cause, remedy and evidence", (id, log, cause) => {
  const found = diagnose(log);
  expect(found?.id).toBe(id);
  expect(found?.cause).toMatch(cause);
  expect(found?.remedy.length).toBeGreaterThan(10);
  expect(log).toContain(found?.evidence.slice(0, 30));
});

test("a specific cause wins over the engine's last words", () => {
  const log =
    "ValueError: World size (4) is larger than the number of available GPUs (1) in this node.\nRuntimeError: Engine core initialization failed. See root cause above.";
  expect(diagnose(log)?.id).toBe("too-many-gpus");
});

test("a log of a healthy start has no diagnosis", () => {
  expect(
    diagnose(
      "INFO Model loading took 14.29 GiB\nWARNING Found ulimit of 20000 and failed to automatically increase\nINFO Application startup complete."
    )
  ).toBeNull();
});

test("the tail drops progress bars and empty lines and cuts long ones", () => {
  const log = `first\n\nCapturing CUDA graphs:  50%|#####     | 4/8\n${"x".repeat(500)}\nlast\n`;
  const lines = tail(log, 3);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toBe("first");
  expect(lines[1]).toHaveLength(400);
  expect(lines[2]).toBe("last");
});
