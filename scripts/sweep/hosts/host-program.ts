import {appendFileSync, existsSync, mkdirSync, readFileSync, rmSync} from "node:fs";
import {join, resolve} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import writeFileAtomic from "write-file-atomic";
import {Problem} from "../../../src/model/problem.js";
import {glob} from "../glob.js";
import {planSweep} from "../plan.js";
import {processIdentity} from "../process-identity.js";
import {ProcessRegister} from "../process-register.js";
import {runSweep} from "../run-sweep.js";
import type {SweepEvent} from "../sweep-event.js";
import type {SweepReport} from "../sweep-report.js";
import {gpusInUse, leaseGpus} from "./gpu-lease.js";
import {otherJobs} from "./node-jobs.js";
import {mirrorRun} from "./run-copy.js";
import {shareFiles, shareOrderSchema, shareStateSchema, type ShareOrder, type ShareState} from "./share-order.js";

/** The lock of a runner that was killed on another node is stale after 20 s. */
const lockPatienceMs = 30_000;

/**
 * The host's side of a share: measures what the folder's share.json orders, tells it in events.jsonl and state.json,
 * and goes on where a runner before it was cut off. SIGTERM ends it in order.
 * @returns exit code: 0 all measured, 1 something failed, 130 interrupted, 2 or 3 it cannot be measured
 */
export async function hostProgram(folderGiven: string): Promise<number> {
  return new HostShare(resolve(folderGiven)).run();
}

class HostShare {
  private readonly order: ShareOrder;
  private readonly interrupt = new AbortController();
  private readonly register = new ProcessRegister();
  private readonly attempts: number;
  private otherJobs: number | null = null;
  private gpus: string[] = [];

  constructor(private readonly folder: string) {
    this.order = shareOrderSchema.parse(JSON.parse(readFileSync(join(folder, shareFiles.order), "utf8")));
    this.attempts = 1 + (readState(folder)?.attempts ?? 0);
  }

  async run(): Promise<number> {
    for (const name of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
      process.on(name, () => {
        if (this.interrupt.signal.aborted) this.register.killAll();
        this.interrupt.abort(new Problem("interrupted", {exitCode: 130}));
      });
    }
    process.on("uncaughtExceptionMonitor", () => this.register.killAll());
    this.tell({status: "running", problem: null, exit_code: 0, report: null});
    try {
      const report = await this.measure();
      const code = report.failures.length > 0 ? 1 : 0;
      this.tell({status: "ended", problem: null, exit_code: code, report});
      return code;
    } catch (error) {
      const interrupted = this.interrupt.signal.aborted;
      const problem = error instanceof Error ? error.message : String(error);
      const exit_code = interrupted ? 130 : error instanceof Problem ? error.exitCode : 1;
      this.tell({status: interrupted ? "interrupted" : "failed", problem, exit_code, report: null});
      if (!(error instanceof Problem))
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      return exit_code;
    }
  }

  private async measure(): Promise<SweepReport> {
    const {order, folder} = this;
    const file = join(folder, shareFiles.order);
    const whole = planSweep(order.spec, file);
    const {start} = order;
    const plan =
      start === null ? whole : {...whole, boots: whole.boots.filter(({boot}) => boot.number === start.number)};
    const own = plan.servers[0]?.environment ?? {};
    const needed = plan.kind === "simulated" ? 0 : Math.max(0, ...plan.servers.map((each) => each.gpus));
    this.gpus = gpusInUse({...process.env, ...own}, needed);
    if (this.attempts > 1) this.emit({kind: "note", text: `runner started again, the ${this.attempts}. time`});
    const release = await leaseGpus(this.gpus);
    const stored = join(folder, shareFiles.runs);
    const work = order.scratch === null ? stored : join(order.scratch, `sweepbook-${order.key}`, shareFiles.runs);
    const mirror = (): void => {
      if (work !== stored) mirrorRun(join(work, order.run), join(stored, order.run));
    };
    try {
      mkdirSync(work, {recursive: true});
      // On another node than before: what is measured already comes along.
      if (work !== stored && !existsSync(join(work, order.run, "manifest.json"))) {
        mirrorRun(join(stored, order.run), join(work, order.run));
      }
      await this.look();
      const report = await this.patiently(() =>
        runSweep({
          spec: order.spec,
          file,
          plan,
          runs: work,
          run: order.run,
          resume: true,
          recover: false,
          only: order.only === null ? null : glob(order.only),
          signal: this.interrupt.signal,
          register: this.register,
          ...(start === null ? {} : {starts: {first: start.number, step: start.of}}),
          emit: (event) => {
            this.emit(event);
            if (event.kind === "point-start" || event.kind === "server-stopped") mirror();
            if (event.kind === "point-done" || event.kind === "server-stopped") void this.look();
          }
        })
      );
      await this.look();
      return report;
    } finally {
      mirror();
      if (order.scratch !== null) rmSync(join(order.scratch, `sweepbook-${order.key}`), {recursive: true, force: true});
      release();
    }
  }

  private async patiently<T>(action: () => Promise<T>): Promise<T> {
    const end = Date.now() + lockPatienceMs;
    for (;;) {
      try {
        return await action();
      } catch (error) {
        const locked = error instanceof Error && (error.cause as {code?: unknown} | undefined)?.code === "ELOCKED";
        if (!locked || Date.now() > end) throw error;
        await sleep(2000, undefined, {signal: this.interrupt.signal});
      }
    }
  }

  /** Counts who else is on the node. */
  private async look(): Promise<void> {
    const now = await otherJobs(process.env);
    if (now !== null) this.otherJobs = Math.max(this.otherJobs ?? 0, now);
  }

  private emit(event: SweepEvent): void {
    appendFileSync(join(this.folder, shareFiles.events), `${JSON.stringify(event)}\n`);
  }

  private tell(so: Pick<ShareState, "status" | "problem" | "exit_code" | "report">): void {
    const state: ShareState = {
      ...so,
      pid: process.pid,
      started: processIdentity(process.pid)?.started ?? null,
      at_epoch_s: Date.now() / 1e3,
      attempts: this.attempts,
      token: this.order.token,
      node: {other_jobs: this.otherJobs, gpus: this.gpus}
    };
    writeFileAtomic.sync(join(this.folder, shareFiles.pid), String(process.pid));
    writeFileAtomic.sync(join(this.folder, shareFiles.state), `${JSON.stringify(state)}\n`);
  }
}

function readState(folder: string): ShareState | null {
  try {
    return shareStateSchema.parse(JSON.parse(readFileSync(join(folder, shareFiles.state), "utf8")));
  } catch {
    return null;
  }
}
