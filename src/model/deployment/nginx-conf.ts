import type {Expectation} from "./expectation.js";
import type {Deployment} from "./deployment.js";

/** Where nginx listens, whom it asks, and what it reads. */
export interface NginxPlace {
  /** host:port of each replica. */
  readonly upstreams: readonly string[];
  readonly listen_tls: string;
  readonly listen_plain: string | null;
  readonly certificate: string;
  readonly key: string;
  readonly logs: string;
}

/** Bytes of JSON that a token of prompt may take: a token is about four characters, each up to three bytes in UTF-8. */
const bytesPerToken = 12;

/**
 * nginx in front of the replicas: tokens pass as they come, each request goes to the replica with the fewest, one that fails before it
 * answers is asked elsewhere, and what could wear the service out is limited. Limits follow from the deployment and its expectation.
 */
export function nginxConf(deployment: Deployment, expected: Expectation | null, place: NginxPlace): string {
  const e2eS = (expected?.e2e_p90_ms.hi ?? 60_000) / 1e3;
  const bodyMib = Math.max(1, Math.ceil((deployment.max_model_len * bytesPerToken) / 2 ** 20));
  const users = deployment.load.concurrency;
  // One caller, often a backend that holds the only key, may use twice what the whole service is expected to answer, not more.
  const expectedPerS = (expected?.output_tokens_per_s.hi ?? 1000) / deployment.load.output_tokens;
  const perMinute = Math.max(60, Math.ceil(2 * 60 * expectedPerS));
  const silenceS = Math.ceil(Math.max(60, 4 * e2eS));
  return [
    "worker_processes auto;",
    "worker_rlimit_nofile 65536;",
    "events { worker_connections 16384; }",
    "",
    "http {",
    `  access_log ${place.logs}/access.log;`,
    `  error_log ${place.logs}/error.log warn;`,
    "  server_tokens off;",
    "",
    "  upstream vllm {",
    "    zone vllm 64k;            # one count of open requests for all workers: least_conn is wrong without",
    "    least_conn;               # answers differ in length: turns would pile up on one replica",
    ...place.upstreams.map((address) => `    server ${address} max_fails=2 fail_timeout=5s;`),
    "    keepalive 64;",
    "  }",
    "",
    "  # One rate and one number of open requests a key, or an address where there is no key.",
    '  map $http_authorization $caller { default $http_authorization; "" $binary_remote_addr; }',
    `  limit_req_zone $caller zone=rate:10m rate=${perMinute}r/m;`,
    "  limit_conn_zone $caller zone=open:10m;",
    "  limit_req_status 429;",
    "  limit_conn_status 429;",
    "",
    ...(place.listen_plain === null
      ? []
      : ["  server {", `    listen ${place.listen_plain};`, "    return 301 https://$host$request_uri;", "  }", ""]),
    "  server {",
    `    listen ${place.listen_tls} ssl;`,
    `    ssl_certificate ${place.certificate};`,
    `    ssl_certificate_key ${place.key};`,
    "    ssl_protocols TLSv1.2 TLSv1.3;",
    "    ssl_session_cache shared:tls:10m;",
    "",
    `    client_max_body_size ${bodyMib}m;   # ${deployment.max_model_len} tokens of context at ${bytesPerToken} bytes`,
    "    client_body_timeout 30s;",
    "    client_header_timeout 10s;",
    `    send_timeout ${silenceS}s;          # a reader that takes nothing for so long is let go`,
    "",
    "    location /v1/ {",
    `      limit_req zone=rate burst=${Math.max(20, 4 * users)} nodelay;`,
    `      limit_conn open ${Math.max(8, 2 * users)};`,
    "      proxy_pass http://vllm;",
    "      proxy_http_version 1.1;",
    '      proxy_set_header Connection "";',
    "      proxy_set_header Host $host;",
    "      proxy_set_header X-Request-Id $request_id;",
    "      proxy_buffering off;                 # a token leaves as it comes",
    "      proxy_request_buffering on;          # a slow sender holds no replica",
    "      proxy_cache off;",
    "      gzip off;",
    "      tcp_nodelay on;",
    "      proxy_connect_timeout 2s;",
    `      proxy_read_timeout ${silenceS}s;     # of silence: queue and prefill of the longest prompt lie below`,
    "      # A request that no token has answered may be asked again: inference changes nothing on the server.",
    "      proxy_next_upstream error timeout http_502 http_503 non_idempotent;",
    `      proxy_next_upstream_tries ${Math.min(3, place.upstreams.length)};`,
    "      proxy_next_upstream_timeout 10s;",
    "    }",
    "",
    "    location = /health { proxy_pass http://vllm; proxy_connect_timeout 2s; access_log off; }",
    "    location / { return 404; }               # /metrics and the administration stay inside",
    "  }",
    "}"
  ].join("\n");
}
