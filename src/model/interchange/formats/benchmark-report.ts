import {derived, latency, perObject, type ImportedNumbers, type ImportedPoint} from "../imported-point.js";
import type {DefinitionCode} from "../definitions.js";
import type {Node} from "../node.js";

/**
 * llm-d Benchmark Report, YAML or JSON, 0.1 and 0.2.x. 0.2.1 is known from a real file that inference-perf 0.7.0 wrote,
 * 0.2 and 0.1 from their schemas alone (llm-d/llm-d-benchmark, llmdbenchmark/analysis/benchmark_report, Apache-2.0).
 * The format carries whatever the harness calls TPOT and ITL; which harness it was decides what they mean.
 */
export const benchmarkReport = perObject(
  "benchmark-report",
  "llm-d Benchmark Report",
  (first) =>
    first.get("version").given &&
    ((first.get("run").isObject && first.get("results").isObject) ||
      (first.get("scenario").isObject && first.get("metrics").isObject)),
  (object, problems) => {
    const version = String(object.get("version").value);
    if (/^0\.1(?:\.|$)/.test(version)) return [version1(object, problems)];
    if (/^0\.2(?:\.|$)/.test(version)) return [version2(object, problems, version)];
    return object.get("version").fail("0.1 or 0.2.x");
  }
);

/** What the harness's quantities mean, by its name. */
interface Harness {
  readonly tpot: "time_per_output_token" | "inter_token_latency";
  readonly itl: "inter_token_latency" | null;
  readonly definitions: readonly DefinitionCode[];
}

const unknown: Harness = {
  tpot: "time_per_output_token",
  itl: "inter_token_latency",
  definitions: ["tpot=unknown", "itl=unknown", "percentile=unknown", "std=unknown", "queue=unknown", "tokens=unknown"]
};

function harnessOf(name: string | null): Harness {
  if (name === null) return unknown;
  if (/^sweepbook/i.test(name)) return {tpot: "time_per_output_token", itl: "inter_token_latency", definitions: []};
  if (/^inference-perf/i.test(name)) {
    return {
      tpot: "time_per_output_token",
      itl: "inter_token_latency",
      definitions: ["tpot=mean_gap", "throughput=own_window"]
    };
  }
  if (/^vllm/i.test(name)) return {tpot: "time_per_output_token", itl: "inter_token_latency", definitions: []};
  if (/^guidellm/i.test(name)) {
    // Its TPOT includes the first token; its ITL is TPOT here.
    return {
      tpot: "inter_token_latency",
      itl: null,
      definitions: ["tpot=called_itl", "tpot=token_weighted", "percentile=order_statistic", "throughput=own_window"]
    };
  }
  if (/^aiperf/i.test(name)) return {tpot: "inter_token_latency", itl: null, definitions: ["tpot=called_itl"]};
  return unknown;
}

const toMs: Readonly<Record<string, number>> = {s: 1000, ms: 1, "s/token": 1000, "ms/token": 1};

function statistics(name: "ttft" | "tpot" | "itl" | "e2e", node: Node): ImportedNumbers {
  if (!node.given) return {};
  const factor = toMs[node.get("units").text() ?? ""] ?? node.get("units").fail(Object.keys(toMs).join(", "));
  const of = (key: string): number | null => node.get(key).positive();
  return latency(
    name,
    {mean: of("mean"), std: of("stddev"), p50: of("p50"), p90: of("p90"), p95: of("p95"), p99: of("p99")},
    factor
  );
}

function latencies(node: Node, harness: Harness): ImportedNumbers {
  return {
    ...statistics("ttft", node.get("time_to_first_token")),
    ...statistics("tpot", node.get(harness.tpot)),
    ...(harness.itl === null ? {} : statistics("itl", node.get(harness.itl))),
    ...statistics("e2e", node.get("request_latency"))
  };
}

function requests(node: Node): ImportedNumbers {
  const [total, failures, incomplete] = ["total", "failures", "incomplete"].map((key) => node.get(key).count());
  const length = (key: string): number | null => {
    const found = node.get(key);
    if (!found.given) return null;
    const units = found.get("units").text();
    return units === "count" ? found.get("mean").positive() : found.get("units").fail("count");
  };
  return {
    n_requests: total ?? null,
    n_failed: failures ?? null,
    n_completed: total == null || failures == null ? null : total - failures - (incomplete ?? 0),
    input_tokens_mean: length("input_length"),
    output_tokens_mean: length("output_length")
  };
}

