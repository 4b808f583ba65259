import {setTimeout as sleep} from "node:timers/promises";
import type {Manifest} from "../../../loaders/manifest.js";
import {Problem} from "../../../src/model/problem.js";
import type {Executor} from "../executor.js";
import type {SweepEvent} from "../sweep-event.js";
import type {SweepReport} from "../sweep-report.js";
import type {ClockOffset} from "./clock-offset.js";
import type {RemoteShare, Standing} from "./remote-share.js";
import type {Share} from "./share.js";
import type {ShareState} from "./share-order.js";
import {ConnectionLost} from "./transport.js";

/** What of a share is measured already and lies in the run's folder here. */
interface Measured {
  readonly manifest: Manifest;
  readonly folder: string;
}

/** What a share's host is known by afterwards. */
export interface HostNotes {
  readonly clock: readonly ClockOffset[];
  readonly state: ShareState | null;
  readonly [key: string]: unknown;
}

export interface RemoteOptions {
  readonly share: Share;
  /** Patterns of points, null for all. */
  readonly only: readonly string[] | null;
  readonly scratch: string | null;
  /** The share's name among all shares of all runs. */
  readonly key: string;
  readonly measured: () => Measured | null;
  /** Only collects what is there. */
  readonly recover: boolean;
  /** Folder of runs here for what comes back. */
  readonly arrivals: string;
  /** Takes over what has come back. */
  readonly take: (manifest: Manifest, folder: string) => void;
  readonly poll_ms: number;
  /** How long a host may be out of reach before its target is given up, s. */
  readonly patience_s: number;
}

/**
 * What ssh and Slurm have in common: a share's folder on a host, a runner there that lives on its own, and a look at
 * both every few seconds. A lost connection is waited for; a resumed sweep finds the runner where it is.
 */
export abstract class RemoteExecutor implements Executor {
  /** start: nothing runs; follow: a runner of ours is at work; done: it has done all of this share already. */
  private mode: "start" | "follow" | "done" = "start";
  protected last: ShareState | null = null;
  protected stopping = false;
  private asked = false;
  protected readonly clock: ClockOffset[] = [];
  protected emit: (event: SweepEvent) => void = (event) => this.early.push(event);
  private readonly early: SweepEvent[] = [];

  constructor(protected readonly options: RemoteOptions) {}

  /** Connects, and makes the folder's handle. */
  protected abstract connect(): Promise<RemoteShare>;
  protected abstract isRunning(standing: Standing): Promise<boolean>;
  protected abstract launch(): Promise<void>;
  /** Why a runner that is no longer at work has not finished; null while that cannot be said yet. */
  protected abstract explain(state: ShareState | null): Promise<Problem | null>;
  /** Asks the runner to end in order; false when there is none yet to ask. */
  protected abstract end(): Promise<boolean>;
  abstract notes(): HostNotes;

  private shareOnHost: RemoteShare | null = null;

  protected get remote(): RemoteShare {
    if (this.shareOnHost === null) throw new Error("used before prepare()");
    return this.shareOnHost;
  }

  async prepare(): Promise<void> {
    this.shareOnHost = await this.connect();
    const standing = await this.remote.poll();
    this.last = standing.state;
    if (await this.isRunning(standing)) {
      this.mode = "follow";
      this.note("a runner is at work already: following it");
      for (const event of standing.events) this.emit(event);
      return;
    }
    if (this.options.recover || (this.remote.isDone(standing.state) && this.options.only === null)) {
      this.mode = "done";
      return;
    }
    const {only, scratch, key} = this.options;
    // What the host has is never older than what came from it.
    await this.remote.send(
      {only: only === null ? null : [...only], scratch, key},
      standing.hasRun ? null : this.options.measured()
    );
  }

  async start(): Promise<void> {
    if (this.stopping) throw new Problem("interrupted", {exitCode: 130});
    if (this.mode === "start") await this.launch();
  }

  async follow(emit: (event: SweepEvent) => void): Promise<SweepReport> {
    for (const event of this.early.splice(0)) emit(event);
    this.emit = emit;
    if (this.mode === "done") return this.doneBefore();
    for (;;) {
      const ended = await this.reached(() => this.step());
      if (ended !== null) return ended;
      await sleep(this.options.poll_ms);
    }
  }

  async collect(): Promise<void> {
    await this.reached(async () => {
      const manifest = await this.remote.collect(this.options.arrivals);
      if (manifest !== null) this.options.take(manifest, this.options.arrivals);
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.endOnce();
  }

  private async endOnce(): Promise<void> {
    if (!this.asked) this.asked = await this.end();
  }

  protected note(text: string): void {
    this.emit({kind: "note", text});
  }

  private async step(): Promise<SweepReport | null> {
    if (await this.look()) {
      if (this.stopping) await this.endOnce();
      return null;
    }
    // State and process are not read in one instant: one of them may have changed in between.
    if (await this.look()) return null;
    const state = this.last;
    if (state?.status === "ended") return state.report as SweepReport;
    const problem = await this.explain(state);
    if (problem !== null) throw problem;
    return null;
  }

  /** Hands on what is new. @returns whether the runner is at work */
  private async look(): Promise<boolean> {
    const standing = await this.remote.poll();
    this.last = standing.state;
    const running = await this.isRunning(standing);
    for (const event of standing.events) this.emit(event);
    if (standing.events.some((event) => event.kind === "server-stopped")) {
      // Between two servers nothing is measured: what there is is brought home, should the host be lost later.
      await this.collect().catch((error: unknown) => this.note(`not collected yet: ${message(error)}`));
    }
    return running;
  }

  private doneBefore(): SweepReport {
    const report = this.options.recover ? null : (this.last?.report as SweepReport | null | undefined);
    return {...emptyReport, ...report, measured: 0};
  }

  /** Repeats a step over lost connections. */
  private async reached<T>(step: () => Promise<T>): Promise<T> {
    let since: number | null = null;
    for (let pause = this.options.poll_ms; ; pause = Math.min(30_000, pause * 1.5)) {
      try {
        const result = await step();
        if (since !== null) this.note("connected again");
        return result;
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw error;
        if (since === null) this.note(`connection lost, measuring goes on there: ${error.message}`);
        since ??= performance.now();
        if (this.stopping || performance.now() - since > this.options.patience_s * 1e3) {
          throw new Problem(`out of reach for ${Math.round((performance.now() - since) / 1e3)} s`, {
            remedy: "measuring goes on there; --resume collects it",
            exitCode: 3,
            error
          });
        }
        await sleep(pause);
      }
    }
  }
}

/** Of a share of which nothing was measured. */
export const emptyReport: SweepReport = {
  run: "",
  folder: "",
  measured: 0,
  failures: [],
  expected_failures: [],
  left_out: [],
  overhead_mean_s: null,
  overhead_max_s: null,
  searches: [],
  adaptive: [],
  took_s: 0
};

export function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
