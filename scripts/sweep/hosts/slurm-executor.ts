import {Problem} from "../../../src/model/problem.js";
import type {SpecTarget} from "../spec.js";
import {clockOffset} from "./clock-offset.js";
import {message, RemoteExecutor, type HostNotes, type RemoteOptions} from "./remote-executor.js";
import {RemoteShare} from "./remote-share.js";
import type {ShareState} from "./share-order.js";
import type {QueuedJob, SlurmQueue} from "./slurm-queue.js";
import type {SlurmSubmission} from "./slurm-submission.js";
import {exitCode} from "./ssh-executor.js";
import type {TargetHost} from "./target-host.js";

/** Looks at a job that has left the queue until its last files must have arrived over a shared file system. */
const looksAfterEnd = 5;

/** Measures in a job of Slurm, which chooses node and GPUs, queues, requeues and limits: here it is only followed. */
export class SlurmExecutor extends RemoteExecutor {
  private job: QueuedJob | null = null;
  private id: string | null = null;
  private told = "";
  private looks = 0;
  private requeues = 0;
  private clockAsked = false;
  private cancelled: number | null = null;

  constructor(
    private readonly host: TargetHost,
    private readonly target: SpecTarget,
    private readonly run: string,
    private readonly queue: SlurmQueue,
    private readonly submission: SlurmSubmission,
    /** Time that servers have to end, s: after that and half a minute the job is cancelled by force. */
    private readonly stop_s: number,
    options: RemoteOptions
  ) {
    super(options);
  }

  private get index(): number | null {
    return this.options.share.start?.number ?? null;
  }

  protected async connect(): Promise<RemoteShare> {
    const {base} = await this.host.ready();
    this.queue.watch(this.submission.name);
    return new RemoteShare(this.host.transport, base, this.options.share, this.run);
  }

  protected async isRunning(): Promise<boolean> {
    const before = this.job;
    const job = await this.queue.job(this.submission.name, this.index);
    this.job = job;
    if (job === null) return false;
    this.id = job.id;
    this.looks = 0;
    if (before?.state === "RUNNING" && job.state === "PENDING") this.requeues++;
    this.tell(job);
    if (job.state === "RUNNING") this.askClock(job.number);
    if (this.cancelled !== null && performance.now() > this.cancelled) {
      this.cancelled = null;
      await this.host.transport.run(["scancel", job.id]);
    }
    return true;
  }

  protected async launch(): Promise<void> {
    const {base, bundle} = await this.host.ready();
    const {share} = this.options;
    const plan = {target: this.target, gpus: share.gpus, base, bundle};
    const id = await this.submission.submit(this.index, this.remote.folder, plan);
    this.id = this.index === null ? id : `${id}_${this.index}`;
    this.note(`submitted as job ${this.id}`);
  }

  protected async explain(state: ShareState | null): Promise<Problem | null> {
    const job = this.id === null ? null : await this.queue.ended(this.id);
    const settled = state !== null && state.status !== "running";
    // Not seen in the queue yet, on its way from one state to the next, or its files still on their way.
    if ((job !== null && isUnderWay(job.state)) || (!settled && this.looks++ < looksAfterEnd)) {
      this.queue.forget();
      return null;
    }
    const remedy = "what was complete is kept; --resume goes on";
    const failed = (cause: string, more = remedy): Problem =>
      new Problem(`job ${this.id}: ${cause}`, {remedy: more, exitCode: this.stopping ? 130 : 3});
    switch (job?.state) {
      case "TIMEOUT":
      case "DEADLINE":
        return failed("its time limit was hit", "raise slurm.time_limit, then --resume goes on with what is missing");
      case "CANCELLED":
        return failed(this.stopping ? "cancelled, as asked" : "was cancelled by someone else");
      case "PREEMPTED":
        return failed("was preempted and not requeued");
      case "NODE_FAIL":
      case "BOOT_FAIL":
        return failed("its node failed");
      case "OUT_OF_MEMORY":
        return failed("was out of memory", "raise slurm.memory, then --resume");
      case undefined:
      default:
        break;
    }
    if (settled)
      return new Problem(`job ${this.id}: ${state.problem ?? "the runner ended"}`, {exitCode: exitCode(state)});
    const log = await this.log();
    return failed(
      `ended${job === null ? "" : ` as ${job.state}, ${job.exit}`} without a result${log === "" ? "" : `: ${log}`}`
    );
  }

  protected async end(): Promise<boolean> {
    this.queue.forget();
    const job = await this.queue.job(this.submission.name, this.index);
    if (job === null) return false;
    const {transport} = this.host;
    if (job.state !== "RUNNING") await transport.run(["scancel", job.id]);
    else {
      // The runner ends its server and stores what is complete, as on a host of ours.
      await transport.run(["scancel", "--batch", "--signal=TERM", job.id]);
      this.cancelled = performance.now() + (this.stop_s + 30) * 1e3;
    }
    this.queue.forget();
    return true;
  }

  notes(): HostNotes {
    return {clock: this.clock, state: this.last, job: this.id, requeues: this.requeues};
  }

  private tell({id, state, reason, nodes}: QueuedJob): void {
    const now =
      state === "PENDING" ? `waits: ${reason}` : state === "RUNNING" ? `runs on ${nodes}` : state.toLowerCase();
    if (now !== this.told) this.note(`job ${id} ${now}`);
    this.told = now;
  }

  /** The node's clock, once, while its server starts; through a step of the job, as only Slurm reaches the node. */
  private askClock(id: string): void {
    if (this.clockAsked) return;
    this.clockAsked = true;
    const step = ["srun", `--jobid=${id}`, "--overlap", "--ntasks=1", "--gres=none", "--mem=0", "date", "+%s.%N"];
    const failed = (why: string): void => this.note(`the node's clock could not be compared: ${why}`);
    const compare = async (): Promise<void> => {
      const clock = await clockOffset(this.host.transport, step, 3);
      if (clock === null) failed("srun --overlap does not run");
      else this.clock.push(clock);
    };
    compare().catch((error: unknown) => failed(message(error)));
  }

  private async log(): Promise<string> {
    const {base} = await this.host.ready();
    const suffix = this.index === null ? "" : `-${this.index}`;
    const {stdout} = await this.host.transport.run(["tail", "-n", "3", `${base}/${this.submission.name}${suffix}.log`]);
    return stdout.trim().split("\n").join("; ");
  }
}

/** A state from which a job still goes on, which the queue may not show at just this moment. */
function isUnderWay(state: string): boolean {
  return /^(?:PENDING|RUNNING|CONFIGURING|COMPLETING|REQUEUED|REQUEUE_FED|REQUEUE_HOLD|RESIZING|SUSPENDED|STAGE_OUT|SIGNALING)$/.test(
    state
  );
}
