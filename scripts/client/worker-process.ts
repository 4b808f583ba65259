import {spawn, type ChildProcess} from "node:child_process";
import {createInterface} from "node:readline";
import {setTimeout as sleep} from "node:timers/promises";
import {Problem} from "../../src/model/problem.js";
import {killGroup} from "./kill-group.js";
import {workerAnswer, type WorkerAnswer, type WorkerCall} from "./worker-protocol.js";

interface Waiting {
  readonly resolve: (answer: WorkerAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** Characters of the process's own output that are kept for messages. */
const keptCharacters = 4000;
/** Beyond it Node's timers fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * A worker process in a process group of its own, started when it is first called and again after it has died. It
 * ends when its stdin does, so it does not outlive a runner that was killed.
 */
export class WorkerProcess {
  private child: ChildProcess | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private said = "";

  constructor(
    private readonly command: readonly [string, ...string[]],
    private readonly environment: Readonly<Record<string, string>> = {}
  ) {}

  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  /**
   * @param timeoutMs the process group is ended after it
   * @throws Problem (exit code 3) when the process cannot be started or dies, and when the time is over; the signal's
   * reason when it is aborted
   */
  async call(call: WorkerCall, timeoutMs: number, signal?: AbortSignal): Promise<WorkerAnswer> {
    signal?.throwIfAborted();
    const child = this.running();
    const id = this.nextId++;
    const answered = new Promise<WorkerAnswer>((resolve, reject) => this.waiting.set(id, {resolve, reject}));
    child.stdin?.write(`${JSON.stringify({id, ...call})}\n`);
    const over = new AbortController();
    const stops = [
      sleep(Math.min(timeoutMs, longestTimerMs), undefined, {signal: over.signal, ref: false}).then(() => {
        throw new Problem(`no answer within ${timeoutMs / 1e3} s`, {exitCode: 3});
      }),
      aborted(signal, over.signal)
    ];
    try {
      return await Promise.race([answered, ...stops]);
    } catch (error) {
      answered.catch(() => {});
      await this.close();
      throw error;
    } finally {
      this.waiting.delete(id);
      over.abort();
      for (const stop of stops) stop.catch(() => {});
    }
  }

  /** Ends the process group: asked first, then by force. */
  async close(): Promise<void> {
    const {child} = this;
    this.child = null;
    if (child?.pid === undefined) return;
    const gone = new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve();
      else child.once("exit", () => resolve());
    });
    await killGroup(child.pid, gone);
  }

  private running(): ChildProcess {
    if (this.child !== null) return this.child;
    const [file, ...args] = this.command;
    const child = spawn(file, args, {
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
      env: {...process.env, ...this.environment}
    });
    this.child = child;
    this.said = "";
    createInterface({input: child.stdout}).on("line", (line) => this.line(line));
    child.stderr.setEncoding("utf8").on("data", (text: string) => this.keep(text));
    child.stdin.on("error", () => {}); // its death is told by exit
    child.on("error", (error) => this.lost(child, `cannot be started: ${error.message}`));
    child.on("close", (code, signal) => this.lost(child, `ended with ${signal ?? `code ${code}`}`));
    return child;
  }

  private line(line: string): void {
    let answer;
    try {
      answer = workerAnswer.safeParse(JSON.parse(line));
    } catch {
      answer = null;
    }
    if (answer?.success !== true) return this.keep(`${line}\n`); // a library that prints to stdout
    this.waiting.get(answer.data.id)?.resolve(answer.data);
  }

  private lost(child: ChildProcess, how: string): void {
    if (this.child === child) this.child = null;
    const words = this.said.trim().split("\n").slice(-3).join(" | ");
    for (const {reject} of this.waiting.values()) {
      reject(new Problem(`the client's worker ${how}${words === "" ? "" : `: ${words}`}`, {exitCode: 3}));
    }
    this.waiting.clear();
  }

  private keep(text: string): void {
    this.said = (this.said + text).slice(-keptCharacters);
  }
}

/** Rejects with the signal's reason once it is aborted; never settles otherwise, until `over`. */
async function aborted(signal: AbortSignal | undefined, over: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const tell = (): void =>
      reject(signal?.reason instanceof Error ? signal.reason : new Problem("interrupted", {exitCode: 130}));
    signal?.addEventListener("abort", tell, {once: true});
    over.addEventListener("abort", () => signal?.removeEventListener("abort", tell), {once: true});
  });
}
