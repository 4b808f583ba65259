import {join, relative} from "node:path";
import type {PointPlan} from "../client/client.js";
import type {PlannedPoint, PlannedServer} from "./planned.js";
import type {SweepContext} from "./sweep-context.js";

/** A planned point as the client is told it. @param raw folder of the point's raw files */
export function clientPlan(
  context: SweepContext,
  server: PlannedServer,
  point: PlannedPoint,
  baseUrl: string,
  raw: string
): PointPlan {
  const {timeouts} = context.spec;
  return {
    base_url: baseUrl,
    model: server.model.name,
    tokenizer: server.model.tokenizer,
    endpoint: "/v1/completions",
    workload: point.workload,
    load: point.load,
    n_requests: point.n_requests,
    seed: point.seed,
    result_path: join(raw, "result.json"),
    log_path: join(raw, "client.log"),
    metadata: {
      x_sweepbook_point: point.point,
      x_sweepbook_repeat: String(point.repeat),
      x_weights: server.engine === "simulated" ? "dummy" : server.model.weights
    },
    request_timeout_s: timeouts?.request_s ?? null,
    timeout_s: timeouts?.point_s ?? 10 * point.estimate_s + 120,
    extra_arguments: []
  };
}

/** A path inside the run folder as the manifest writes it: no place of this machine. */
export function shortPath(text: string, folder: string): string {
  return text.startsWith(folder) ? relative(folder, text) || "." : text;
}
