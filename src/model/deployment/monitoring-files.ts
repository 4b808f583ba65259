import {alertRules} from "./alert-rules.js";
import type {Artefact} from "./artefact.js";
import type {DeploymentTarget} from "./artefacts.js";
import {dashboard} from "./dashboard.js";
import type {Deployment} from "./deployment.js";
import type {Expectation} from "./expectation.js";

/** Prometheus' scrape and alert rules, and a Grafana dashboard with the predicted numbers as reference lines. */
export function monitoringFiles(
  deployment: Deployment,
  expected: Expectation | null,
  target: DeploymentTarget
): Artefact[] {
  return [
    {
      path: "monitoring/prometheus.yml",
      comment: [`Scrapes the replicas of ${deployment.name}.`],
      content: {
        kind: "yaml",
        documents: [
          {
            global: {scrape_interval: "5s", evaluation_interval: "15s"},
            rule_files: ["alerts.yml"],
            scrape_configs: [{job_name: "vllm", metrics_path: "/metrics", ...replicas(deployment, target)}]
          }
        ]
      }
    },
    {
      path: "monitoring/alerts.yml",
      comment: [
        `Alerts of ${deployment.name}. Limits are the plan's SLO where it has one, else the upper end of the predicted interval.`
      ],
      content: {kind: "yaml", documents: [alertRules(deployment, expected)]}
    },
    {
      path: "monitoring/dashboard.json",
      comment: [],
      content: {kind: "json", value: dashboard(deployment, expected)}
    }
  ];
}

/** Where the replicas are found, by the way they run. Each carries the label `service`. */
function replicas({name, replicas: n}: Deployment, target: DeploymentTarget): object {
  const labels = {service: name};
  const listed = (address: (i: number) => string): object => ({
    static_configs: [{targets: Array.from({length: n}, (_, i) => address(i)), labels}]
  });
  if (target === "vllm") return listed((i) => `127.0.0.1:${8000 + i}`);
  if (target === "compose") return listed((i) => `vllm-${i}:8000`);
  // Each task of the job array writes its own file there.
  if (target === "slurm") return {file_sd_configs: [{files: ["../slurm/endpoints/*.json"]}]};
  return {
    kubernetes_sd_configs: [{role: "pod"}],
    relabel_configs: [
      {
        source_labels: ["__meta_kubernetes_pod_label_serving_kserve_io_inferenceservice"],
        regex: name,
        action: "keep"
      },
      {source_labels: ["__meta_kubernetes_pod_container_port_number"], regex: "8000", action: "keep"},
      {source_labels: ["__meta_kubernetes_namespace"], target_label: "namespace"},
      {target_label: "service", replacement: name}
    ]
  };
}
