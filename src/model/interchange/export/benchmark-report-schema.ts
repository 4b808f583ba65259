// The form of an llm-d Benchmark Report 0.2 as a JSON Schema, written anew from the facts of the published one
// (llm-d/llm-d-benchmark, llmdbenchmark/analysis/benchmark_report/br_v0_2_json_schema.json, Apache-2.0): names, types,
// which members are demanded, and the closed set of units. Time series, health and profiling, which are never written
// here, are left open. Objects are closed where the published ones are.

type Schema = Readonly<Record<string, unknown>>;

const text = {type: "string"};
const textOrNull = {type: ["string", "null"]};
const numberOrNull = {type: ["number", "null"]};
const count = {type: "integer", minimum: 0};
const countOrNull = {type: ["integer", "null"], minimum: 0};
const open = {type: "object"};
const openOrNull = {type: ["object", "null"]};
const instantOrNull = {
  type: ["string", "null"],
  pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:Z|[+-]\\d{2}:\\d{2})$"
};

const closed = (properties: Readonly<Record<string, unknown>>, required: readonly string[] = []): Schema => ({
  type: "object",
  additionalProperties: false,
  required,
  properties
});
const all = <T>(names: string, schema: T): Record<string, T> =>
  Object.fromEntries(names.split(" ").map((name) => [name, schema]));
const orNull = (schema: Schema): Schema => ({anyOf: [schema, {type: "null"}]});

const units =
  "count percent fraction ms s MB GB TB MiB GiB TiB Mbit/s Gbit/s Tbit/s GiB/s MB/s GB/s TB/s ms/token s/token tokens/s queries/s Watts".split(
    " "
  );

const statistics: Schema = {
  type: "object",
  required: ["units", "mean"],
  properties: {
    units: {enum: units},
    mean: {type: "number"},
    stddev: {...numberOrNull, minimum: 0},
    ...all("mode min p0p1 p1 p5 p10 p25 p50 p75 p90 p95 p99 p99p9 max", numberOrNull)
  }
};

const length = closed(
  {
    distribution: {enum: ["fixed", "gaussian", "uniform", "other"]},
    value: {type: "number", minimum: 0},
    std_dev: {...numberOrNull, minimum: 0},
    min: countOrNull,
    max: {type: ["integer", "null"], minimum: 1}
  },
  ["distribution", "value"]
);

const native = closed({args: openOrNull, envars: openOrNull, config: {}});

const engine = closed(
  {
    kind: {const: "inference_engine"},
    tool: text,
    tool_version: text,
    role: {enum: ["replica", "prefill", "decode"]},
    replicas: {type: "integer", minimum: 1},
    model: closed({name: text}, ["name"]),
    accelerator: closed(
      {
        model: text,
        count,
        parallelism: closed({...all("tp dp dp_local workers", count), ...all("ep pp", {type: "integer", minimum: 1})})
      },
      ["model", "count", "parallelism"]
    )
  },
  ["kind", "tool", "tool_version", "role", "replicas", "model", "accelerator"]
);

const generic: Schema = {
  type: "object",
  required: ["kind", "tool", "tool_version"],
  properties: {kind: {const: "generic"}, tool: text, tool_version: text}
};

const load = closed(
  {
    metadata: closed({schema_version: text, cfg_id: textOrNull, description: textOrNull}),
    standardized: closed(
      {
        tool: text,
        tool_version: text,
        parallelism: {type: "integer", minimum: 1},
        source: {enum: ["random", "sampled", "unknown"]},
        stage: count,
        input_seq_len: length,
        output_seq_len: orNull(length),
        prefix: openOrNull,
        multi_turn: openOrNull,
        rate_qps: {...numberOrNull, exclusiveMinimum: 0},
        concurrency: {...numberOrNull, minimum: 1}
      },
      ["tool", "tool_version", "source", "input_seq_len"]
    ),
    native
  },
  ["metadata", "standardized", "native"]
);

const aggregate = closed({
  requests: orNull(
    closed(
      {
        total: count,
        failures: countOrNull,
        incomplete: countOrNull,
        input_length: orNull(statistics),
        output_length: orNull(statistics)
      },
      ["total"]
    )
  ),
  latency: orNull(
    closed(
      all(
        "time_to_first_token normalized_time_per_output_token time_per_output_token inter_token_latency request_latency",
        orNull(statistics)
      )
    )
  ),
  throughput: orNull(
    closed(all("input_token_rate output_token_rate total_token_rate request_rate", orNull(statistics)))
  )
});

/** JSON Schema (draft 2020-12) of an llm-d Benchmark Report 0.2. */
export const benchmarkReportSchema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "llm-d Benchmark Report 0.2",
  ...closed(
    {
      version: {const: "0.2"},
      run: closed(
        {
          uid: text,
          ...all("eid cid pid user description", textOrNull),
          time: orNull(closed({start: instantOrNull, end: instantOrNull, duration: textOrNull})),
          keywords: {type: ["array", "null"], items: text}
        },
        ["uid"]
      ),
      scenario: orNull(
        closed({
          stack: orNull({
            type: "array",
            items: closed(
              {
                metadata: closed({schema_version: text, label: text, cfg_id: text, description: textOrNull}, [
                  "label",
                  "cfg_id"
                ]),
                standardized: {anyOf: [engine, generic]},
                native
              },
              ["metadata", "standardized", "native"]
            )
          }),
          load: orNull(load)
        })
      ),
      results: closed({
        request_performance: orNull(closed({aggregate: orNull(aggregate), time_series: openOrNull})),
        observability: {
          type: ["object", "null"],
          properties: {
            components: orNull({
              type: "array",
              items: closed(
                {
                  component_label: text,
                  ...all("replica_id raw_data_path graph_path", textOrNull),
                  aggregate: orNull({...open, properties: {power_consumption: orNull(statistics)}}),
                  time_series: openOrNull
                },
                ["component_label"]
              )
            })
          }
        },
        profiling: {},
        component_health: {type: ["array", "null"]}
      })
    },
    ["version", "run", "results"]
  )
};
