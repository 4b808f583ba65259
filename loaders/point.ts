import {ascending} from "../src/model/statistics/ascending.js";
import {points, type PointRow} from "../src/model/tables/points.js";
import type {ServerRow} from "../src/model/tables/servers.js";
import {clientErrorAt} from "./client-error.js";
import type {Clock} from "./clock.js";
import {peakConcurrency} from "./concurrency.js";
import {windowTelemetry} from "./energy.js";
import {latencyStatistics, orderedStatistics} from "../src/model/statistics/latency-statistics.js";
import type {Manifest, ManifestFile, ManifestPoint} from "./manifest.js";
import {contradictions} from "./printed.js";
import type {PrometheusSample} from "./prometheus.js";
import {maxOf, sumOf} from "./prometheus.js";
import type {RequestColumns} from "./request-columns.js";
import type {TelemetrySample} from "./telemetry-csv.js";
import {spanOf, type VllmResult} from "./vllm-result.js";

/** Everything that bears on one point, read and parsed. */
export interface PointSources {
  readonly manifest: Manifest;
  readonly point: ManifestPoint;
  readonly server: ServerRow;
  readonly file: ManifestFile | null;
  /** Null when there is none or it cannot be read; `problems` then says why. */
  readonly result: VllmResult | null;
  readonly columns: RequestColumns | null;
  /** Gaps of the completed requests, ms, ascending; null without a result. */
  readonly gapsMs: Float64Array | null;
  readonly clock: Clock;
  /** Null when the run has no telemetry. */
  readonly telemetry: readonly TelemetrySample[] | null;
  /** Indexes of the GPUs that served; null when nothing says. */
  readonly gpuIndexes: readonly number[] | null;
  readonly before: readonly PrometheusSample[] | null;
  readonly after: readonly PrometheusSample[] | null;
  readonly during: readonly {readonly epochS: number; readonly samples: readonly PrometheusSample[]}[];
  readonly problems: readonly string[];
}

/** measured/<run>/<point>#<repeat> */
export function pointId(kind: string, run: string, point: ManifestPoint): string {
  return `${kind}/${run}/${point.point}#${point.repeat}`;
}

/** The measured window on the client's clock and, where a clock is known, in ms since the epoch. */
export function windowOf(result: VllmResult, clock: Clock): {startMs: number; endMs: number} | null {
  const span = spanOf(result);
  if (span === null || clock.offsetS === null) return null;
  const ms = (s: number): number => Math.round((s + clock.offsetS!) * 1000);
  return {startMs: ms(span.firstStartS), endMs: ms(span.lastEndS)};
}

/** The row of a point. A point that carries no number has status failed, says why, and is null wherever a number would be. */
export function pointRow(sources: PointSources): PointRow {
  const {result, columns} = sources;
  const base = {...emptyRow(), ...identity(sources)};
  const problems = [...sources.problems, ...(result?.problems ?? [])];
  if (sources.point.problem !== null) problems.push(sources.point.problem);
  if (result === null || columns === null || sources.gapsMs === null || sources.point.status === "failed")
    return failed(base, problems);
  problems.push(...asked(sources, result));
  const completed = columns.ok.reduce((sum, x) => sum + x, 0);
  const counts = {n_requests: result.n, n_completed: completed, n_failed: result.n - completed};
  if (completed === 0) {
    const why = columns.error.find((error) => error !== null) ?? "no reason given";
    return {...failed(base, [...problems, `all ${result.n} requests failed: ${why}`]), ...counts};
  }
  if (completed < result.n) problems.push(`${result.n - completed} of ${result.n} requests failed`);
  const latencies = latencyColumns(sources, result, columns, sources.gapsMs, completed, problems);
  const loads = loadColumns(sources, result, columns, completed);
  if (loads.n_short !== null && loads.n_short > 0) {
    problems.push(`${loads.n_short} of ${completed} answers are shorter than the ${base.output_tokens} tokens asked`);
  }
  const window = windowColumns(sources, result, loads.output_tokens_per_s * result.header.duration, problems);
  return {
    ...base,
    ...counts,
    ...latencies,
    ...loads,
    ...window,
    ...serverCounters(sources, windowOf(result, sources.clock), problems),
    output_tokens_per_s_per_w:
      window.power_mean_w === null || window.power_mean_w === 0
        ? null
        : loads.output_tokens_per_s / window.power_mean_w,
    status: "ok",
    problems: problems.length === 0 ? null : problems.join("; ")
  };
}

