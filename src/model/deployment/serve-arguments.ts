import type {Deployment, ServeFlag} from "./deployment.js";

/** Flags of `vllm serve` for one replica, without host and port, in the order they are written. */
export function serveFlags(deployment: Deployment): Record<string, ServeFlag> {
  const {model, precision, tensor_parallel: tp, tool_call_parser: parser} = deployment;
  const beyond = deployment.max_model_len > model.arch.maxPositions;
  return {
    "served-model-name": model.name,
    dtype: precision === "bf16" ? "bfloat16" : "half",
    ...(precision === "fp8" ? {quantization: "fp8", dtype: "auto"} : {}),
    ...(tp > 1 ? {"tensor-parallel-size": tp} : {}),
    "max-model-len": deployment.max_model_len,
    "max-num-seqs": deployment.max_num_seqs,
    "gpu-memory-utilization": deployment.gpu_memory_utilization,
    ...(beyond ? {"hf-overrides": {rope_parameters: yarn(deployment)}} : {}),
    ...(parser === null ? {} : {"enable-auto-tool-choice": true, "tool-call-parser": parser})
  };
}

/** YaRN as vLLM's page on context extension writes it. */
function yarn({model, max_model_len}: Deployment): Record<string, unknown> {
  const {maxPositions} = model.arch;
  return {
    rope_type: "yarn",
    factor: Math.ceil(max_model_len / maxPositions),
    original_max_position_embeddings: maxPositions,
    rope_theta: model.rope_theta
  };
}

/** The arguments after `vllm`, one string each; nothing in them is meant for a shell. */
export function serveArguments(deployment: Deployment, path: string): string[] {
  return [
    "serve",
    path,
    ...Object.entries(serveFlags(deployment)).flatMap(([name, value]) =>
      value === true ? [`--${name}`] : [`--${name}`, typeof value === "object" ? JSON.stringify(value) : String(value)]
    )
  ];
}

/** The checkpoint to load: quantised ones are separate repositories, named as their publishers name them. */
export function checkpointOf({model, precision}: Pick<Deployment, "model" | "precision">): string {
  const suffix = {bf16: "", fp16: "", fp8: "", "gptq-int4": "-GPTQ-Int4", "awq-int4": "-AWQ"}[precision];
  return suffix === "" || model.name.endsWith(suffix) ? model.name : `${model.name}${suffix}`;
}

/** A word of a POSIX shell: as it is when nothing in it is special, else in single quotes. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
