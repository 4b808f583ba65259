import type {Prediction} from "../../src/model/prediction/predict.js";
import {textTable} from "../text-table.js";

const columns = [
  ["TTFT p50 ms", "ttft_p50_ms"],
  ["TPOT p50 ms", "tpot_p50_ms"],
  ["E2E p50 ms", "e2e_p50_ms"],
  ["output tok/s", "output_tokens_per_s"],
  ["board W", "power_mean_w"],
  ["J per output token", "energy_j_per_output_token"]
] as const;

/** Predictions as a table for people: median, and the 90 % interval in brackets. */
export function predictionsText(predictions: readonly Prediction[]): string {
  const [first] = predictions;
  if (first === undefined) return "nothing to predict\n";
  const header = ["load", ...columns.map(([label]) => label), "KV use", "max concurrency"];
  const rows = predictions.map((p) => [
    p.load === "closed" ? `${p.concurrency} streams` : `${p.request_rate_per_s} req/s`,
    ...columns.map(([, name]) => interval(p[name], p[`${name}_lo`], p[`${name}_hi`])),
    p.kv_cache_usage_max === null ? "-" : `${(100 * p.kv_cache_usage_max).toFixed(1)} %`,
    interval(p.max_concurrency, p.max_concurrency_lo, p.max_concurrency_hi)
  ]);
  const problems = new Set(predictions.flatMap(({problem}) => (problem === null ? [] : [problem])));
  return [
    `Predicted, not measured: ${first.model ?? "model"} in ${first.precision} on ${first.gpus} x ${first.gpu}, ` +
      `${first.input_tokens} in, ${first.output_tokens} out. Fitted on ${first.fitted_on.join(", ")}; 90 % intervals.`,
    ...textTable([header, ...rows]),
    `Bounds of physics: TPOT at least ${significant(first.tpot_floor_ms)} ms (${significant(first.tpot_weights_floor_ms)} weights alone) ` +
      `at the first load, TTFT at least ${significant(first.ttft_floor_ms)} ms; KV cache ${first.kv_cache_tokens} tokens.`,
    ...[...problems].map((problem) => `Cannot be served: ${problem}.`),
    ""
  ].join("\n");
}

function interval(value: number | null, lo: number | null, hi: number | null): string {
  return value === null || lo === null || hi === null
    ? "-"
    : `${significant(value)} [${significant(lo)}, ${significant(hi)}]`;
}

function significant(value: number): string {
  return value >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
