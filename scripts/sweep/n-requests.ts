import type {Load} from "../client/client.js";
import {sampleFloor} from "../../src/model/statistics/sample-floor.js";
import {streamsOf} from "./loads.js";
import type {SpecRequests} from "./spec.js";
import type {TraceSummary} from "./trace-summary.js";

const defaults = {per_stream: 10, seconds: 60, at_least: 12};

/**
 * Requests of a point. Closed loop: 10 for each stream; open loop: a minute of arrivals; never fewer than 12, and as
 * many as the percentile that is to be claimed needs (sampleFloor). Every part can be set. A trace at its own times:
 * all of it, or its first `seconds`; of any trace, never more than it has.
 */
export function nRequests(rule: SpecRequests | undefined, load: Load, trace: TraceSummary | null = null): number {
  if (typeof rule === "number") return rule;
  if (trace !== null) return Math.min(trace.n, ofTrace(rule, load, trace) ?? nRequests(rule, load));
  const given = typeof rule === "string" ? {claim: rule} : (rule ?? {});
  const base =
    load.kind === "closed"
      ? (given.per_stream ?? defaults.per_stream) * load.concurrency
      : (given.seconds ?? defaults.seconds) * (load.kind === "open" ? load.request_rate_per_s : streamsOf(load));
  const floor = given.claim === undefined ? 0 : sampleFloor(Number(given.claim.slice(1)) / 100);
  const wanted = Math.ceil(Math.max(base, given.at_least ?? defaults.at_least, floor));
  return Math.min(wanted, given.at_most ?? Number.POSITIVE_INFINITY);
}

function ofTrace(rule: SpecRequests | undefined, load: Load, {n, arrivals_s}: TraceSummary): number | null {
  if (load.kind !== "trace") return null;
  if (rule === undefined) return n;
  if (typeof rule !== "object" || rule.seconds === undefined) return null;
  const end = arrivals_s[0]! + rule.seconds;
  return arrivals_s.filter((arrival) => arrival < end).length;
}
