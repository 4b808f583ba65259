import {setImmediate as nextTurn} from "node:timers/promises";
import {batchScript, sbatchArguments, type SlurmJobPlan} from "./slurm-job.js";
import {submittedId, type SlurmQueue} from "./slurm-queue.js";
import {mustRun, type Transport} from "./transport.js";

/** Submits the shares of one server configuration as one job: an array when there are several. */
export class SlurmSubmission {
  private readonly wanted = new Map<number | null, string>();
  private submitted: Promise<string> | null = null;

  constructor(
    private readonly transport: Transport,
    private readonly queue: SlurmQueue,
    /** Unique to run and configuration. */
    readonly name: string
  ) {}

  /** Adds a share by its index in the array. @returns the job's number, once for all that ask in the same turn */
  async submit(index: number | null, folder: string, plan: Omit<SlurmJobPlan, "name" | "folders">): Promise<string> {
    this.wanted.set(index, folder);
    this.submitted ??= this.send(plan);
    return this.submitted;
  }

  private async send(plan: Omit<SlurmJobPlan, "name" | "folders">): Promise<string> {
    await nextTurn(); // the others of the array are on their way
    const folders = new Map([...this.wanted].sort(([a], [b]) => (a ?? 0) - (b ?? 0)));
    const whole = {...plan, name: this.name, folders};
    const said = await this.queue.inOrder(() =>
      mustRun(this.transport, sbatchArguments(whole), "sbatch refuses the job", batchScript(whole))
    );
    this.queue.forget();
    return submittedId(said);
  }
}
