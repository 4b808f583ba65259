import type {SweepEvent} from "./sweep-event.js";
import type {SweepReport} from "./sweep-report.js";

/**
 * How a sweep reaches the host that it measures. The order is prepare, start, follow, collect; stop may come at any
 * time after start, and more than once. Each step is a Problem when it fails, and can be repeated after a resume.
 */
export interface Executor {
  /** Brings to the host what the sweep needs there, and checks that it can run. */
  prepare(): Promise<void>;
  /** Begins to measure; returns as soon as that is under way. */
  start(): Promise<void>;
  /** Hands on what happens until the measuring has ended, and says what it came to. */
  follow(emit: (event: SweepEvent) => void): Promise<SweepReport>;
  /** Brings the run's files to the folder of runs here. */
  collect(): Promise<void>;
  /** Ends the measuring in order: servers are ended, what is complete is kept. */
  stop(): Promise<void>;
}
