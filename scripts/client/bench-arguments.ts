import {basename, dirname} from "node:path";
import type {PointPlan} from "./client.js";

/** Percentiles that every result states; all others can be computed from its arrays. */
const percentiles = "50,90,95,99";

/** A point as options of `vllm bench serve`, which the built-in client takes too. The result goes to `${result}.part`. */
export function benchArguments(plan: PointPlan): string[] {
  const chat = plan.endpoint === "/v1/chat/completions";
  const argv = ["--backend", chat ? "openai-chat" : "openai", "--base-url", plan.base_url, "--endpoint", plan.endpoint];
  argv.push("--model", plan.model);
  if (plan.tokenizer !== null) argv.push("--tokenizer", plan.tokenizer);
  argv.push(...workload(plan), "--num-prompts", String(plan.n_requests), ...load(plan));
  argv.push("--seed", String(plan.seed), "--temperature", "0", "--ignore-eos");
  argv.push("--percentile-metrics", "ttft,tpot,itl,e2el", "--metric-percentiles", percentiles, "--disable-tqdm");
  if (plan.result_path !== null) {
    argv.push("--save-result", "--save-detailed", "--result-dir", dirname(plan.result_path));
    argv.push("--result-filename", basename(partPath(plan.result_path)));
  }
  const metadata = Object.entries(plan.metadata).map(([key, value]) => `${key}=${value}`);
  if (metadata.length > 0) argv.push("--metadata", ...metadata);
  argv.push(...plan.extra_arguments);
  return argv;
}

/** Where a result is written before it is whole. */
export function partPath(resultPath: string): string {
  return `${resultPath}.part`;
}

function workload({workload, load}: PointPlan): string[] {
  if (workload.kind === "trace") {
    const timed = load.kind === "trace" ? "--self-timed" : "--no-self-timed";
    return ["--dataset-name", "timed_trace", "--dataset-path", workload.path, timed];
  }
  const argv = ["--dataset-name", "random", "--random-input-len", String(workload.input_tokens)];
  argv.push("--random-output-len", String(workload.output_tokens));
  return workload.range_ratio === 0 ? argv : [...argv, "--random-range-ratio", String(workload.range_ratio)];
}

function load({load}: PointPlan): string[] {
  const argv = ["--request-rate", load.kind === "open" ? String(load.request_rate_per_s) : "inf"];
  if (load.kind === "open") argv.push("--burstiness", String(load.burstiness));
  return load.concurrency === null ? argv : [...argv, "--max-concurrency", String(load.concurrency)];
}
