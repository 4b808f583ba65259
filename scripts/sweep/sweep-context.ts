import type {Client} from "../client/client.js";
import type {EvidenceReader} from "./evidence.js";
import type {FingerprintParts} from "./fingerprint.js";
import type {HostFacts} from "./host.js";
import type {Plan, PlannedPoint, PlannedServer} from "./planned.js";
import type {ProcessRegister} from "./process-register.js";
import type {Commit, RunFolder} from "./run-folder.js";
import type {Spec} from "./spec.js";
import type {SweepEvent} from "./sweep-event.js";

/** Numbers that starts of a server get: first, first + step, ... */
export interface StartNumbers {
  readonly first: number;
  readonly step: number;
}

/** What all parts of one sweep share. */
export interface SweepContext {
  readonly spec: Spec;
  /** Of the spec, for relative paths. */
  readonly file: string;
  readonly plan: Plan;
  readonly folder: RunFolder;
  readonly evidence: EvidenceReader;
  readonly register: ProcessRegister;
  readonly signal: AbortSignal;
  readonly emit: (event: SweepEvent) => void;
  /** Names of points to measure; null for all. */
  readonly only: ((point: string) => boolean) | null;
  /** performance.now() at which the sweep's budget ends. */
  readonly deadline: number;
  readonly client: (server: PlannedServer) => Client;
  readonly facts: (server: PlannedServer) => HostFacts;
  /** Everything that affects the numbers of a server. */
  readonly parts: (server: PlannedServer) => FingerprintParts;
  /** Hash of that and of a point's own. */
  readonly fingerprint: (server: PlannedServer, point: PlannedPoint) => string;
  /** Room left on the disk, bytes. */
  readonly freeBytes: () => number;
  readonly failures: {what: string; problem: string}[];
  readonly expectedFailures: {server: string; problem: string}[];
  readonly leftOut: {points: PlannedPoint[]; why: string}[];
  readonly overheads: number[];
  readonly starts: StartNumbers;
  /** A recorded step whose files are not stored yet. */
  pending: Commit | null;
  /** Settles when the clients are started and calibrated. */
  ready: Promise<void>;
}

/** Stores the step that waits, if one does. */
export function storePending(context: SweepContext): void {
  const {pending} = context;
  context.pending = null;
  if (pending !== null) context.folder.store(pending);
}
