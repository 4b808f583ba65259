import {Problem} from "../../../src/model/problem.js";
import {mustRun, type Transport} from "./transport.js";

/** One job as the queue shows it. */
export interface QueuedJob {
  /** As scancel and scontrol take it: 12, or 12_3 in an array. */
  readonly id: string;
  /** As srun takes it: a number of its own for each started job of an array. */
  readonly number: string;
  readonly name: string;
  /** Index in its array. */
  readonly index: number | null;
  /** PENDING, RUNNING, COMPLETING, ... */
  readonly state: string;
  /** Why it waits. */
  readonly reason: string;
  readonly nodes: string;
}

/** How a job ended, as the controller of the cluster remembers it for some minutes. */
export interface EndedJob {
  readonly state: string;
  readonly reason: string;
  readonly exit: string;
  readonly restarts: number;
}

const format = "%i|%A|%j|%K|%T|%r|%N";

/** Jobs that squeue names; one line each, as `squeue --array --format '%i|%A|%j|%K|%T|%r|%N'` prints. */
export function parseQueue(text: string): QueuedJob[] {
  return text
    .split("\n")
    .map((line) => line.trim().split("|"))
    .filter((cells) => cells.length === 7)
    .map(([id = "", number = "", name = "", index = "", state = "", reason = "", nodes = ""]) => ({
      id,
      number,
      name,
      index: /^\d+$/.test(index) ? Number(index) : null,
      state,
      reason,
      nodes
    }));
}

/** What `scontrol show job --oneliner` says of a job. */
export function parseJob(text: string): EndedJob | null {
  const field = (name: string): string => new RegExp(`(?:^|\\s)${name}=(\\S*)`).exec(text)?.[1] ?? "";
  const state = field("JobState");
  if (state === "") return null;
  return {state, reason: field("Reason"), exit: field("ExitCode"), restarts: Number(field("Restarts")) || 0};
}

/** The jobs of one target, asked for once an interval however many shares look. */
export class SlurmQueue {
  private known: {readonly at: number; readonly jobs: Promise<QueuedJob[]>} | null = null;
  private readonly names = new Set<string>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly transport: Transport,
    private readonly interval_ms: number
  ) {}

  /** Submits one after another, as the spec's order is that of worth. */
  inOrder<T>(submit: () => Promise<T>): Promise<T> {
    const next = this.turn.then(submit);
    this.turn = next.catch(() => undefined);
    return next;
  }

  /** Looks for jobs of this name from now on. */
  watch(name: string): void {
    if (!this.names.has(name)) this.known = null;
    this.names.add(name);
  }

  /** The job of a name, and of an index of its array; null when it is not in the queue (any more). */
  async job(name: string, index: number | null): Promise<QueuedJob | null> {
    const jobs = await this.jobs();
    return jobs.find((each) => each.name === name && each.index === index) ?? null;
  }

  /** After something was submitted or cancelled. */
  forget(): void {
    this.known = null;
  }

  /** How a job ended: from scontrol while it remembers, then from accounting where that is on. */
  async ended(id: string): Promise<EndedJob | null> {
    const shown = await this.transport.run(["scontrol", "show", "job", "--oneliner", id]);
    const job = shown.exitCode === 0 ? parseJob(shown.stdout) : null;
    if (job !== null) return job;
    const account = await this.transport.run(["sacct", "-n", "-X", "-P", "-o", "State,ExitCode,Restarts", "-j", id]);
    const [state = "", exit = ""] = account.exitCode === 0 ? account.stdout.trim().split("\n").at(-1)!.split("|") : [];
    return state === "" ? null : {state: state.split(" ")[0]!, reason: "", exit, restarts: 0};
  }

  private async jobs(): Promise<QueuedJob[]> {
    if (this.known === null || performance.now() - this.known.at > this.interval_ms) {
      const names = [...this.names].join(",");
      const jobs = mustRun(
        this.transport,
        ["squeue", "--noheader", "--array", "--name", names, "--format", format],
        "squeue failed"
      ).then(parseQueue);
      this.known = {at: performance.now(), jobs};
      jobs.catch(() => (this.known = null));
    }
    return this.known.jobs;
  }
}

/** Number of a submitted job from what `sbatch --parsable` prints: the number, and the cluster where there are several. */
export function submittedId(text: string): string {
  const id = text.trim().split("\n").at(-1)!.split(";")[0]!;
  if (/^\d+$/.test(id)) return id;
  throw new Problem("sbatch did not tell the number of the job", {value: text.trim(), exitCode: 3});
}
