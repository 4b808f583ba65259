import type {Deployment} from "./deployment.js";
import type {Expectation} from "./expectation.js";
import {latencyQuantile, serviceMetrics, type ServiceLatency} from "./service-metrics.js";

/** A Prometheus rule group: what a person has to act on, and no more. */
export function alertRules(deployment: Deployment, expected: Expectation | null): object {
  const {name} = deployment;
  const rules = [
    rule(
      "ReplicaDown",
      `up{job="vllm", service="${name}"} == 0`,
      "1m",
      "page",
      "a replica does not answer",
      "See its log; the proxy sends nothing to it meanwhile."
    ),
    ...(["ttft", "tpot", "e2e"] as const).flatMap((latency) => latencyRule(deployment, expected, latency)),
    rule(
      "QueueGrows",
      `sum(${serviceMetrics.waiting}) > ${2 * deployment.replicas} and deriv(sum(${serviceMetrics.waiting})[5m:15s]) > 0`,
      "5m",
      "page",
      "requests wait, and more of them",
      "More load than the replicas carry: add one, or limit the rate."
    ),
    rule(
      "CacheFull",
      `max(${serviceMetrics.cache}) > 0.95`,
      "5m",
      "warn",
      "a KV cache is full",
      "Requests will be preempted and computed again; fewer at once a replica are faster."
    ),
    rule(
      "Preemptions",
      `sum(rate(${serviceMetrics.preemptions}[5m])) > 0.1`,
      "5m",
      "warn",
      "requests are preempted",
      "Lower --max-num-seqs, or add a replica."
    ),
    ...(expected === null
      ? []
      : [
          rule(
            "SlowerThanPredicted",
            `sum(${serviceMetrics.running}) >= ${deployment.load.concurrency} and sum(rate(${serviceMetrics.generated}[5m])) < ${round(expected.output_tokens_per_s.lo)}`,
            "10m",
            "warn",
            "at full load the service gives fewer tokens a second than the lower end of the prediction",
            "Clocks, power caps, other processes on the card, or longer requests than planned."
          )
        ])
  ];
  return {groups: [{name: `${name}-vllm`, rules}]};
}

function latencyRule(deployment: Deployment, expected: Expectation | null, latency: ServiceLatency): object[] {
  const limits = deployment.slo.filter((slo) => slo.name.startsWith(`${latency}_`));
  const told = limits.map(({name, limitMs}) => ({
    share: Number(name.split("_p")[1]!.split("_")[0]) / 100,
    ms: limitMs,
    of: "SLO"
  }));
  const predicted =
    expected === null || latency === "e2e"
      ? []
      : [{share: 0.9, ms: expected[`${latency}_p90_ms`].hi, of: "prediction"}];
  return (told.length > 0 ? told : predicted).map(({share, ms, of}) =>
    rule(
      `${latency.toUpperCase()}P${round(100 * share)}Over${of === "SLO" ? "Slo" : "Prediction"}`,
      `${latencyQuantile(latency, share)} > ${round(ms / 1e3)}`,
      "5m",
      of === "SLO" ? "page" : "warn",
      `${latency.toUpperCase()} p${round(100 * share)} is over ${round(ms)} ms, the ${of === "SLO" ? "limit of the plan" : "upper end of the prediction"}`,
      "Compare the load with the plan's: users at once, lengths."
    )
  );
}

function rule(
  alert: string,
  expr: string,
  wait: string,
  severity: string,
  summary: string,
  description: string
): object {
  return {alert, expr, for: wait, labels: {severity}, annotations: {summary, description}};
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
