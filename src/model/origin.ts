/** Where the numbers of a run come from, as a page shows it. */
export interface RunOrigin {
  readonly run: string;
  readonly kind: string;
  readonly created_utc: string;
  /** Load generator with its version. */
  readonly client: string;
  readonly manifest_sha256: string;
  /** Sweep spec below the repository's root that measures the run again; null when it was not measured by one. */
  readonly spec: string | null;
  readonly notes: readonly string[];
  readonly servers: Readonly<Record<string, ServerOrigin>>;
  /** By point id. */
  readonly points: Readonly<Record<string, PointOrigin>>;
}

interface ServerOrigin {
  /** As started; null when it was not recorded. */
  readonly command: readonly string[] | null;
  readonly engine: string;
  readonly driver: string | null;
  readonly cuda: string | null;
}

export interface PointOrigin {
  readonly server: string;
  readonly repeat: number;
  /** All points of this configuration and load, over all runs: what tables take the mean of. */
  readonly level: readonly string[];
  readonly n_requests: number | null;
  readonly seed: number | null;
  /** The client's command as run; null when it was not recorded. */
  readonly command: readonly string[] | null;
  /** Command that measures the point again, from the repository's root. */
  readonly again: string | null;
  readonly files: readonly {
    readonly path: string;
    readonly role: string;
    /** Of the file as the tool wrote it, and as it is stored: redacted and compressed. */
    readonly sha256: string;
    readonly stored_sha256: string;
  }[];
}
