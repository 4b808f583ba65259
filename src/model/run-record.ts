import type {RunKind} from "./dataset.js";
import type {LoadQuestion} from "./load-limits.js";

/** What a run's manifest says beyond the tables: where it came from, the exact commands, and every stored file. */
export interface RunRecord {
  readonly run: string;
  readonly kind: RunKind;
  readonly origin: string;
  /** ISO 8601. */
  readonly created_utc: string;
  readonly tool_version: string;
  readonly client: {readonly name: string; readonly version: string | null};
  readonly notes: readonly string[];
  /** Limits whose highest load the sweep searched. */
  readonly searches: readonly LoadQuestion[];
  readonly servers: readonly {
    readonly server: string;
    readonly command: readonly string[] | null;
    readonly environment: Readonly<Record<string, string>>;
  }[];
  readonly points: readonly {
    readonly point: string;
    readonly repeat: number;
    readonly server: string;
    readonly command: readonly string[] | null;
  }[];
  readonly files: readonly {
    readonly path: string;
    readonly role: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly stored_bytes: number;
    readonly stored_sha256: string;
  }[];
  readonly left_out: readonly {readonly path: string; readonly why: string}[];
}

/**
 * A run's name as the name of its page: a dot would be taken for the start of a file's extension, and no run's name holds a
 * tilde.
 */
export function runSlug(run: string): string {
  return run.replaceAll(".", "~");
}
