import {mkdirSync} from "node:fs";
import {devNull} from "node:os";
import {dirname} from "node:path";
import {Problem} from "../../src/model/problem.js";
import {benchArguments} from "./bench-arguments.js";
import type {Client, Measured, PointPlan} from "./client.js";
import {clockPair} from "./clock.js";
import {LoggedProcess, versionOf} from "./logged-process.js";
import {takeResult} from "./take-result.js";

/** How vLLM's command line is started on this host. */
export interface VllmProcessOptions {
  /** ["vllm"], or ["python3", "-m", "vllm.entrypoints.cli.main"]. */
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
}

/** One `vllm bench serve` process for each call: slower to start than the worker, and nothing shared between calls. */
export function vllmProcessClient({command: base, environment}: VllmProcessOptions): Client {
  const env = {...process.env, PYTHONUNBUFFERED: "1", ...environment};
  const program = new LoggedProcess(env);
  const command = (plan: PointPlan): [string, ...string[]] => [...base, "bench", "serve", ...benchArguments(plan)];

  return {
    name: "vllm-process",
    async start(signal) {
      const said = await versionOf([...base, "--version"], env, signal);
      if (said === null) throw new Problem("vLLM's command line cannot be run", {value: base.join(" "), exitCode: 3});
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
      const ended = await program
        .run(argv, plan.log_path ?? devNull, plan.timeout_s * 1e3, signal)
        .catch((error: unknown) => {
          takeResult(plan.result_path, "interrupted");
          throw error;
        });
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
    close: () => program.close()
  };
}
