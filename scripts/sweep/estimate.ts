import type {Load} from "../client/client.js";
import {streamsOf} from "./loads.js";
import type {PlannedServer} from "./planned.js";
import type {Spec} from "./spec.js";

/** What the time of a point is reckoned from; a rule of thumb for plans and limits, never a result. */
export interface EstimateBasis {
  readonly tpot_ms: number;
  readonly prefill_tokens_per_s: number;
  readonly start_s: number;
}

/** What the spec says, else a rule of thumb; the simulated target may run faster than life. */
export function estimateBasis(spec: Spec, server: Pick<PlannedServer, "engine" | "command">): EstimateBasis {
  const {engine, command} = server;
  const speed = command.includes("--sim-speed") ? Number(command[command.indexOf("--sim-speed") + 1]) : 1;
  return {
    tpot_ms: spec.estimate?.tpot_ms ?? 10 / speed,
    prefill_tokens_per_s: spec.estimate?.prefill_tokens_per_s ?? 25_000 * speed,
    start_s: spec.estimate?.start_s ?? (engine === "simulated" ? 2 : 100)
  };
}

/**
 * Seconds that `n` requests take: prompts one after another at the prefill rate, then the waves of a closed loop (or
 * the arrivals of an open one), each token at the single-stream TPOT, half as long again for every 64 streams.
 * @param lengths with the time over which a trace's requests arrive, where they arrive at its times
 */
export function estimatePoint(
  basis: EstimateBasis,
  lengths: {readonly input_tokens: number; readonly output_tokens: number; readonly arrive_s?: number},
  load: Load,
  n: number
): number {
  const prefill = (n * lengths.input_tokens) / basis.prefill_tokens_per_s;
  const streams = Math.min(streamsOf(load), n);
  const answer = (lengths.output_tokens * basis.tpot_ms * (1 + streams / 128)) / 1e3;
  if (load.kind === "closed") return prefill + Math.ceil(n / load.concurrency) * answer;
  const arriveS = load.kind === "open" ? n / load.request_rate_per_s : (lengths.arrive_s ?? n / streams);
  return Math.max(prefill, arriveS) + answer;
}
