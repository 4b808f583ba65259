import {Problem} from "../../problem.js";
import type {PointRow} from "../../tables/points.js";

/** Statistics of the format: units and a mean are demanded, all else is optional. */
type Statistics = Record<string, unknown> & {units: string; mean: number};

/**
 * A point as an llm-d Benchmark Report 0.2, which its JSON Schema accepts. TPOT and ITL are as this report defines them
 * (`tool` is sweepbook). What the format has no place for, the kind first, stands in the load's native configuration.
 * So do numbers that the format has no place for, such as a percentile without a mean (`numbers`).
 * @throws Problem when the point has no numbers
 */
export function benchmarkReport02(row: PointRow): Record<string, unknown> {
  if (row.status === "failed") throw new Problem("a failed point has nothing to report", {where: row.point_id});
  const homeless: Record<string, number> = {};
  const latency = (name: "ttft" | "tpot" | "itl" | "e2e", perToken: boolean): Statistics | undefined => {
    const mean = row[`${name}_mean_ms`];
    const rest = {
      stddev: row[`${name}_std_ms`],
      p50: row[`${name}_p50_ms`],
      p90: row[`${name}_p90_ms`],
      p95: row[`${name}_p95_ms`],
      p99: row[`${name}_p99_ms`]
    };
    if (mean === null) {
      for (const statistic of ["std", "p50", "p90", "p95", "p99"] as const) {
        const value = row[`${name}_${statistic}_ms`];
        if (value !== null) homeless[`${name}_${statistic}_ms`] = value;
      }
      return undefined;
    }
    return {units: perToken ? "ms/token" : "ms", mean, ...given(rest)};
  };
  const simple = (units: string, mean: number | null): Statistics | undefined =>
    mean === null ? undefined : {units, mean};
  const latencies = {
    time_to_first_token: latency("ttft", false),
    time_per_output_token: latency("tpot", true),
    inter_token_latency: latency("itl", true),
    request_latency: latency("e2e", false)
  };
  const throughput = {
    request_rate: simple("queries/s", row.requests_per_s),
    output_token_rate: simple("tokens/s", row.output_tokens_per_s),
    input_token_rate: simple("tokens/s", row.input_tokens_per_s),
    total_token_rate: simple("tokens/s", row.total_tokens_per_s)
  };
  const incomplete = (row.n_requests ?? 0) - (row.n_completed ?? 0) - (row.n_failed ?? 0);
  if (row.n_requests === null) {
    for (const name of ["n_completed", "n_failed", "input_tokens_mean", "output_tokens_mean"] as const) {
      if (row[name] !== null) homeless[name] = row[name];
    }
  }
  const requests =
    row.n_requests === null
      ? undefined
      : given({
          total: row.n_requests,
          failures: row.n_failed,
          incomplete: row.n_completed !== null && row.n_failed !== null && incomplete > 0 ? incomplete : null,
          input_length: simple("count", row.input_tokens_mean),
          output_length: simple("count", row.output_tokens_mean)
        });
  return {
    version: "0.2",
    run: {
      uid: row.point_id,
      eid: row.run,
      description: `${row.kind} by ${row.client ?? "an unknown client"}; TPOT leaves the first token out, ITL is a gap between chunks`,
      keywords: ["sweepbook", row.kind],
      ...(row.start_utc === null && row.duration_s === null ? {} : {time: time(row)})
    },
    scenario: {
      stack: [component(row)],
      load: {
        metadata: {schema_version: "0.0.1", cfg_id: row.point},
        standardized: given({
          tool: "sweepbook",
          tool_version: row.client ?? "unknown",
          source: "random",
          // The format demands a length; where it was not said, the mean that was delivered stands for it.
          input_seq_len:
            row.input_tokens === null
              ? {distribution: "other", value: row.input_tokens_mean ?? 0}
              : {distribution: "fixed", value: row.input_tokens},
          output_seq_len: row.output_tokens === null ? null : {distribution: "fixed", value: row.output_tokens},
          rate_qps: row.request_rate_per_s,
          concurrency: row.concurrency
        }),
        native: {
          args: row.command === null ? null : {command: row.command},
          config: given({
            kind: row.kind,
            file: row.file,
            sha256: row.sha256,
            gpu: row.gpu,
            gpus: row.gpus,
            precision: row.precision,
            burstiness: row.burstiness,
            client: row.client,
            definitions: row.definitions,
            goodput_requests_per_s: row.goodput_requests_per_s,
            problems: row.problems,
            numbers: Object.keys(homeless).length === 0 ? null : homeless
          })
        }
      }
    },
    results: {
      request_performance: {aggregate: given({requests, latency: given(latencies), throughput: given(throughput)})},
      ...(row.power_mean_w === null
        ? {}
        : {
            observability: {
              components: [
                {component_label: row.server, aggregate: {power_consumption: {units: "Watts", mean: row.power_mean_w}}}
              ]
            }
          })
    }
  };
}

/** Without what is null or undefined: the format's optional members are left out. */
function given<T extends object>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value != null)) as Partial<T>;
}

function time(row: PointRow): Record<string, string> {
  const out: Record<string, string> = {};
  if (row.start_utc !== null) out["start"] = new Date(row.start_utc).toISOString();
  if (row.end_utc !== null) out["end"] = new Date(row.end_utc).toISOString();
  if (row.duration_s !== null) out["duration"] = `PT${row.duration_s}S`;
  return out;
}

/** The engine as one component. The format demands texts; what is not known says unknown, a count that is not known is 0. */
function component(row: PointRow): Record<string, unknown> {
  const tp = row.tensor_parallel ?? 0;
  return {
    metadata: {schema_version: "0.0.1", label: row.server, cfg_id: row.server},
    standardized: {
      kind: "inference_engine",
      tool: row.engine ?? "unknown",
      tool_version: row.engine_version ?? "unknown",
      role: "replica",
      replicas: 1,
      model: {name: row.model ?? "unknown"},
      accelerator: {
        model: row.gpu ?? "unknown",
        count: row.gpus ?? 0,
        parallelism: {tp, dp: 1, dp_local: 1, workers: 1, ep: 1, pp: 1}
      }
    },
    native: {args: row.precision === null ? {} : {precision: row.precision}, envars: {}}
  };
}
