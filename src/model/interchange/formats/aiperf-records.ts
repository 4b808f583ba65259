import {derived, type Format} from "../imported-point.js";
import {aiperfDefinitions} from "./aiperf.js";
import {Node} from "../node.js";
import {RequestStatistics} from "../request-statistics.js";
import {inUnit, msIn} from "./aiperf-units.js";

/**
 * AIPerf profile_export.jsonl: one object a request, from which all statistics are computed as this report defines them.
 * Known from real files of 0.13.0. Warm-up requests are left out. The file names neither model nor load: a
 * profile_export_aiperf.json beside it does.
 */
export const aiperfRecords: Format = {
  id: "aiperf-records",
  name: "AIPerf requests",
  recognise: (first) =>
    first.get("metadata").has("request_start_ns", "request_end_ns") && first.get("metrics").isObject,
  open() {
    const statistics = new RequestStatistics();
    const problems: string[] = [];
    let [firstNs, lastNs, where] = [Infinity, -Infinity, ""];
    return {
      add(object, told) {
        where ||= object.where.replace(/, object \d+$/, "");
        problems.push(...told.slice(0, 10));
        const metadata = object.get("metadata").object();
        const phase = metadata.get("benchmark_phase").text();
        if (phase !== null && phase !== "profiling") return;
        const [startNs, endNs] = [
          metadata.get("request_start_ns").positive(),
          metadata.get("request_end_ns").positive()
        ];
        const failed = object.get("error").given || metadata.get("was_cancelled").flag() === true;
        const metrics = object.get("metrics").given
          ? object.get("metrics").object()
          : new Node({}, object.where, "metrics");
        const ms = (tag: string): number | null => {
          const metric = metrics.get(tag);
          const value = metric.get("value").positive();
          return value === null ? null : value * msIn(metric);
        };
        const gaps = metrics.get("inter_chunk_latency");
        const factor = gaps.given ? msIn(gaps) : 1;
        const outputTokens = inUnit(metrics.get("output_sequence_length"), "value", ["tokens"]);
        const e2eMs = ms("request_latency");
        if (!failed && e2eMs === null) metrics.get("request_latency").fail("the latency of a completed request");
        if (startNs !== null) firstNs = Math.min(firstNs, startNs);
        if (endNs !== null) lastNs = Math.max(lastNs, endNs);
        statistics.add({
          ok: !failed,
          ttftMs: ms("time_to_first_token"),
          e2eMs,
          tpotMs: ms("inter_token_latency"),
          inputTokens: inUnit(metrics.get("input_sequence_length"), "value", ["tokens"]),
          outputTokens,
          gapsMs: gaps.given
            ? gaps
                .get("value")
                .numbers()
                .map((gap) => gap * factor)
            : null
        });
      },
      end() {
        const known = firstNs < lastNs;
        const ends = known ? {start_utc: Math.round(firstNs / 1e6), end_utc: Math.round(lastNs / 1e6)} : {};
        const numbers = {client: "aiperf", ...statistics.numbers(known ? (lastNs - firstNs) / 1e9 : null), ...ends};
        const definitions = aiperfDefinitions(new Node({endpoint: {use_server_token_count: true}}, where), []);
        return {
          points: [{format: "aiperf-records", where, numbers: derived(numbers), definitions, gpuName: null, problems}]
        };
      }
    };
  }
};
