import {expect, test} from "vitest";
import {parseServerLog} from "./server-log.js";
import {realText} from "./testing/real.js";

test("parseServerLog reads the real log of vLLM 0.26", () => {
  expect(parseServerLog(realText("h100-bf16", "server.log"))).toEqual({
    engineVersion: "0.26.0",
    modelMemoryGib: 14.29,
    kvCacheGib: 55.62,
    kvCacheTokens: 1_041_472,
    activationPeakGib: 1.13,
    deviceMemoryGib: 79.18,
    attentionBackend: "FLASH_ATTN (version 3)",
    quantization: null,
    quantizationKernel: null,
    dtype: "bfloat16",
    loadFormat: "dummy",
    tensorParallel: 1,
    maxModelLen: 32768,
    maxNumSeqs: 256,
    maxNumBatchedTokens: 8192,
    gpuMemoryUtilization: 0.9,
    prefixCaching: true,
    cudaGraphSizes: "1,2,4,8,16,32,64,128,256",
    loadS: 2.140318,
    compileS: 25.64,
    initS: 49.42,
    started: true,
    failure: null
  });
});

test("parseServerLog reads the lines of older versions", () => {
  const log = `INFO 06-01 10:00:00 llm_engine.py:100] Initializing an LLM engine (v0.4.3) with config: model='m', dtype=torch.float16, max_seq_len=32768, load_format=LoadFormat.AUTO, tensor_parallel_size=4, quantization=gptq_marlin, enforce_eager=False
INFO 06-01 10:00:01 selector.py:51] Using FlashAttention-2 backend.
INFO 06-01 10:00:05 model_runner.py:146] Loading model weights took 14.2487 GB
INFO 06-01 10:00:09 gpu_executor.py:83] # GPU blocks: 27662, # CPU blocks: 4681
INFO:     Uvicorn running on http://0.0.0.0:8000 (Press CTRL+C to quit)`;
  expect(parseServerLog(log)).toMatchObject({
    engineVersion: "0.4.3",
    modelMemoryGib: 14.2487,
    kvCacheTokens: 27662 * 16,
    attentionBackend: "FlashAttention-2",
    quantization: "gptq_marlin",
    dtype: "float16",
    loadFormat: "AUTO",
    tensorParallel: 4,
    started: true
  });
});

test("parseServerLog reads the memory account of versions 0.6 and 0.7", () => {
  const log =
    "the current vLLM instance can use total_gpu_memory (23.64GiB) x gpu_memory_utilization (0.90) = 21.28GiB\n" +
    "model weights take 14.27GiB; non_torch_memory takes 0.06GiB; PyTorch activation peak memory takes 1.42GiB; the rest of the memory reserved for KV Cache is 5.53GiB.";
  expect(parseServerLog(log)).toMatchObject({
    modelMemoryGib: 14.27,
    kvCacheGib: 5.53,
    activationPeakGib: 1.42,
    deviceMemoryGib: 23.64
  });
});

test("parseServerLog reads both numbers of the merged KV line", () => {
  const log = "GPU KV cache size: 34,952 tokens, Maximum concurrency for 8,192 tokens per request: 4.27x";
  expect(parseServerLog(log).kvCacheTokens).toBe(34_952);
});

test("parseServerLog finds the kernel that runs quantised weights", () => {
  expect(parseServerLog("Using MacheteLinearKernel for GPTQMarlinLinearMethod").quantizationKernel).toBe(
    "MacheteLinearKernel"
  );
  expect(parseServerLog("Using MarlinLinearKernel for CompressedTensorsWNA16").quantizationKernel).toBe(
    "MarlinLinearKernel"
  );
  expect(parseServerLog("during runtime. Using gptq_marlin kernel.").quantizationKernel).toBe("gptq_marlin");
});

test("with several ranks the one that binds counts", () => {
  const log = `(Worker_TP0) Model loading took 3.60 GiB and 1.5 seconds
(Worker_TP1) Model loading took 3.64 GiB and 1.6 seconds
(Worker_TP0) Available KV cache memory: 15.20 GiB
(Worker_TP1) Available KV cache memory: 15.10 GiB
GPU KV cache size: 1,000 tokens
GPU KV cache size: 990 tokens`;
  expect(parseServerLog(log)).toMatchObject({modelMemoryGib: 3.64, kvCacheGib: 15.1, kvCacheTokens: 990});
});

test("parseServerLog says why a server failed", () => {
  const log = `(EngineCore pid=7) ERROR 11-24 05:13:00 [core.py:900] torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.
RuntimeError: Engine core initialization failed. See root cause above.`;
  expect(parseServerLog(log)).toMatchObject({
    started: false,
    failure: "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB."
  });
});

test("parseServerLog of an empty log knows nothing", () => {
  const {started, ...rest} = parseServerLog("");
  expect(started).toBe(false);
  expect(Object.values(rest).every((value) => value === null)).toBe(true);
});
