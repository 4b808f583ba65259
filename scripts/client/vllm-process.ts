import {spawn} from "node:child_process";
import {closeSync, mkdirSync, openSync, readFileSync} from "node:fs";
import {devNull} from "node:os";
import {dirname} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {Problem} from "../../src/model/problem.js";
import {benchArguments} from "./bench-arguments.js";
import type {Client, Measured, PointPlan} from "./client.js";
import {clockPair} from "./clock.js";
import {killGroup} from "./kill-group.js";
import {takeResult} from "./take-result.js";

/** How vLLM's command line is started on this host. */
export interface VllmProcessOptions {
  /** ["vllm"], or ["python3", "-m", "vllm.entrypoints.cli.main"]. */
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
}

const versionTimeoutMs = 180_000;
/** Beyond it Node's timers fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** One `vllm bench serve` process for each call: slower to start than the worker, and nothing shared between calls. */
export function vllmProcessClient({command: base, environment}: VllmProcessOptions): Client {
  let running: number | null = null;
  const env = {...process.env, PYTHONUNBUFFERED: "1", ...environment};
  const command = (plan: PointPlan): [string, ...string[]] => [...base, "bench", "serve", ...benchArguments(plan)];

  /** Runs a command with its output in a file; its exit code, or why there is none. */
  async function run(
    argv: readonly string[],
    log: string,
    timeoutMs: number,
    signal?: AbortSignal
  ): Promise<number | string> {
    signal?.throwIfAborted();
    const [file = "", ...args] = argv;
    const fd = openSync(log, "a");
    const child = spawn(file, args, {detached: true, stdio: ["ignore", fd, fd], env});
    closeSync(fd);
    running = child.pid ?? null;
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
    running = null;
    signal?.throwIfAborted();
    return how;
  }

  return {
    name: "vllm-process",
    async start(signal) {
      const child = spawn(base[0], [...base.slice(1), "--version"], {
        stdio: ["ignore", "pipe", "ignore"],
        env,
        timeout: versionTimeoutMs,
        signal
      });
      let said = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
      const code = await new Promise<number | string | null>((resolve) => {
        child.on("error", (error) => resolve(error.message));
        child.on("close", resolve);
      });
      signal?.throwIfAborted();
      if (code !== 0) throw new Problem("vLLM's command line cannot be run", {value: base.join(" "), exitCode: 3});
      return {version: /\d+\.\d+\S*/.exec(said)?.[0] ?? null};
    },
    command,
    async prepare() {
      // each call is a process of its own: nothing to make ahead
    },
    async measure(plan, signal): Promise<Measured> {
      for (const path of [plan.result_path, plan.log_path])
        if (path !== null) mkdirSync(dirname(path), {recursive: true});
      const startEpochS = Date.now() / 1e3;
      // perf_counter, the clock of start_times, is CLOCK_MONOTONIC on Linux, which this process reads too
      const clock = process.platform === "linux" ? clockPair() : null;
      const argv = command(plan);
      const how = await run(argv, plan.log_path ?? devNull, plan.timeout_s * 1e3, signal).catch((error: unknown) => {
        takeResult(plan.result_path, "interrupted");
        throw error;
      });
      const ended =
        how === 0 ? null : typeof how === "string" ? how : `ended with code ${how}${lastLine(plan.log_path)}`;
      const {problem, ...taken} = takeResult(plan.result_path, ended);
      return {
        ok: problem === null,
        problem,
        command: argv,
        start_epoch_s: startEpochS,
        end_epoch_s: Date.now() / 1e3,
        clock_pair: clock,
        ...taken,
        cpu_s: null,
        prompts_s: null
      };
    },
    async close() {
      if (running !== null) await killGroup(running, null);
    }
  };
}

function lastLine(log: string | null): string {
  if (log === null) return "";
  const line = readFileSync(log, "utf8").trimEnd().split("\n").at(-1)?.slice(0, 300) ?? "";
  return line === "" ? "" : `: ${line}`;
}
