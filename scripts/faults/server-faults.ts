import type {Fault} from "./fault.js";
import {trial} from "./trial.js";

/** The words in which the runner tells each cause; the simulated server prints the lines that vLLM ends with. */
const starts: readonly (readonly [string, string, RegExp])[] = [
  ["oom", "CUDA runs out of memory while the weights load", /the GPU ran out of memory/],
  ["no-kv-cache", "weights leave no memory for a KV cache", /no GPU memory for a KV cache|KV cache/],
  ["max-model-len", "a context longer than the model's", /max-model-len \d+ is above/],
  [
    "tp-heads",
    "tensor parallel size that does not divide the heads",
    /does not divide the model's \d+ attention heads/
  ],
  ["tp-gpus", "more GPUs asked for than there are", /wants \d+ GPUs/],
  ["port-taken", "another process takes the port before the server does", /the port is taken/],
  ["model-not-found", "no such model", /model/],
  ["quantization", "a quantisation that the GPU cannot do", /quantisation/],
  ["never-healthy", "a server that starts and never gets healthy", /not (?:ready|healthy)|ready in/]
];

/** Servers that do not start: the cause in words, and the other configuration measured all the same. */
export const serverFaults: readonly Fault[] = starts.map(([kind, injected, shows]) => ({
  id: `server-${kind}`,
  group: "server",
  injected,
  expected: "the cause in words; the other server is measured",
  shows,
  run: () =>
    trial(
      {
        servers: {bf16: {flags: {"sim-fault": kind}}, int4: {precision: "gptq-int4"}},
        timeouts: {start_s: 5, stop_s: 2}
      },
      2
    )
}));
