import {spawn} from "node:child_process";
import {createInterface} from "node:readline";
import {setTimeout as sleep} from "node:timers/promises";
import {Problem} from "../../src/model/problem.js";
import {programCommand} from "../programs.js";

/** A simulated server in a process of its own. */
export interface Running {
  readonly base_url: string;
  readonly pid: number;
  /** What it has printed. */
  log(): string;
  /** Settles with the exit code, null after a signal. */
  readonly ended: Promise<number | null>;
  stop(): Promise<void>;
}

const startMs = 30_000;

/**
 * Starts the simulated server on a free port of loopback and waits until it listens. For calibration and trials; the
 * sweep runner starts it as it starts vLLM.
 * @param options as in `simulated-server --help`
 */
export async function startSimulated(options: readonly string[]): Promise<Running> {
  const [file, ...args] = programCommand("simulated-server");
  const child = spawn(file, [...args, "--port", "0", "--sim-startup-s", "0", "--sim-until-stdin-ends", ...options], {
    stdio: ["pipe", "pipe", "pipe"] // its stdin ends with this process, however that ends
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const listening = new Promise<string>((resolve) => {
    createInterface({input: child.stdout}).on("line", (line) => {
      said += `${line}\n`;
      const url = /Starting vLLM server on (http:\/\/\S+)/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    const late = await Promise.race([ended.then(() => false), sleep(2000, true, {ref: false})]);
    if (late) child.kill("SIGKILL");
    await ended;
  };
  const url = await Promise.race([listening, ended.then(() => null), sleep(startMs, null, {ref: false})]);
  if (url === null || child.pid === undefined) {
    await stop();
    const value = said.trimEnd().split("\n").at(-1);
    throw new Problem("the simulated server did not start", {value, exitCode: 3});
  }
  return {base_url: url, pid: child.pid, log: () => said, ended, stop};
}
