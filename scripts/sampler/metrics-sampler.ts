import {Problem} from "../../src/model/problem.js";
import {every} from "./every.js";
import {SampleLog} from "./sample-log.js";
import type {Sampler, SamplerSummary} from "./sampler.js";

/** What is kept of a page during a point: the page is 60 kB, these lines a few hundred bytes. */
const kept =
  /^vllm:(?:kv_cache_usage_perc|gpu_cache_usage_perc|num_requests_running|num_requests_waiting|num_preemptions_total|prefix_cache_(?:queries|hits)_total|prompt_tokens_total|generation_tokens_total)[{ ]/;

/** The server's whole Prometheus page, for before and after a point. @throws Problem when there is none */
export async function metricsPage(baseUrl: string, timeoutMs = 5000): Promise<string> {
  const url = new URL("/metrics", baseUrl);
  try {
    const response = await fetch(url, {signal: AbortSignal.timeout(timeoutMs)});
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return await response.text();
  } catch (error) {
    throw new Problem("no /metrics page", {value: url.href, exitCode: 3, error});
  }
}

/**
 * Samples /metrics during a point, once a second: each sample is headed by `# sweepbook_epoch_s <seconds>`, taken
 * midway between question and answer, and holds only the lines on load, cache and preemption.
 */
export function startMetricsSampler(options: {
  readonly path: string;
  readonly base_url: string;
  readonly interval_ms?: number;
  readonly kind: SamplerSummary["kind"];
}): Sampler {
  const log = new SampleLog(options.path);
  const url = new URL("/metrics", options.base_url);
  return every(options.interval_ms ?? 1000, log, options.kind, async (signal) => {
    const asked = Date.now();
    const response = await fetch(url, {signal});
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const page = await response.text();
    const epochS = (asked + Date.now()) / 2e3;
    const lines = page.split("\n").filter((line) => kept.test(line));
    log.append(`# sweepbook_epoch_s ${epochS.toFixed(3)}\n${lines.join("\n")}\n`, 1);
  });
}
