import type {SweepEvent} from "./sweep-event.js";
import type {SweepReport} from "./sweep-report.js";

/**
 * How a sweep reaches the host that it measures. The order is prepare, start, follow, collect; stop may come at any
 * time after prepare, and more than once. Each step is a Problem when it fails, and can be repeated after a resume.
 *
 * Three reach a host: LocalExecutor in this process, SshExecutor a process that needs no connection, SlurmExecutor a
 * job. ManyExecutor is one too: it divides a sweep into shares, gives each an executor, and joins their runs. A fourth
 * kind of host extends RemoteExecutor where it has a folder that can be written, read and outlives the connection: what
 * is left to say is how a runner is launched there, whether it still runs, and how it is asked to end.
 */
export interface Executor {
  /** Brings to the host what the sweep needs there, and checks that it can run. Finds what runs there already. */
  prepare(): Promise<void>;
  /** Begins to measure, unless that goes on already; returns as soon as it is under way, or queued. */
  start(): Promise<void>;
  /** Hands on what happens until the measuring has ended, and says what it came to. A lost connection is waited for. */
  follow(emit: (event: SweepEvent) => void): Promise<SweepReport>;
  /** Brings the run's files to the folder of runs here, as far as they are; may come before the end. */
  collect(): Promise<void>;
  /** Ends the measuring in order: servers are ended, what is complete is kept. */
  stop(): Promise<void>;
}
