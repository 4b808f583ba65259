import {readFileSync} from "node:fs";
import {windowTelemetry} from "../../loaders/energy.js";
import {parseTelemetryCsv} from "../../loaders/telemetry-csv.js";
import type {AcceptanceRun} from "../../src/model/deployment/acceptance.js";
import type {ServiceLoad} from "../../src/model/deployment/deployment.js";
import {monotonicS} from "../client/clock.js";
import {runLoad, prepareLoad} from "../client/load.js";
import {parseLoadSpec, type LoadSpec} from "../client/load-spec.js";
import {benchResult} from "../client/result.js";
import {startGpuSampler} from "../sampler/gpu-sampler.js";
import {startSimulatedGpuSampler} from "../sampler/simulated-gpu-sampler.js";
import type {Service} from "./service.js";

/** One closed loop of the plan's lengths and users against a service. */
export interface LoadCall {
  readonly service: Service;
  readonly model: string;
  readonly load: ServiceLoad;
  readonly n_requests: number;
  readonly seed: number;
  /** A file for telemetry of this host's GPUs; null where the service runs elsewhere. */
  readonly telemetry: string | null;
}

/** Runs one load; nothing of it is kept but the numbers. */
export async function measureLoad(call: LoadCall, signal: AbortSignal): Promise<AcceptanceRun> {
  const spec = loadSpec(call);
  const prepared = await prepareLoad(spec);
  const {service, telemetry} = call;
  const sampler =
    telemetry === null
      ? null
      : service.simulated
        ? startSimulatedGpuSampler({path: telemetry, base_url: service.url.origin})
        : startGpuSampler({path: telemetry});
  let run;
  try {
    run = await runLoad(spec, prepared, signal);
  } finally {
    await sampler?.stop();
  }
  const result = benchResult(spec, run, new Date());
  const rows = requests(result);
  const startMs = 1e3 * (run.clock.epoch_s + monotonicS(run.start_ms) - run.clock.monotonic_s);
  const energy = telemetry === null ? null : joules(telemetry, startMs, startMs + (run.end_ms - run.start_ms));
  return {
    ttft_ms: rows.map((row) => row.ttft_ms),
    tpot_ms: rows.map((row) => row.tpot_ms),
    e2e_ms: rows.map((row) => row.e2e_ms),
    output_tokens_per_s: Number(result["output_throughput"]),
    energy_j_per_output_token: energy === null ? null : energy / Number(result["total_output_tokens"])
  };
}

/** A load that is not counted: it fills caches and starts kernels, under a seed that shares no prompt. */
export async function warmUp(call: LoadCall, signal: AbortSignal): Promise<void> {
  const spec = loadSpec({...call, seed: call.seed + 0x5eed, load: {...call.load, output_tokens: 16}});
  await runLoad(spec, await prepareLoad(spec), signal);
}

function loadSpec({service, model, load, n_requests, seed}: LoadCall): LoadSpec {
  return parseLoadSpec([
    "--base-url",
    service.url.origin,
    "--model",
    model,
    "--ignore-eos",
    "--temperature",
    "0",
    "--random-input-len",
    String(load.input_tokens),
    "--random-output-len",
    String(load.output_tokens),
    "--num-prompts",
    String(n_requests),
    "--max-concurrency",
    String(load.concurrency),
    "--seed",
    String(seed)
  ]);
}

function requests(result: Readonly<Record<string, unknown>>) {
  const [ttfts, latencies, lengths, errors] = ["ttfts", "latencies", "output_lens", "errors"].map(
    (name) => result[name] as readonly (number | string)[]
  );
  return (errors ?? []).map((error, i) => {
    const failed = error !== "";
    const ttft = failed ? Number.NaN : Number(ttfts?.[i]) * 1e3;
    const e2e = failed ? Number.NaN : Number(latencies?.[i]) * 1e3;
    return {ttft_ms: ttft, e2e_ms: e2e, tpot_ms: (e2e - ttft) / Math.max(1, Number(lengths?.[i]) - 1)};
  });
}

function joules(file: string, startMs: number, endMs: number): number | null {
  try {
    const {samples} = parseTelemetryCsv(readFileSync(file, "utf8"), file, 0);
    return windowTelemetry(samples, startMs, endMs, null).energyJ;
  } catch {
    return null; // no nvidia-smi here: the energy is told as not visible
  }
}
