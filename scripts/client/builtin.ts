import {programCommand} from "../programs.js";
import type {Client, PointPlan} from "./client.js";
import {WorkerClient} from "./worker-client.js";
import {WorkerProcess} from "./worker-process.js";

/** The built-in load generator, in a process of its own so that the runner's work does not disturb it. */
export function builtinClient(): Client {
  const [file, ...args] = programCommand("client");
  return new WorkerClient({
    name: "sweepbook",
    process: new WorkerProcess([file, ...args, "--worker"]),
    start_timeout_ms: 30_000,
    own_arguments,
    shown: ["sweepbook-client"]
  });
}

function own_arguments(plan: PointPlan): string[] {
  return plan.request_timeout_s === null ? [] : ["--request-timeout-s", String(plan.request_timeout_s)];
}
