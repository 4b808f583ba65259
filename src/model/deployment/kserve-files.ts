import type {Artefact} from "./artefact.js";
import {vllmVersion, type Deployment, type Tenant} from "./deployment.js";
import {checkpointOf, serveArguments} from "./serve-arguments.js";

const prometheus = "http://prometheus.monitoring.svc:9090";
/** Share of the KV cache from which on a further replica is asked for: full caches preempt, and a replica takes minutes to load. */
const kvTarget = 0.8;
/** Waiting requests a replica beyond which another is asked for. */
const queueTarget = 2;

/** One InferenceService a tenant, in a namespace of its own with a quota of cards and a wall around it. */
export function kserveFiles(deployment: Deployment): Artefact[] {
  const tenants =
    deployment.tenants.length > 0 ? deployment.tenants : [{name: deployment.name, replicas: deployment.replicas}];
  return tenants.map((tenant) => ({
    path: `kserve/${tenant.name}.yaml`,
    comment: [
      `${tenant.name}: ${tenant.replicas} of the ${deployment.replicas} replicas of ${deployment.model.name}.`,
      "Needs KServe (Standard deployment mode), KEDA, Prometheus and the NVIDIA device plugin.",
      `The key: kubectl -n ${tenant.name} create secret generic vllm-api-key --from-literal=key=...`,
      "Autoscaling asks Prometheus; a scrape of this namespace is in monitoring/."
    ],
    content: {
      kind: "yaml",
      documents: [namespace(tenant), quota(deployment, tenant), walls(tenant), service(deployment, tenant)]
    }
  }));
}

function namespace({name}: Tenant): object {
  return {apiVersion: "v1", kind: "Namespace", metadata: {name, labels: {"sweepbook/tenant": name}}};
}

/** Cards are what is scarce: half as many again for a rollout, never another tenant's. */
function quota({tensor_parallel: tp}: Deployment, {name, replicas}: Tenant): object {
  return {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: {name: "cards", namespace: name},
    spec: {
      hard: {"requests.nvidia.com/gpu": String(most(replicas) * tp), "count/pods": String(4 * most(replicas) + 10)}
    }
  };
}

/** In: the gateway and Prometheus. Out: names, and the fetch of the checkpoint over TLS. */
function walls({name}: Tenant): object {
  const from = (label: string): object => ({namespaceSelector: {matchLabels: {"kubernetes.io/metadata.name": label}}});
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: {name: "walls", namespace: name},
    spec: {
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
      ingress: [
        {from: [from("kserve"), from("monitoring"), {podSelector: {}}], ports: [{protocol: "TCP", port: 8000}]}
      ],
      egress: [
        {
          to: [from("kube-system")],
          ports: [
            {protocol: "UDP", port: 53},
            {protocol: "TCP", port: 53}
          ]
        },
        {
          to: [{ipBlock: {cidr: "0.0.0.0/0", except: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]}}],
          ports: [{protocol: "TCP", port: 443}]
        }
      ]
    }
  };
}

function service(deployment: Deployment, tenant: Tenant): object {
  const {tensor_parallel: tp} = deployment;
  const [, path = "", ...flags] = serveArguments(deployment, checkpointOf(deployment));
  const probe = {httpGet: {path: "/health", port: 8000}};
  return {
    apiVersion: "serving.kserve.io/v1beta1",
    kind: "InferenceService",
    metadata: {
      name: deployment.name,
      namespace: tenant.name,
      annotations: {"serving.kserve.io/deploymentMode": "Standard", "serving.kserve.io/autoscalerClass": "keda"}
    },
    spec: {
      predictor: {
        minReplicas: tenant.replicas,
        maxReplicas: most(tenant.replicas),
        autoScaling: {
          metrics: [
            external(`sum(vllm:num_requests_waiting{namespace="${tenant.name}"})`, queueTarget),
            external(`sum(vllm:kv_cache_usage_perc{namespace="${tenant.name}"}) * 100`, 100 * kvTarget)
          ],
          behavior: {
            // A replica loads for minutes: it is asked for at once and given back late.
            scaleUp: {stabilizationWindowSeconds: 0},
            scaleDown: {stabilizationWindowSeconds: 600}
          }
        },
        containers: [
          {
            name: "kserve-container",
            image: `vllm/vllm-openai:v${vllmVersion}`,
            args: [path, ...flags, "--host", "0.0.0.0", "--port", "8000"],
            env: [{name: "VLLM_API_KEY", valueFrom: {secretKeyRef: {name: "vllm-api-key", key: "key"}}}],
            ports: [{containerPort: 8000, protocol: "TCP"}],
            resources: {limits: {"nvidia.com/gpu": String(tp)}, requests: {"nvidia.com/gpu": String(tp)}},
            startupProbe: {...probe, periodSeconds: 10, failureThreshold: 60},
            readinessProbe: {...probe, periodSeconds: 5},
            livenessProbe: {...probe, periodSeconds: 10, failureThreshold: 6},
            volumeMounts: [{name: "shm", mountPath: "/dev/shm"}]
          }
        ],
        terminationGracePeriodSeconds: 60,
        volumes: [{name: "shm", emptyDir: {medium: "Memory", sizeLimit: "8Gi"}}]
      }
    }
  };
}

/** AverageValue: the sum over the replicas, divided by their number, against the target of one. */
function external(query: string, target: number): object {
  return {
    type: "External",
    external: {
      metric: {backend: "prometheus", serverAddress: prometheus, query},
      target: {type: "AverageValue", averageValue: String(target)}
    }
  };
}

function most(replicas: number): number {
  return Math.ceil(1.5 * replicas);
}
