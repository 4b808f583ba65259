import type {Load, Workload} from "../client/client.js";

/** One measurement to make: a load level against one server, the r-th time. */
export interface PlannedPoint {
  /** <server>-<shape>-<load>, as bf16-i2048-o512-c4: one name in the whole run. */
  readonly point: string;
  readonly repeat: number;
  /** Server configuration. */
  readonly server: string;
  readonly stage: number;
  readonly sentinel: boolean;
  readonly workload: Workload;
  readonly load: Load;
  readonly n_requests: number;
  readonly warm_up: {readonly requests: number; readonly output_tokens: number};
  readonly seed: number;
  /** Seconds, warm-up included; a rule of thumb. */
  readonly estimate_s: number;
  /** Why it is measured: the spec lists it, a search asks for it, or its interval is still too wide. */
  readonly origin: "spec" | "search" | "adaptive";
}

/** One start of a server and what is measured on it, in order. */
export interface PlannedBoot {
  /** Name in the manifest: the configuration's own, or <configuration>.<n> from the second start on. */
  readonly name: string;
  readonly number: number;
  readonly points: readonly PlannedPoint[];
}

/** A server configuration with everything that starts it. */
export interface PlannedServer {
  readonly id: string;
  readonly target: string;
  readonly engine: "vllm" | "simulated";
  /** Id in data/hardware.yaml where the spec gives it. */
  readonly gpu: string | null;
  readonly precision: string;
  readonly tensor_parallel: number;
  readonly gpus: number;
  readonly model: PlannedModel;
  /** Command without host and port. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly python: string;
  readonly port: number | null;
  readonly expect: "ready" | "failure";
  readonly budget_s: number | null;
  /** Adaptive repeats, by point name without the server. */
  readonly adaptive: readonly AdaptiveRule[];
}

export interface PlannedModel {
  /** Name in the API. */
  readonly name: string;
  /** What the server is given. */
  readonly path: string;
  /** config.json on this host; null when it is not given and `path` is no folder here. */
  readonly config: string | null;
  readonly tokenizer: string | null;
  readonly weights: "real" | "dummy";
}

export interface AdaptiveRule {
  readonly point: string;
  readonly count: number;
  readonly until_half_width: number;
  readonly at_most: number;
}

/** A spec worked out: what the runner follows. */
export interface Plan {
  readonly kind: "measured" | "simulated";
  readonly servers: readonly PlannedServer[];
  /** In the order in which they are started: the first start of every configuration, then the second ones. */
  readonly boots: readonly {readonly server: string; readonly boot: PlannedBoot}[];
}
