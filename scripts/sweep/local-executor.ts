import type {Executor} from "./executor.js";
import {runSweep, type SweepOptions} from "./run-sweep.js";
import type {SweepEvent} from "./sweep-event.js";
import type {SweepReport} from "./sweep-report.js";

/** Measures on this host, in this process: nothing to bring and nothing to collect. */
export class LocalExecutor implements Executor {
  private running: Promise<SweepReport> | null = null;
  private readonly interrupt = new AbortController();
  /** Events from before follow() was called. */
  private readonly early: SweepEvent[] = [];
  private emit: (event: SweepEvent) => void = (event) => this.early.push(event);

  constructor(private readonly options: Omit<SweepOptions, "signal" | "emit">) {}

  async prepare(): Promise<void> {
    // the host is this one
  }

  async start(): Promise<void> {
    this.running = runSweep({...this.options, signal: this.interrupt.signal, emit: (event) => this.emit(event)});
    this.running.catch(() => undefined); // told by follow()
  }

  async follow(emit: (event: SweepEvent) => void): Promise<SweepReport> {
    for (const event of this.early.splice(0)) emit(event);
    this.emit = emit;
    if (this.running === null) throw new Error("follow() before start()");
    return this.running;
  }

  async collect(): Promise<void> {
    // the files are where they belong
  }

  async stop(): Promise<void> {
    this.interrupt.abort(new Error("interrupted"));
    await this.running?.catch(() => undefined);
  }
}