function emptyRow(): PointRow {
  return Object.fromEntries(Object.keys(points.columns).map((name) => [name, null])) as unknown as PointRow;
}

function failed(row: PointRow, problems: readonly string[]): PointRow {
  const why = problems.length === 0 ? "no result file" : [...new Set(problems)].join("; ");
  return {
    ...row,
    status: "failed",
    problems: why,
    energy_valid: false,
    energy_reasons: "the point failed",
    clock: "none"
  };
}

function identity({manifest, point, server, file, result}: PointSources): Partial<PointRow> {
  const {client} = manifest;
  const rate = result?.header.request_rate;
  const finite = typeof rate === "number" ? rate : rate == null || rate === "inf" ? null : Number(rate);
  const concurrency = point.concurrency ?? result?.header.max_concurrency ?? null;
  const request_rate_per_s = point.request_rate_per_s ?? finite;
  return {
    point_id: pointId(manifest.kind, manifest.run, point),
    kind: manifest.kind,
    run: manifest.run,
    server: point.server,
    point: point.point,
    repeat: point.repeat,
    file: file?.path ?? "",
    sha256: file?.stored_sha256 ?? "",
    model: server.model ?? result?.header.model_id ?? null,
    gpu: server.gpu,
    gpus: server.gpus,
    tensor_parallel: server.tensor_parallel,
    precision: server.precision,
    weights: server.weights,
    engine: server.engine,
    engine_version: server.engine_version,
    ...clientErrorAt(client.calibration, concurrency),
    client: client.version === null ? client.name : `${client.name} ${client.version}`,
    load: point.load ?? (request_rate_per_s !== null ? "open" : concurrency !== null ? "closed" : null),
    concurrency,
    request_rate_per_s,
    burstiness: request_rate_per_s === null ? null : (point.burstiness ?? result?.header.burstiness ?? null),
    input_tokens: point.input_tokens,
    output_tokens: point.output_tokens,
    command: point.command === null ? null : point.command.join(" ")
  };
}

/** Where the result contradicts what the manifest says was asked. */
function asked({point}: PointSources, {header, n}: VllmResult): string[] {
  const problems: string[] = [];
  const differ = (what: string, want: number | null, have: number | null | undefined): void => {
    if (want !== null && have != null && want !== have)
      problems.push(`${what} asked is ${want} but the result says ${have}`);
  };
  differ("concurrency", point.concurrency, header.max_concurrency);
  differ("number of requests", point.n_requests, n);
  return problems;
}

function latencyColumns(
  {file}: PointSources,
  result: VllmResult,
  columns: RequestColumns,
  gapsMs: Float64Array,
  completed: number,
  problems: string[]
): Partial<PointRow> {
  const statistics = {
    ttft: latencyStatistics(columns.ttft_ms),
    tpot: latencyStatistics(columns.tpot_ms),
    itl: orderedStatistics(gapsMs, false),
    e2el: latencyStatistics(columns.e2e_ms)
  };
  problems.push(...contradictions(result, statistics, completed, file?.rounded_ns));
  const row: Record<string, number | null> = {};
  for (const [key, name] of [
    ["ttft", "ttft"],
    ["tpot", "tpot"],
    ["itl", "itl"],
    ["e2el", "e2e"]
  ] as const) {
    const s = statistics[key];
    row[`${name}_mean_ms`] = s.mean;
    row[`${name}_std_ms`] = s.std;
    for (const p of [50, 90, 95, 99] as const) row[`${name}_p${p}_ms`] = s.percentiles[p];
    if (name === "itl") continue;
    for (const p of [50, 90, 99] as const) {
      row[`${name}_p${p}_ms_lo`] = s.bounds[p].lo;
      row[`${name}_p${p}_ms_hi`] = s.bounds[p].hi;
    }
  }
  const {tpot} = statistics;
  row["output_tokens_per_s_per_user"] =
    tpot.percentiles[50] === null || tpot.percentiles[50] === 0 ? null : 1000 / tpot.percentiles[50];
  return row;
}

/** Gaps of the completed requests, ms, ascending. */
export function okGaps(result: VllmResult, columns: RequestColumns): Float64Array {
  const {gapsS, gapOffsets, n} = result;
  const out = new Float64Array(gapsS.length);
  let length = 0;
  for (let i = 0; i < n; i++) {
    if (columns.ok[i] !== 1) continue;
    for (let j = gapOffsets[i]!; j < gapOffsets[i + 1]!; j++) out[length++] = gapsS[j]! * 1000;
  }
  return ascending(out.subarray(0, length));
}

