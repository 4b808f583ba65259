/** Token lengths of a point: random prompts around a length, or the lengths (and arrival times) of a trace file. */
export type Workload =
  | {
      readonly kind: "random";
      readonly input_tokens: number;
      readonly output_tokens: number;
      /** Lengths are drawn evenly from [n(1 - r), n(1 + r)]; 0 is fixed lengths. */
      readonly range_ratio: number;
    }
  /** JSON lines of {timestamp (s), input_length, output_length, hash_ids}: the form of vLLM's `timed_trace`. */
  | {readonly kind: "trace"; readonly path: string};

/** How requests arrive. */
export type Load =
  | {readonly kind: "closed"; readonly concurrency: number}
  | {
      readonly kind: "open";
      readonly request_rate_per_s: number;
      /** Shape of the gamma distributed gaps: 1 is Poisson, above 1 more even, below 1 burstier. */
      readonly burstiness: number;
      /** Cap on requests in flight; null for none. Waiting for it is recorded in queue_times. */
      readonly concurrency: number | null;
    }
  /** Requests arrive at the timestamps of the trace. */
  | {readonly kind: "trace"; readonly concurrency: number | null};

/** One call of a load generator: a point to measure, or a warm-up when nothing is kept. */
export interface PointPlan {
  /** Server without path: http://127.0.0.1:8000 */
  readonly base_url: string;
  /** Name under which the server serves the model. */
  readonly model: string;
  /** Tokenizer folder or name for vLLM's client; null lets it follow the model. The built-in client needs none. */
  readonly tokenizer: string | null;
  readonly endpoint: "/v1/completions" | "/v1/chat/completions";
  readonly workload: Workload;
  readonly load: Load;
  readonly n_requests: number;
  readonly seed: number;
  /** Where the result JSON goes, whole or not at all; null for a warm-up. */
  readonly result_path: string | null;
  /** What the client prints is appended here; null drops it. */
  readonly log_path: string | null;
  /** Flat keys added to the result JSON; vLLM's client takes them as --metadata. */
  readonly metadata: Readonly<Record<string, string>>;
  /** A request that takes longer fails; null for no limit. Built-in client only: vLLM's has six hours. */
  readonly request_timeout_s: number | null;
  /** The whole call fails after this long, and the client's process group is ended. */
  readonly timeout_s: number;
  /** Options given to vLLM's client as they are. */
  readonly extra_arguments: readonly string[];
}

/** One instant on both clocks, read back to back: error_s is the time between the two reads of the wall clock. */
export interface ClockPair {
  readonly epoch_s: number;
  /** The clock of start_times in the result JSON. */
  readonly monotonic_s: number;
  readonly error_s: number;
}

/** What a client says about one call. A call that fails is a value, not an exception: the sweep goes on. */
export interface Measured {
  readonly ok: boolean;
  /** Cause in one line when not ok. */
  readonly problem: string | null;
  /** Client's command line, for the manifest. */
  readonly command: readonly string[];
  /** Wall clock around the call, s since the epoch. */
  readonly start_epoch_s: number;
  readonly end_epoch_s: number;
  /** Null when the client cannot read its monotonic clock (vLLM's client as a process of its own, on some systems). */
  readonly clock_pair: ClockPair | null;
  /** From the result: null when it could not be read. */
  readonly completed: number | null;
  readonly failed: number | null;
  /** The result's own duration, s. */
  readonly duration_s: number | null;
  /** Processor time of the client's process during the load, s: near the load's duration, the client is the limit. */
  readonly cpu_s: number | null;
  /** Time in the call that was spent making prompts, s; null when the client does not say. */
  readonly prompts_s: number | null;
}

/** A load generator. One call at a time. */
export interface Client {
  readonly name: "sweepbook" | "vllm-worker" | "vllm-process" | "aiperf" | "guidellm";
  /** Starts what it needs and says its version; a Problem with exit code 3 when it cannot run here. */
  start(signal?: AbortSignal): Promise<{readonly version: string | null}>;
  /** The command line that measure() would run, for --dry-run and the manifest. */
  command(plan: PointPlan): readonly string[];
  /** Makes the prompts of a coming call ahead of time, where the client can; may run during another measure(). */
  prepare(plan: PointPlan): Promise<void>;
  measure(plan: PointPlan, signal?: AbortSignal): Promise<Measured>;
  /** Ends its processes. */
  close(): Promise<void>;
}

/**
 * The warm-up call of a point: a seed of its own, so that no prompt is shared with the measured call, and no result.
 * @param n number of requests; concurrency stays that of the point
 */
export function warmupOf(plan: PointPlan, n: number): PointPlan {
  return {...plan, n_requests: n, seed: warmupSeed(plan.seed), result_path: null};
}

/** Far from every seed a sweep gives to a point: vLLM's numpy takes 32 bits. */
function warmupSeed(seed: number): number {
  return (seed + 0x5eed0001) % 0xffffffff;
}
