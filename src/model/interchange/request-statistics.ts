import {latencyStatistics} from "../statistics/latency-statistics.js";
import {latency, type ImportedNumbers} from "./imported-point.js";

const pieceLength = 1 << 16;

/** Growing list of numbers, 8 bytes each, in pieces: growing copies nothing. */
class Numbers {
  readonly #pieces: Float64Array[] = [];
  #length = 0;

  push(value: number): void {
    const at = this.#length++ % pieceLength;
    if (at === 0) this.#pieces.push(new Float64Array(pieceLength));
    this.#pieces.at(-1)![at] = value;
  }

  get values(): Float64Array {
    const all = new Float64Array(this.#length);
    for (const [i, piece] of this.#pieces.entries()) {
      all.set(piece.subarray(0, this.#length - i * pieceLength), i * pieceLength);
    }
    return all;
  }
}

/** One request of a foreign file in our definitions; null where it does not say. */
export interface ForeignRequest {
  readonly ok: boolean;
  readonly ttftMs: number | null;
  readonly e2eMs: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** (last token - first token) / (output tokens - 1) as the tool gives it; else computed from E2E, TTFT and tokens. */
  readonly tpotMs?: number | null;
  /** Gaps between chunks, ms. */
  readonly gapsMs: readonly number[] | null;
}

/**
 * Statistics of requests as this report defines them: percentiles by R-7, spread of the population, TPOT as
 * (E2E - TTFT) / (output tokens - 1) of each request with more than one token. Only completed requests count.
 */
export class RequestStatistics {
  readonly #ttft = new Numbers();
  readonly #tpot = new Numbers();
  readonly #e2e = new Numbers();
  readonly #gaps = new Numbers();
  #completed = 0;
  #failed = 0;
  #input: number | null = 0;
  #output: number | null = 0;

  add({ok, ttftMs, e2eMs, tpotMs = null, inputTokens, outputTokens, gapsMs}: ForeignRequest): void {
    if (!ok) {
      this.#failed++;
      return;
    }
    this.#completed++;
    this.#input = this.#input === null || inputTokens === null ? null : this.#input + inputTokens;
    this.#output = this.#output === null || outputTokens === null ? null : this.#output + outputTokens;
    if (ttftMs !== null) this.#ttft.push(ttftMs);
    if (e2eMs !== null) this.#e2e.push(e2eMs);
    if (tpotMs !== null) this.#tpot.push(tpotMs);
    else if (ttftMs !== null && e2eMs !== null && outputTokens !== null && outputTokens > 1) {
      this.#tpot.push((e2eMs - ttftMs) / (outputTokens - 1));
    }
    if (gapsMs !== null) for (const gap of gapsMs) this.#gaps.push(gap);
  }

  get completed(): number {
    return this.#completed;
  }

  /** @param durationS length of the measured window; null leaves the throughputs to the caller */
  numbers(durationS: number | null): ImportedNumbers {
    const [completed, input, output] = [this.#completed, this.#input, this.#output];
    const rate = (amount: number | null): number | null =>
      amount === null || durationS === null || durationS <= 0 ? null : amount / durationS;
    const e2eMs = this.#e2e.values;
    return {
      ...statistics("ttft", this.#ttft.values),
      ...statistics("tpot", this.#tpot.values),
      ...statistics("itl", this.#gaps.values),
      ...statistics("e2e", e2eMs),
      n_requests: completed + this.#failed,
      n_completed: completed,
      n_failed: this.#failed,
      ...(completed === 0 || input === null ? {} : {input_tokens_mean: input / completed}),
      ...(completed === 0 || output === null ? {} : {output_tokens_mean: output / completed}),
      ...(durationS === null ? {} : {duration_s: durationS}),
      requests_per_s: rate(completed),
      output_tokens_per_s: rate(output),
      input_tokens_per_s: rate(input),
      total_tokens_per_s: rate(input === null || output === null ? null : input + output),
      concurrency_mean: e2eMs.length === completed ? rate(e2eMs.reduce((sum, ms) => sum + ms, 0) / 1000) : null
    };
  }
}

function statistics(name: "ttft" | "tpot" | "itl" | "e2e", values: Float64Array): ImportedNumbers {
  const {mean, std, percentiles, bounds} = latencyStatistics(values, name !== "itl");
  const ends: Record<string, number> = {};
  if (name !== "itl") {
    for (const p of [50, 90, 99] as const) {
      if (bounds[p].lo !== null) ends[`${name}_p${p}_ms_lo`] = bounds[p].lo;
      if (bounds[p].hi !== null) ends[`${name}_p${p}_ms_hi`] = bounds[p].hi;
    }
  }
  const [p50, p90, p95, p99] = [percentiles[50], percentiles[90], percentiles[95], percentiles[99]];
  return {...latency(name, {mean, std, p50, p90, p95, p99}, 1), ...ends};
}