function loadColumns({point, server}: PointSources, result: VllmResult, columns: RequestColumns, completed: number) {
  const duration = result.header.duration;
  let inputs = 0;
  let outputs = 0;
  let e2eS = 0;
  let short = 0;
  for (let i = 0; i < result.n; i++) {
    if (columns.ok[i] !== 1) continue;
    inputs += columns.input_tokens[i]!;
    outputs += columns.output_tokens[i]!;
    e2eS += result.e2eS[i]!;
    if (point.output_tokens !== null && columns.output_tokens[i]! < point.output_tokens) short++;
  }
  const ends = result.startS?.map((start, i) => start + result.e2eS[i]!);
  return {
    duration_s: duration,
    input_tokens_mean: inputs / completed,
    output_tokens_mean: outputs / completed,
    n_short: point.output_tokens === null ? null : short,
    output_tokens_per_s: outputs / duration,
    output_tokens_per_s_per_gpu: server.gpus === null ? null : outputs / duration / server.gpus,
    input_tokens_per_s: inputs / duration,
    total_tokens_per_s: (inputs + outputs) / duration,
    requests_per_s: completed / duration,
    concurrency_mean: e2eS / duration,
    concurrency_max: result.startS === null ? null : peakConcurrency(result.startS, ends!)
  };
}

function windowColumns(sources: PointSources, result: VllmResult, outputTokens: number, problems: string[]) {
  const {clock, telemetry, gpuIndexes, server} = sources;
  const window = windowOf(result, clock);
  const reasons: string[] = [];
  if (telemetry === null) reasons.push("no telemetry was recorded");
  if (result.startS === null) reasons.push("the result has no start times");
  else if (window === null) reasons.push("no clock ties the result to UTC");
  const indexes = gpuIndexes ?? sampledGpus(telemetry ?? []);
  if (server.gpus !== null && telemetry !== null && indexes.length !== server.gpus) {
    reasons.push(`telemetry shows ${indexes.length} GPUs, the server used ${server.gpus}, and nothing says which`);
  }
  const seen =
    window === null || telemetry === null || reasons.length > 0
      ? null
      : windowTelemetry(telemetry, window.startMs, window.endMs, indexes);
  reasons.push(...(seen?.reasons ?? []));
  if (telemetry !== null && reasons.length > 0) problems.push(`energy: ${reasons.join(", ")}`);
  const powerW = seen?.powerMeanW ?? null;
  return {
    start_utc: window?.startMs ?? null,
    end_utc: window?.endMs ?? null,
    clock: clock.source,
    clock_uncertainty_s: clock.uncertaintyS,
    power_mean_w: powerW,
    energy_j: seen?.energyJ ?? null,
    energy_j_per_output_token: powerW === null ? null : (powerW * result.header.duration) / outputTokens,
    energy_valid: seen?.valid ?? false,
    energy_reasons: reasons.length === 0 ? null : reasons.join("; "),
    sm_clock_mean_mhz: seen?.smClockMeanMhz ?? null,
    power_cap_share: seen?.powerCapShare ?? null,
    temperature_max_c: seen?.temperatureMaxC ?? null,
    memory_used_max_mib: seen?.memoryUsedMaxMib ?? null
  };
}

function sampledGpus(samples: readonly TelemetrySample[]): number[] {
  return [...new Set(samples.map((sample) => sample.gpuIndex))];
}

function serverCounters(
  {before, after, during}: PointSources,
  window: {startMs: number; endMs: number} | null,
  problems: string[]
): Partial<PointRow> {
  const increase = (name: string): number | null => {
    if (before === null || after === null) return null;
    const [from, to] = [sumOf(before, name), sumOf(after, name)];
    if (from === null || to === null) return null;
    if (to >= from) return to - from;
    problems.push(`${name} falls from ${from} to ${to}: the server was started again within the point`);
    return null;
  };
  // Pages taken around the requests show an idle server: they are no evidence of how full the cache was.
  const usage = during
    .filter(({epochS}) => window === null || (epochS * 1000 >= window.startMs && epochS * 1000 <= window.endMs))
    .map(({samples}) => maxOf(samples, "vllm:kv_cache_usage_perc"))
    .filter((x) => x !== null);
  return {
    kv_cache_usage_max: usage.length === 0 ? null : Math.max(...usage),
    prefix_cache_hit_tokens: increase("vllm:prefix_cache_hits_total"),
    n_preemptions: increase("vllm:num_preemptions_total")
  };
}