function version2(object: Node, problems: readonly string[], version: string): ImportedPoint {
  const load = object.get("scenario", "load", "standardized");
  const uid = object.get("run", "uid").text();
  const named =
    load.get("tool").text() ?? (uid !== null && /^(?:inference-perf|guidellm|aiperf|vllm)/.test(uid) ? uid : null);
  const harness = harnessOf(named);
  const aggregate = object.get("results", "request_performance", "aggregate");
  if (!aggregate.given) aggregate.fail("the aggregate of requests");
  const rates = aggregate.get("throughput");
  const rate = (key: string, units: string): number | null => {
    const found = rates.get(key);
    if (!found.given) return null;
    return found.get("units").text() === units ? found.get("mean").positive() : found.get("units").fail(units);
  };
  const engine = engineOf(object.get("scenario", "stack"));
  const native = object.get("scenario", "load", "native", "config");
  const ours = named?.startsWith("sweepbook") === true;
  const toolVersion = load.get("tool_version").text();
  return {
    format: "benchmark-report",
    where: object.where,
    numbers: derived({
      client: ours ? null : clientName(named, toolVersion),
      ...engine.numbers,
      ...loadOf(load),
      ...latencies(aggregate.get("latency"), harness),
      ...requests(aggregate.get("requests")),
      requests_per_s: rate("request_rate", "queries/s"),
      output_tokens_per_s: rate("output_token_rate", "tokens/s"),
      input_tokens_per_s: rate("input_token_rate", "tokens/s"),
      total_tokens_per_s: rate("total_token_rate", "tokens/s"),
      ...time(object.get("run", "time")),
      ...powerOf(object.get("results", "observability", "components")),
      ...(ours ? carried(native) : {})
    }),
    definitions: [
      ...harness.definitions,
      ...(ours ? carriedCodes(native) : []),
      "value=summary",
      ...(version === "0.2" && !ours ? (["format=schema_only"] as const) : [])
    ],
    gpuName: engine.gpuName,
    problems
  };
}

/** The name of the load generator without what a uid adds to it. */
function clientName(named: string | null, version: string | null): string | null {
  const name = named?.replace(/-stage-.*$/, "") ?? null;
  return name === null || version === null || version === "" || version === "unknown" ? name : `${name} ${version}`;
}

/** What our own export says beside the format's members. */
function carried(config: Node): ImportedNumbers {
  const homeless = config.get("numbers");
  const names = homeless
    .keys()
    .filter((name) =>
      /^(?:ttft|tpot|itl|e2e)_(?:std|p\d\d)_ms$|^n_(?:completed|failed)$|^(?:in|out)put_tokens_mean$/.test(name)
    );
  const numbers = {
    ...Object.fromEntries(names.map((name) => [name, homeless.get(name).positive()])),
    gpu: config.get("gpu").text(),
    gpus: config.get("gpus").count(),
    precision: config.get("precision").text(),
    burstiness: config.get("burstiness").positive(),
    client: config.get("client").text(),
    goodput_requests_per_s: config.get("goodput_requests_per_s").positive()
  };
  return Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== null));
}

/** Codes that our own export put into the file. */
function carriedCodes(config: Node): DefinitionCode[] {
  const codes = config.get("definitions").text();
  return codes === null || codes === "" ? [] : (codes.split(" ") as DefinitionCode[]);
}

function loadOf(load: Node): ImportedNumbers {
  const length = (key: string): number | null => {
    const value = load.get(key, "value").positive();
    return load.get(key, "distribution").value === "fixed" && value !== null && Number.isInteger(value) ? value : null;
  };
  return {
    request_rate_per_s: load.get("rate_qps").positive(),
    // YAML knows .inf: an open loop without a cap
    concurrency: load.get("concurrency").value === Infinity ? null : load.get("concurrency").count(),
    input_tokens: length("input_seq_len"),
    output_tokens: length("output_seq_len")
  };
}

