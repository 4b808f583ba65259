import type {Load} from "../client/client.js";
import type {SpecLoad} from "./spec.js";

/** The load levels that a spec's `load` lists, closed loop first. */
export function loadsOf(load: SpecLoad): Load[] {
  const closed = (load.concurrency ?? []).map((concurrency): Load => ({kind: "closed", concurrency}));
  const open = (load.request_rate_per_s ?? []).map((rate): Load => ({
    kind: "open",
    request_rate_per_s: rate,
    burstiness: load.burstiness ?? 1,
    concurrency: load.max_in_flight ?? null
  }));
  return [...closed, ...open];
}
