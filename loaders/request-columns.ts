import type {RequestRow} from "../src/model/tables/requests.js";
import type {VllmResult} from "./vllm-result.js";

/** The requests of a point by column. NaN stands for null in the numbers. */
export interface RequestColumns {
  readonly point_id: readonly string[];
  readonly request: Int32Array;
  readonly start_s: Float64Array;
  readonly ttft_ms: Float64Array;
  readonly tpot_ms: Float64Array;
  readonly e2e_ms: Float64Array;
  readonly itl_max_ms: Float64Array;
  readonly input_tokens: Int32Array;
  readonly output_tokens: Int32Array;
  readonly ok: Uint8Array;
  readonly error: readonly (string | null)[];
}

/**
 * Latencies of every request, ms. A request failed when the tool says so or when it gave no token; its latencies are
 * null. TPOT is (E2E - TTFT) / (output tokens - 1), null with fewer than two output tokens.
 */
export function requestColumns(pointId: string, result: VllmResult): RequestColumns {
  const {n, ttftS, e2eS, startS, gapsS, gapOffsets, outputTokens, errors} = result;
  const origin = startS === null ? NaN : startS.reduce((least, x) => Math.min(least, x), Infinity);
  const column = (): Float64Array => new Float64Array(n).fill(NaN);
  const [start_s, ttft_ms, tpot_ms, e2e_ms, itl_max_ms] = [column(), column(), column(), column(), column()];
  const request = new Int32Array(n);
  const ok = new Uint8Array(n);
  const error: (string | null)[] = [];
  for (let i = 0; i < n; i++) {
    request[i] = i;
    if (startS !== null) start_s[i] = startS[i]! - origin;
    const tokens = outputTokens[i]!;
    const failed = errors[i] !== "" || tokens === 0;
    error.push(failed ? shortened(errors[i] || "no output token") : null);
    if (failed) continue;
    ok[i] = 1;
    ttft_ms[i] = ttftS[i]! * 1000;
    e2e_ms[i] = e2eS[i]! * 1000;
    if (tokens > 1) tpot_ms[i] = ((e2eS[i]! - ttftS[i]!) / (tokens - 1)) * 1000;
    let longest = NaN;
    for (let j = gapOffsets[i]!; j < gapOffsets[i + 1]!; j++) {
      const gap = gapsS[j]!;
      if (!(gap <= longest)) longest = gap;
    }
    itl_max_ms[i] = longest * 1000;
  }
  const point_id = Array.from<string>({length: n}).fill(pointId);
  const {inputTokens: input_tokens, outputTokens: output_tokens} = result;
  return {point_id, request, start_s, ttft_ms, tpot_ms, e2e_ms, itl_max_ms, input_tokens, output_tokens, ok, error};
}

/** The same as rows. */
export function requestRows(columns: RequestColumns): RequestRow[] {
  const number = (x: number): number | null => (Number.isNaN(x) ? null : x);
  return columns.point_id.map((point_id, i) => ({
    point_id,
    request: columns.request[i]!,
    start_s: number(columns.start_s[i]!),
    ttft_ms: number(columns.ttft_ms[i]!),
    tpot_ms: number(columns.tpot_ms[i]!),
    e2e_ms: number(columns.e2e_ms[i]!),
    itl_max_ms: number(columns.itl_max_ms[i]!),
    input_tokens: columns.input_tokens[i]!,
    output_tokens: columns.output_tokens[i]!,
    ok: columns.ok[i] === 1,
    error: columns.error[i]!
  }));
}

/** An error as one line: a traceback's last line says what happened. */
function shortened(error: string): string {
  const lines = error.trim().split("\n");
  return (lines.at(-1) ?? "").trim().slice(0, 300) || "failed without a message";
}
