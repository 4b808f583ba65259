import type {Deployment} from "./deployment.js";
import type {Expectation, Expected} from "./expectation.js";
import {latencyQuantile, serviceMetrics, type ServiceLatency} from "./service-metrics.js";

interface Query {
  readonly name: string;
  readonly expr: string;
  /** A predicted value or a limit: drawn dashed, without points. */
  readonly reference?: boolean;
}

const datasource = {type: "prometheus", uid: "${DS_PROMETHEUS}"};
const [wide, high] = [12, 8];

/** A Grafana dashboard (schema 39): what the service does, beside what was predicted for the plan's load. */
export function dashboard(deployment: Deployment, expected: Expectation | null): object {
  const panels = [
    latencyPanel(deployment, expected, "ttft", "TTFT"),
    latencyPanel(deployment, expected, "tpot", "TPOT"),
    latencyPanel(deployment, expected, "e2e", "E2E"),
    panel("Output throughput", "short", [
      {name: "output tokens a second", expr: `sum(rate(${serviceMetrics.generated}[1m]))`},
      ...predicted("tokens a second", expected?.output_tokens_per_s, 1)
    ]),
    panel("Requests at once", "short", [
      {name: "running", expr: `sum(${serviceMetrics.running})`},
      {name: "waiting", expr: `sum(${serviceMetrics.waiting})`},
      {name: "planned users", expr: constant(deployment.load.concurrency), reference: true}
    ]),
    panel("KV cache in use", "percentunit", [
      {name: "{{instance}}", expr: serviceMetrics.cache},
      ...(expected?.kv_cache_usage_max == null
        ? []
        : [{name: "predicted, highest", expr: constant(expected.kv_cache_usage_max), reference: true}])
    ]),
    panel("Prompt tokens a second", "short", [
      {name: "prompt tokens a second", expr: `sum(rate(${serviceMetrics.prompt}[1m]))`}
    ]),
    panel("Preemptions and finished requests a second", "short", [
      {name: "preempted", expr: `sum(rate(${serviceMetrics.preemptions}[1m]))`},
      {name: "finished", expr: `sum(rate(${serviceMetrics.finished}[1m]))`}
    ])
  ];
  return {
    __inputs: [
      {name: "DS_PROMETHEUS", label: "Prometheus", type: "datasource", pluginId: "prometheus", pluginName: "Prometheus"}
    ],
    uid: `sweepbook-${deployment.name}`.slice(0, 40),
    title: `${deployment.name}: ${deployment.model.name} on ${deployment.replicas * deployment.tensor_parallel} x ${deployment.gpu.name}`,
    tags: ["vllm", "sweepbook"],
    schemaVersion: 39,
    editable: true,
    refresh: "10s",
    time: {from: "now-1h", to: "now"},
    panels: panels.map((each, i) => ({
      ...each,
      id: i + 1,
      gridPos: {h: high, w: wide, x: (i % 2) * wide, y: Math.floor(i / 2) * high}
    }))
  };
}

function latencyPanel(
  deployment: Deployment,
  expected: Expectation | null,
  latency: ServiceLatency,
  label: string
): object {
  const limits = deployment.slo.filter(({name}) => name.startsWith(`${latency}_`));
  return panel(label, "s", [
    {name: "p50", expr: latencyQuantile(latency, 0.5)},
    {name: "p90", expr: latencyQuantile(latency, 0.9)},
    {name: "p99", expr: latencyQuantile(latency, 0.99)},
    ...predicted("p50", expected?.[`${latency}_p50_ms`], 1e-3),
    ...predicted("p90", expected?.[`${latency}_p90_ms`], 1e-3),
    ...limits.map(({name, limitMs}) => ({
      name: `limit of ${name.replace(/_ms$/, "")}`,
      expr: constant(limitMs / 1e3),
      reference: true
    }))
  ]);
}

function predicted(name: string, expected: Expected | undefined, scale: number): Query[] {
  if (expected === undefined) return [];
  const line = (text: string, value: number): Query => ({
    name: `predicted ${name}${text}`,
    expr: constant(value * scale),
    reference: true
  });
  return [line("", expected.value), line(", low end", expected.lo), line(", high end", expected.hi)];
}

function panel(title: string, unit: string, queries: readonly Query[]): object {
  return {
    type: "timeseries",
    title,
    datasource,
    targets: queries.map(({name, expr}, i) => ({
      refId: String.fromCharCode(65 + i),
      expr,
      legendFormat: name,
      datasource
    })),
    fieldConfig: {
      defaults: {unit, min: 0, custom: {lineWidth: 2, showPoints: "never"}},
      overrides: queries
        .filter(({reference}) => reference)
        .map(({name}) => ({
          matcher: {id: "byName", options: name},
          properties: [
            {id: "custom.lineStyle", value: {fill: "dash", dash: [6, 6]}},
            {id: "custom.lineWidth", value: 1}
          ]
        }))
    },
    options: {legend: {displayMode: "table", placement: "bottom", calcs: ["lastNotNull"]}, tooltip: {mode: "multi"}}
  };
}

function constant(value: number): string {
  return `vector(${Number(value.toPrecision(4))})`;
}
