import {spawn} from "node:child_process";
import {closeSync, openSync, readFileSync} from "node:fs";
import {setTimeout as sleep} from "node:timers/promises";
import {killGroup} from "./kill-group.js";

/** Beyond it Node's timers fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Runs one command at a time in a process group of its own, its output in a file. */
export class LoggedProcess {
  #running: number | null = null;

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  /** Null when it ended with code 0, else why not in one line. An abort is thrown once the group has ended. */
  async run(argv: readonly string[], log: string, timeoutMs: number, signal?: AbortSignal): Promise<string | null> {
    signal?.throwIfAborted();
    const [file = "", ...args] = argv;
    const fd = openSync(log, "a");
    const child = spawn(file, args, {detached: true, stdio: ["ignore", fd, fd], env: this.env});
    closeSync(fd);
    this.#running = child.pid ?? null;
    const ended = new Promise<number | string>((resolve) => {
      child.on("error", (error) => resolve(`cannot be started: ${error.message}`));
      child.on("close", (code, name) => resolve(code ?? `ended with ${name}`));
    });
    const over = new AbortController();
    const stopped = AbortSignal.any([over.signal, ...(signal === undefined ? [] : [signal])]);
    const late = sleep(Math.min(timeoutMs, longestTimerMs), `no end within ${timeoutMs / 1e3} s`, {
      signal: stopped
    }).catch(() => "interrupted");
    const how = await Promise.race([ended, late]);
    over.abort();
    if (child.pid !== undefined) await killGroup(child.pid, ended);
    this.#running = null;
    signal?.throwIfAborted();
    if (how === 0) return null;
    return typeof how === "string" ? how : `ended with code ${how}${lastLine(log)}`;
  }

  async close(): Promise<void> {
    if (this.#running !== null) await killGroup(this.#running, null);
  }
}

/** What a program says when it is asked for its version; null when it cannot be run. */
export async function versionOf(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal
): Promise<string | null> {
  const child = spawn(argv[0] ?? "", argv.slice(1), {
    stdio: ["ignore", "pipe", "ignore"],
    env,
    timeout: 180_000,
    ...(signal === undefined ? {} : {signal})
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  const code = await new Promise<number | string | null>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", resolve);
  });
  signal?.throwIfAborted();
  return code === 0 ? said : null;
}

function lastLine(log: string): string {
  let text: string;
  try {
    text = readFileSync(log, "utf8");
  } catch {
    return "";
  }
  const line = text.trimEnd().split("\n").at(-1)?.slice(0, 300) ?? "";
  return line === "" ? "" : `: ${line}`;
}
