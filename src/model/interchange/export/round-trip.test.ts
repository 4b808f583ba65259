import {Ajv2020} from "ajv/dist/2020.js";
import * as fc from "fast-check";
import {expect, test} from "vitest";
import {definitionsText} from "../definitions.js";
import {combine} from "../import-set.js";
import {ForeignReader} from "../read-file.js";
import {points, type PointRow} from "../../tables/points.js";
import {benchmarkReport02} from "./benchmark-report.js";
import {benchmarkReportSchema} from "./benchmark-report-schema.js";
import {vllmJson} from "./vllm-json.js";

const validate = new Ajv2020({allErrors: true, strict: true, allowUnionTypes: true}).compile(benchmarkReportSchema);

const empty = Object.fromEntries(Object.keys(points.columns).map((name) => [name, null])) as unknown as PointRow;
const ms = fc.option(fc.double({min: 1e-3, max: 1e7, noNaN: true}));
const rate = fc.option(fc.double({min: 1e-3, max: 1e6, noNaN: true}));
const tokens = fc.option(fc.integer({min: 1, max: 100_000}));

const latency = (name: string) =>
  fc
    .record({mean: ms, std: ms, p50: ms, p90: ms, p95: ms, p99: ms})
    .map((values) => Object.fromEntries(Object.entries(values).map(([key, value]) => [`${name}_${key}_ms`, value])));

/** Points as the loaders and readers make them, statistics given or not. */
const point: fc.Arbitrary<PointRow> = fc
  .tuple(
    fc.record({
      kind: fc.constantFrom("measured", "imported", "simulated"),
      model: fc.option(fc.constantFrom("Qwen/Qwen2.5-7B-Instruct", "模型")),
      gpu: fc.option(fc.constant("h100-80gb-sxm")),
      gpus: fc.option(fc.integer({min: 1, max: 64})),
      tensor_parallel: fc.option(fc.integer({min: 1, max: 64})),
      precision: fc.option(fc.constantFrom("bf16", "gptq-int4")),
      engine: fc.option(fc.constant("vllm")),
      engine_version: fc.option(fc.constant("0.13.0")),
      client: fc.option(fc.constant("vllm bench serve 0.13.0")),
      concurrency: fc.option(fc.integer({min: 1, max: 1000})),
      request_rate_per_s: rate,
      input_tokens: tokens,
      output_tokens: tokens,
      input_tokens_mean: rate,
      output_tokens_mean: rate,
      n_completed: fc.integer({min: 1, max: 100_000}),
      n_failed: fc.integer({min: 0, max: 100}),
      duration_s: fc.double({min: 0.001, max: 1e5, noNaN: true}),
      requests_per_s: fc.double({min: 1e-3, max: 1e6, noNaN: true}),
      output_tokens_per_s: rate,
      input_tokens_per_s: rate,
      total_tokens_per_s: rate,
      goodput_requests_per_s: rate,
      power_mean_w: rate,
      start_utc: fc.option(fc.integer({min: 0, max: 4e12}))
    }),
    fc.option(latency("ttft")),
    fc.option(latency("tpot")),
    fc.option(latency("itl")),
    fc.option(latency("e2e"))
  )
  .map(([numbers, ...latencies]) => ({
    ...empty,
    ...numbers,
    ...Object.assign({}, ...latencies.map((each) => each ?? {})),
    point_id: `${numbers.kind}/a-run/p#1`,
    run: "a-run",
    server: "s",
    point: "p",
    repeat: 1,
    file: "a.json.gz",
    sha256: "00",
    status: "ok",
    n_requests: numbers.n_completed + numbers.n_failed,
    energy_valid: false,
    definitions: numbers.kind === "imported" ? definitionsText(["tpot=called_itl", "throughput=own_window"]) : null
  }));

function read(object: unknown): PointRow {
  const reader = new ForeignReader("a.json", {yaml: () => null, csv: () => []});
  reader.write(new TextEncoder().encode(JSON.stringify(object)));
  const {rows} = combine([reader.end()], {run: "back"});
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

const numbers = (Object.keys(points.columns) as (keyof PointRow)[]).filter((name) =>
  /^(?:ttft|tpot|itl|e2e)_(?:mean|std|p\d\d)_ms$|^(?:output|input|total)_tokens_per_s$|^requests_per_s$|^n_(?:requests|completed|failed)$|_tokens(?:_mean)?$|^duration_s$|^goodput|^concurrency$|^request_rate|^power_mean_w$|^gpus?$|^precision$|^model$|^engine|^client$/.test(
    name
  )
);
/** Written to 15 digits and multiplied by powers of ten: as good as equal. */
const alike = (back: PointRow, row: PointRow): void => {
  for (const name of numbers) {
    const [a, b] = [back[name], row[name]];
    if (typeof a === "number" && typeof b === "number")
      expect(Math.abs(a - b) <= 1e-12 * Math.abs(b), `${name}: ${a}, ${b}`).toBe(true);
    else expect(a, name).toBe(b);
  }
};

test("a Benchmark Report fits its schema and reads back to the same numbers, its definitions too", () => {
  fc.assert(
    fc.property(point, (row) => {
      const report = benchmarkReport02(row);
      expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
      const back = read(report);
      alike(back, row);
      expect(back.kind).toBe("imported");
      expect(
        back.definitions
          ?.split(" ")
          .filter((code) => code !== "value=summary")
          .join(" ") ?? ""
      ).toBe(row.definitions ?? "");
    }),
    {numRuns: 200}
  );
});

test("vLLM-shaped JSON reads back to the same numbers", () => {
  fc.assert(
    fc.property(point, (row) => {
      const written = vllmJson({...row, engine: row.engine ?? "vllm", client: row.client ?? "c"});
      // With one token a request vLLM's own reader holds TPOT and ITL for absent, as they then are.
      fc.pre((row.output_tokens_mean ?? 2) > 1.5);
      fc.pre(row.input_tokens_per_s !== null || row.input_tokens_mean === null);
      alike(read(written), {...row, engine: row.engine ?? "vllm", client: row.client ?? "c"});
      expect(written["x_sweepbook_kind"]).toBe(row.kind);
    }),
    {numRuns: 200}
  );
});

test("the schema refuses what the format does not know", () => {
  const report = benchmarkReport02({
    ...empty,
    point_id: "measured/r/p#1",
    kind: "measured",
    run: "r",
    server: "s",
    point: "p",
    status: "ok",
    ttft_mean_ms: 5
  }) as {
    results: {request_performance: {aggregate: {latency: {time_to_first_token: {units: string}}}}};
  };
  expect(validate(report)).toBe(true);
  report.results.request_performance.aggregate.latency.time_to_first_token.units = "minutes";
  expect(validate(report)).toBe(false);
  expect(validate({...report, extra: 1})).toBe(false);
  expect(() => benchmarkReport02({...empty, point_id: "x", status: "failed"})).toThrow(
    "x: a failed point has nothing to report"
  );
});
