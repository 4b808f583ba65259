/** One request inside the simulated engine. */
export interface Sequence {
  readonly prompt: Int32Array;
  /** Tokens to generate; the engine ends the sequence after them. */
  readonly output_tokens: number;
  /** Prompt tokens that the prefix cache held; set when the sequence is admitted. */
  cached_tokens: number;
  /** Called when token number n (from 0) is due. */
  readonly onToken: (n: number, last: boolean) => void;
}

/** Totals since the start, as /metrics shows them; times in s. */
export interface EngineState {
  running: number;
  waiting: number;
  /** 0 to 1. */
  kv_cache_usage: number;
  prefix_cache_queries: number;
  prefix_cache_hits: number;
  preemptions: number;
  prompt_tokens: number;
  generation_tokens: number;
  iterations: number;
  /** Time in which the engine worked, and the energy of all boards in that time, J. */
  busy_s: number;
  busy_energy_j: number;
}

export interface Engine {
  submit(sequence: Sequence): void;
  /** Drops a sequence whose client has gone. */
  abort(sequence: Sequence): void;
  state(): Readonly<EngineState>;
  resetPrefixCache(): void;
  stop(): void;
}

export function newState(): EngineState {
  return {
    running: 0,
    waiting: 0,
    kv_cache_usage: 0,
    prefix_cache_queries: 0,
    prefix_cache_hits: 0,
    preemptions: 0,
    prompt_tokens: 0,
    generation_tokens: 0,
    iterations: 0,
    busy_s: 0,
    busy_energy_j: 0
  };
}
