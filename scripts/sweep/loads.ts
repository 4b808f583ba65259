import type {Load} from "../client/client.js";
import type {SpecLoad, SpecSearch} from "./spec.js";

/** Streams that a load keeps busy: a closed loop's concurrency, an open loop's arrivals of one second. */
export function streamsOf(load: Load): number {
  if (load.kind === "closed") return load.concurrency;
  return load.kind === "open" ? Math.max(1, Math.ceil(load.request_rate_per_s)) : (load.concurrency ?? 4);
}

/** What a search raises. */
export type Raised = NonNullable<SpecSearch["over"]>;

/** One level of what a search raises. */
export function searchLoad(over: Raised, level: number): Load {
  return over === "request_rate_per_s"
    ? {kind: "open", request_rate_per_s: level, burstiness: 1, concurrency: null}
    : {kind: "closed", concurrency: level};
}

/** The highest level that a search may measure. */
export function highestLoad({over = "concurrency", to = 256}: SpecSearch): Load {
  return searchLoad(over, to);
}

/** The load levels that a spec's `load` lists, closed loop first. */
export function loadsOf(load: SpecLoad): Load[] {
  const closed = (load.concurrency ?? []).map((concurrency): Load => ({kind: "closed", concurrency}));
  const open = (load.request_rate_per_s ?? []).map((rate): Load => ({
    kind: "open",
    request_rate_per_s: rate,
    burstiness: load.burstiness ?? 1,
    concurrency: load.max_in_flight ?? null
  }));
  const timed =
    load.timestamps === true ? [{kind: "trace", concurrency: load.max_in_flight ?? null} satisfies Load] : [];
  return [...closed, ...open, ...timed];
}
