import {spawn, type ChildProcess} from "node:child_process";
import {closeSync, openSync} from "node:fs";
import {setTimeout as sleep} from "node:timers/promises";
import {Problem} from "../../src/model/problem.js";
import {groupMembers, processIdentity, type ProcessIdentity} from "./process-identity.js";

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly at_epoch_s: number;
}

/** A program in a process group and session of its own, so that it can be ended with everything it has started. */
export class ProcessGroup {
  private ending: Ending | null = null;
  /** Settles when the leader ends; its children may live on. */
  readonly ended: Promise<Ending>;

  private constructor(
    child: ChildProcess,
    readonly leader: ProcessIdentity
  ) {
    this.ended = new Promise((resolve) => {
      child.once("exit", (code, signal) => {
        this.ending = {code, signal, at_epoch_s: Date.now() / 1e3};
        resolve(this.ending);
      });
    });
  }

  /** Starts a command, its output appended to a file. A Problem (exit code 3) when it cannot be started. */
  static async start(
    command: readonly string[],
    options: {readonly log: string; readonly environment: Readonly<Record<string, string>>; readonly cwd?: string}
  ): Promise<ProcessGroup> {
    const log = openSync(options.log, "a");
    try {
      const [program, ...parameters] = command;
      const child = spawn(program!, parameters, {
        detached: true,
        stdio: ["ignore", log, log],
        env: {...process.env, ...options.environment},
        ...(options.cwd === undefined ? {} : {cwd: options.cwd})
      });
      await new Promise<void>((resolve, reject) => {
        child.once("spawn", resolve);
        child.once("error", (error) => reject(new Problem("cannot start", {value: program, exitCode: 3, error})));
      });
      const pid = child.pid!;
      // A program that has ended already has no identity left, and its id cannot have been given away yet.
      return new ProcessGroup(child, processIdentity(pid) ?? {pid, started: "0", boot: null});
    } finally {
      closeSync(log);
    }
  }

  get pid(): number {
    return this.leader.pid;
  }

  /** Null while the leader runs. */
  exit(): Ending | null {
    return this.ending;
  }

  /**
   * Ends the group: SIGTERM to the leader, which tells its own; after `graceS`, SIGKILL to every member that is left.
   * @returns whether force was needed
   */
  async stop(graceS: number): Promise<{readonly forced: boolean}> {
    if (this.ending === null) signal(this.pid, "SIGTERM");
    const forced = await endGroup(this.leader, graceS);
    await this.endsWithin(1000); // its ending is told a moment after it is gone
    return {forced};
  }

  /** Waits for the leader to end, for a while. */
  async endsWithin(limitMs: number): Promise<boolean> {
    const late = sleep(limitMs, false, {ref: false});
    return Promise.race([this.ended.then(() => true), late]);
  }

  /** SIGKILL to every member, at once. */
  kill(): void {
    for (const pid of groupMembers(this.leader)) signal(pid, "SIGKILL");
  }
}

/** Waits for a group to end by itself for `graceS`, then ends it by force; true when force was needed. */
export async function endGroup(leader: ProcessIdentity, graceS: number): Promise<boolean> {
  if (await emptied(leader, graceS * 1e3)) return false;
  const left = groupMembers(leader);
  for (const pid of left) signal(pid, "SIGKILL");
  await emptied(leader, 5000);
  return left.length > 0;
}

async function emptied(leader: ProcessIdentity, limitMs: number): Promise<boolean> {
  const end = Date.now() + limitMs;
  for (let pause = 10; ; pause = Math.min(200, pause * 1.5)) {
    if (groupMembers(leader).length === 0) return true;
    if (Date.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Sends a signal; a process that is gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