function engineOf(stack: Node): {numbers: ImportedNumbers; gpuName: string | null} {
  const engines = stack.items().filter((each) => each.get("standardized", "kind").value === "inference_engine");
  const first = engines[0]?.get("standardized");
  if (first === undefined) return {numbers: {}, gpuName: null};
  let gpus: number | null = 0;
  for (const each of engines) {
    const count = each.get("standardized", "accelerator", "count").count();
    const replicas = each.get("standardized", "replicas").count() ?? 1;
    gpus = gpus === null || count === null ? null : gpus + count * replicas;
  }
  return {
    numbers: {
      engine: known(first.get("tool").text()),
      engine_version: known(first.get("tool_version").text()),
      model: known(first.get("model", "name").text()),
      tensor_parallel: engines.length === 1 ? zeroless(first.get("accelerator", "parallelism", "tp").count()) : null,
      gpus: zeroless(gpus),
      precision: engines.length === 1 ? engines[0]!.get("native", "args", "precision").text() : null
    },
    gpuName: known(first.get("accelerator", "model").text())
  };
}

/** The value that all share; null for none, or for several. */
const common = (values: readonly (number | null)[]): number | null => (new Set(values).size === 1 ? values[0]! : null);

/** The schema demands a text even where nothing is known. */
const known = (text: string | null): string | null =>
  text === null || text === "" || text === "unknown" ? null : text;
const zeroless = (n: number | null): number | null => (n === 0 ? null : n);

function time(node: Node): ImportedNumbers {
  const instant = (key: string): number | null => {
    const value = node.get(key).value;
    if (value == null) return null;
    const ms = value instanceof Date ? value.getTime() : typeof value === "string" ? Date.parse(value) : Number.NaN;
    return Number.isNaN(ms) ? node.get(key).fail("an instant (ISO 8601)") : ms;
  };
  return {start_utc: instant("start"), end_utc: instant("end"), duration_s: secondsOf(node.get("duration"))};
}

/** ISO 8601: PT1H2M6.006S */
function secondsOf(node: Node): number | null {
  const text = node.text();
  if (text === null) return null;
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?(?:e-\d+)?)S)?)?$/i.exec(text);
  if (match === null) return node.fail("a duration (ISO 8601)");
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return days! * 86_400 + hours! * 3600 + minutes! * 60 + seconds!;
}

function powerOf(components: Node): ImportedNumbers {
  const powers = components.items().map((each) => each.get("aggregate", "power_consumption"));
  if (powers.length === 0 || !powers.every(({given}) => given)) return {};
  let sum = 0;
  for (const power of powers) {
    if (power.get("units").text() !== "Watts") power.get("units").fail("Watts");
    sum += power.get("mean").positive() ?? power.get("mean").fail("a number");
  }
  return {power_mean_w: sum};
}

function version1(object: Node, problems: readonly string[]): ImportedPoint {
  const scenario = object.get("scenario");
  const metrics = object.get("metrics");
  const harness = harnessOf(scenario.get("load", "name").text());
  const boards = scenario.get("host", "accelerator").items();
  const counts = boards.map((board) => board.get("count").count());
  const engine = scenario.get("platform", "engine", 0);
  const seconds = (key: string): number | null => {
    const s = metrics.get("time", key).positive();
    return s === null ? null : Math.round(s * 1000);
  };
  const throughput = metrics.get("throughput");
  return {
    format: "benchmark-report",
    where: object.where,
    numbers: derived({
      client: scenario.get("load", "name").text(),
      model: scenario.get("model", "name").text(),
      precision: scenario.get("model", "quantization").text(),
      engine: known(engine.get("name").text()),
      engine_version: engine.get("version").given ? String(engine.get("version").value) : null,
      gpus:
        counts.length === 0 || counts.includes(null) ? null : zeroless(counts.reduce<number>((sum, n) => sum + n!, 0)),
      tensor_parallel: common(boards.map((board) => board.get("parallelism", "tp").count())),
      ...latencies(metrics.get("latency"), harness),
      ...requests(metrics.get("requests")),
      requests_per_s: throughput.get("requests_per_sec").positive(),
      output_tokens_per_s: throughput.get("output_tokens_per_sec").positive(),
      input_tokens_per_s: throughput.get("input_tokens_per_sec").positive(),
      total_tokens_per_s: throughput.get("total_tokens_per_sec").positive(),
      duration_s: metrics.get("time", "duration").positive(),
      start_utc: seconds("start"),
      end_utc: seconds("stop")
    }),
    definitions: [...harness.definitions, "format=schema_only", "value=summary"],
    gpuName: boards[0]?.get("model").text() ?? null,
    problems
  };
}
