import {textOf, type Artefact} from "./artefact.js";
import {vllmVersion, type Deployment} from "./deployment.js";
import type {Expectation} from "./expectation.js";
import {nginxConf} from "./nginx-conf.js";
import {checkpointOf, serveArguments} from "./serve-arguments.js";

/** A Compose project: the replicas on their cards, nginx before them, and Redis for sessions where it is asked for. */
export function composeFiles(deployment: Deployment, expected: Expectation | null): Artefact[] {
  const names = Array.from({length: deployment.replicas}, (_, i) => `vllm-${i}`);
  return [
    {
      path: "compose/compose.yaml",
      comment: [
        `${deployment.name}: ${deployment.replicas} x vLLM ${vllmVersion} behind nginx.`,
        "Put a certificate in tls/server.crt and its key in tls/server.key, the API key into the environment, then:",
        "  VLLM_API_KEY=... docker compose up -d"
      ],
      content: {
        kind: "yaml",
        documents: [
          {
            name: deployment.name,
            services: {
              ...Object.fromEntries(names.map((name, i) => [name, replica(deployment, i)])),
              nginx: proxy(names),
              ...(deployment.session_store ? {redis: sessions()} : {})
            },
            networks: {inside: {internal: true}, models: {}, outside: {}},
            volumes: {models: {}, ...(deployment.session_store ? {sessions: {}} : {})}
          }
        ]
      }
    },
    {
      path: "compose/nginx.conf",
      comment: [
        `nginx before ${deployment.replicas} ${deployment.replicas === 1 ? "replica" : "replicas"} of ${deployment.model.name}.`
      ],
      content: textOf([
        nginxConf(deployment, expected, {
          upstreams: names.map((name) => `${name}:8000`),
          listen_tls: "443",
          listen_plain: "80",
          certificate: "/etc/nginx/tls/server.crt",
          key: "/etc/nginx/tls/server.key",
          logs: "/var/log/nginx"
        })
      ])
    }
  ];
}

function replica(deployment: Deployment, i: number): object {
  const {tensor_parallel: tp} = deployment;
  const cards = Array.from({length: tp}, (_, k) => String(i * tp + k));
  // The image's entry point is `vllm serve`.
  const [, path = "", ...flags] = serveArguments(deployment, checkpointOf(deployment));
  return {
    image: `vllm/vllm-openai:v${vllmVersion}`,
    command: [path, ...flags, "--host", "0.0.0.0", "--port", "8000"],
    environment: {VLLM_API_KEY: "${VLLM_API_KEY:?set the key that clients will send}", HF_TOKEN: "${HF_TOKEN:-}"},
    volumes: ["models:/root/.cache/huggingface"],
    networks: ["inside", "models"], // the second only to fetch the checkpoint once
    ipc: "host", // tensor parallel workers share memory
    deploy: {resources: {reservations: {devices: [{driver: "nvidia", device_ids: cards, capabilities: ["gpu"]}]}}},
    healthcheck: {
      test: ["CMD", "curl", "-fsS", "http://127.0.0.1:8000/health"],
      interval: "10s",
      timeout: "5s",
      retries: 3,
      start_period: "600s"
    },
    stop_grace_period: "60s",
    restart: "unless-stopped"
  };
}

function proxy(replicas: readonly string[]): object {
  return {
    image: "nginx:1.28",
    depends_on: Object.fromEntries(replicas.map((name) => [name, {condition: "service_healthy"}])),
    ports: ["80:80", "443:443"],
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro", "./tls:/etc/nginx/tls:ro"],
    networks: ["inside", "outside"],
    restart: "unless-stopped"
  };
}

function sessions(): object {
  return {
    image: "redis:8",
    // Histories may be dropped when memory is short; they are kept over a restart.
    command: ["redis-server", "--appendonly", "yes", "--maxmemory", "2gb", "--maxmemory-policy", "allkeys-lru"],
    volumes: ["sessions:/data"],
    networks: ["inside"],
    restart: "unless-stopped"
  };
}
