import {textOf, type Artefact} from "./artefact.js";
import {vllmVersion, type Deployment} from "./deployment.js";
import type {Expectation, Expected} from "./expectation.js";

/** What the service should show, for people and for `npm run accept`. */
export function expectedFiles(deployment: Deployment, expected: Expectation | null): Artefact[] {
  return [
    {path: "EXPECTED.md", comment: [], content: textOf(page(deployment, expected))},
    {path: "expected.json", comment: [], content: {kind: "json", value: {deployment: summary(deployment), expected}}}
  ];
}

function page(deployment: Deployment, expected: Expectation | null): string[] {
  const {model, gpu, load, memory: m} = deployment;
  const lines = [
    `# ${deployment.name}: what to expect`,
    "",
    `${model.name}, ${deployment.precision}, ${deployment.replicas} x tensor parallel ${deployment.tensor_parallel} on ${gpu.name}, vLLM ${vllmVersion}. Load: ${load.concurrency} users at once, ${load.input_tokens} tokens in, ${load.output_tokens} out.`,
    "",
    "## Corrected",
    "",
    ...(deployment.corrections.length === 0
      ? ["Nothing: the wish could be had as it is."]
      : deployment.corrections.map(({asked, given, why}) => `- asked \`${asked}\`, given \`${given}\`. ${why.en}`)),
    "",
    "## Memory of a card",
    "",
    `${gib(m.device_gib)} in all, ${gib(m.device_gib * deployment.gpu_memory_utilization)} used: weights ${gib(m.weights_gib)}, KV cache ${gib(m.kv_cache_gib_per_gpu)}. A replica's cache holds ${m.kv_cache_tokens} tokens: ${m.requests_of_load} requests of the load, or ${m.requests_of_full_context} of ${deployment.max_model_len} tokens.`,
    "",
    "## Predicted, not measured",
    ""
  ];
  if (expected === null) return [...lines, "The load cannot be served so; no number is predicted."];
  const row = (label: string, unit: string, {value, lo, hi}: Expected): string =>
    `| ${label} | ${three(value)} | ${three(lo)} to ${three(hi)} | ${unit} |`;
  return [
    ...lines,
    `${expected.users_per_replica} users on each replica; totals are over all replicas. 90 % intervals, calibrated on ${expected.fitted_on.join(", ")}.`,
    "",
    "| quantity | predicted | interval | unit |",
    "|---|---|---|---|",
    row("TTFT p50", "ms", expected.ttft_p50_ms),
    row("TTFT p90", "ms", expected.ttft_p90_ms),
    row("TPOT p50", "ms", expected.tpot_p50_ms),
    row("TPOT p90", "ms", expected.tpot_p90_ms),
    row("E2E p50", "ms", expected.e2e_p50_ms),
    row("output throughput", "tok/s", expected.output_tokens_per_s),
    row("board power", "W", expected.power_mean_w),
    row("energy", "J per output token", expected.energy_j_per_output_token),
    ...(expected.max_concurrency_per_replica === null
      ? []
      : [row("users at once a replica that meet the SLO", "users", expected.max_concurrency_per_replica)]),
    "",
    `Hold the running service to it: \`npm run accept -- --url URL --plan ${deployment.name}.json\`.`
  ];
}

/** The deployment as a reader of JSON wants it: ids, not tables. */
function summary({model, gpu, ...rest}: Deployment): object {
  return {...rest, model: {name: model.name, id: model.id}, gpu: gpu.gpu, vllm_version: vllmVersion};
}

function gib(value: number): string {
  return `${value.toFixed(2)} GiB`;
}

function three(value: number): string {
  return value >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
