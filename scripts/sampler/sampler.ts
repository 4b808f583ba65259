/** What a sampler did, for the manifest. */
export interface SamplerSummary {
  /** False when there is nothing to sample here (no nvidia-smi, no /metrics): the file is then not written. */
  readonly available: boolean;
  readonly path: string | null;
  readonly n_samples: number;
  /** Times the source was started again after it died or hung. */
  readonly n_restarts: number;
  /** Longest time between two samples, s; null with fewer than two. */
  readonly gap_max_s: number | null;
  /** Local time minus UTC of the timestamps in the file, s: 0, as the child runs with TZ=UTC. */
  readonly utc_offset_s: number;
  readonly kind: "measured" | "simulated";
  /** In one line, what went wrong; null when nothing did. */
  readonly problem: string | null;
}

/** A running sampler: it never throws into the runner, and leaves no process behind after stop(). */
export interface Sampler {
  /** The state so far. */
  summary(): SamplerSummary;
  stop(): Promise<SamplerSummary>;
}
