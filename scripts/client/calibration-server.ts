import {z} from "zod";
import {startSimulated} from "../simulated/start-simulated.js";

/** A local server of known latencies, in a process of its own. */
export interface CalibrationServer {
  readonly base_url: string;
  readonly model: string;
  /** How late its tokens left so far, ms: what it adds to the client's error. */
  lateness(): Promise<{readonly n: number; readonly mean_ms: number}>;
  stop(): Promise<void>;
}

const latenessSchema = z.object({n: z.number(), mean_ms: z.number()});

/** Starts the simulated server with a constant time to first token and a constant gap, on a free port. */
export async function calibrationServer(ttftMs: number, itlMs: number): Promise<CalibrationServer> {
  const model = "Qwen/Qwen2.5-7B-Instruct";
  const server = await startSimulated([model, "--sim-ttft-ms", String(ttftMs), "--sim-itl-ms", String(itlMs)]);
  const url = new URL("/sim/lateness", server.base_url);
  return {
    base_url: server.base_url,
    model,
    lateness: async () => latenessSchema.parse(await (await fetch(url)).json()),
    stop: () => server.stop()
  };
}
