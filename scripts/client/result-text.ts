import type {BenchResult} from "./result.js";

const lines: readonly [string, string][] = [
  ["Successful requests:", "completed"],
  ["Failed requests:", "failed"],
  ["Benchmark duration (s):", "duration"],
  ["Total input tokens:", "total_input_tokens"],
  ["Total generated tokens:", "total_output_tokens"],
  ["Request throughput (req/s):", "request_throughput"],
  ["Output token throughput (tok/s):", "output_throughput"],
  ["Mean TTFT (ms):", "mean_ttft_ms"],
  ["Median TTFT (ms):", "median_ttft_ms"],
  ["Mean TPOT (ms):", "mean_tpot_ms"],
  ["Median TPOT (ms):", "median_tpot_ms"],
  ["Mean ITL (ms):", "mean_itl_ms"],
  ["Mean E2EL (ms):", "mean_e2el_ms"]
];

/** What the client prints after a call: the summary in the words of vLLM's client, and the first errors. */
export function resultText(result: BenchResult): string {
  const rows = lines.map(([label, key]) => {
    const value = Number(result[key]);
    return `${label.padEnd(40)} ${Number.isInteger(value) ? value : value.toFixed(2)}`;
  });
  const errors = (result["errors"] as readonly string[]).filter((error) => error !== "");
  const told = errors.slice(0, 10).map((error, i) => `Error ${i}: ${error}`);
  return ["============ Serving Benchmark Result ============", ...rows, ...told, "=".repeat(50), ""].join("\n");
}
