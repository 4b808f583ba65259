import {spawn} from "node:child_process";
import {createInterface} from "node:readline";
import {setTimeout as sleep} from "node:timers/promises";
import {z} from "zod";
import {Problem} from "../../src/model/problem.js";
import {programCommand} from "../programs.js";

/** A local server of known latencies, in a process of its own. */
export interface CalibrationServer {
  readonly base_url: string;
  readonly model: string;
  /** How late its tokens left so far, ms: what it adds to the client's error. */
  lateness(): Promise<{readonly mean_ms: number; readonly max_ms: number}>;
  stop(): Promise<void>;
}

const latenessSchema = z.object({mean_ms: z.number(), max_ms: z.number()});
const startMs = 20_000;

/** Starts the simulated server with a constant time to first token and a constant gap, on a free port. */
export async function calibrationServer(ttftMs: number, itlMs: number): Promise<CalibrationServer> {
  const [file, ...args] = programCommand("simulated-server");
  const model = "Qwen/Qwen2.5-7B-Instruct";
  const options = [
    "--port",
    "0",
    "--sim-startup-s",
    "0",
    "--sim-ttft-ms",
    String(ttftMs),
    "--sim-itl-ms",
    String(itlMs)
  ];
  const child = spawn(file, [...args, model, ...options], {detached: true, stdio: ["ignore", "pipe", "inherit"]});
  const exited = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    if ((await Promise.race([exited, sleep(2000, "still there", {ref: false})])) !== undefined) child.kill("SIGKILL");
    await exited;
  };
  const listening = new Promise<string>((resolve) => {
    createInterface({input: child.stdout}).on("line", (line) => {
      const url = /Starting vLLM server on (http:\/\/\S+)/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const late = sleep(startMs, null, {ref: false});
  const base_url = await Promise.race([listening, late, exited.then(() => null)]);
  if (base_url === null) {
    await stop();
    throw new Problem("the calibration server did not start", {exitCode: 3});
  }
  return {
    base_url,
    model,
    lateness: async () => latenessSchema.parse(await (await fetch(new URL("/sim/lateness", base_url))).json()),
    stop
  };
}
