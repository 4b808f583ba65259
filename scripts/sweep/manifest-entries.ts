import type {Manifest, ManifestPoint, ManifestServer} from "../../loaders/manifest.js";
import type {Measured} from "../client/client.js";
import type {HostFacts} from "./host.js";
import type {PlannedPoint, PlannedServer} from "./planned.js";
import type {Spec} from "./spec.js";
import {toolVersion} from "./tool-version.js";

/** The manifest of a run in which nothing has been measured yet. */
export function freshManifest(run: string, spec: Spec, kind: "measured" | "simulated"): Manifest {
  const dummy =
    spec.model.weights === "dummy" || Object.values(spec.servers).some((server) => server.model?.weights === "dummy");
  const notes = [
    ...(spec.notes ?? []),
    ...(kind === "simulated" ? ["Simulated: a server that plays a GPU. Never evidence about hardware."] : []),
    ...(dummy && !(spec.notes ?? []).some((note) => /dummy/i.test(note))
      ? ["Weights are dummy: answers cannot be judged."]
      : [])
  ];
  return {
    schema: "sweepbook-run/2",
    run,
    kind,
    created_utc: new Date().toISOString(),
    origin: "sweep",
    tool_version: toolVersion(),
    spec,
    clock_source: "pair",
    telemetry_utc_offset_s: 0,
    client: {name: "none", version: null, calibration: null},
    servers: [],
    points: [],
    files: [],
    left_out: [],
    notes,
    runner: {points: [], servers: []}
  };
}

export function serverEntry(
  name: string,
  server: PlannedServer,
  facts: HostFacts,
  so: {readonly status: "ok" | "failed"; readonly problem: string | null; readonly command: readonly string[]}
): ManifestServer {
  return {
    server: name,
    status: so.status,
    problem: so.problem,
    model: server.model.name,
    gpu: server.gpu,
    gpu_name: facts.gpu_name,
    gpus: server.gpus,
    tensor_parallel: server.tensor_parallel,
    precision: server.precision,
    weights: server.engine === "simulated" ? "dummy" : server.model.weights,
    engine: server.engine,
    engine_version: facts.engine_version,
    driver: facts.driver,
    cuda: facts.cuda,
    command: [...so.command],
    environment: {...facts.variables}
  };
}

export function pointEntry(
  point: PlannedPoint,
  server: string,
  so: {
    readonly problem: string | null;
    readonly ok: boolean;
    readonly measured: Measured | null;
    readonly fingerprint: string;
    readonly command: readonly string[];
  }
): ManifestPoint {
  const {load, workload} = point;
  const fixed = workload.kind === "random" ? workload : null;
  return {
    point: point.point,
    repeat: point.repeat,
    server,
    status: so.ok ? "ok" : "failed",
    problem: so.problem,
    sentinel: point.sentinel,
    load: load.kind === "closed" ? "closed" : "open",
    concurrency: load.concurrency === undefined ? null : load.concurrency,
    request_rate_per_s: load.kind === "open" ? load.request_rate_per_s : null,
    burstiness: load.kind === "open" ? load.burstiness : null,
    input_tokens: fixed?.input_tokens ?? null,
    output_tokens: fixed?.output_tokens ?? null,
    n_requests: point.n_requests,
    seed: point.seed,
    start_epoch_s: so.measured?.start_epoch_s ?? null,
    end_epoch_s: so.measured?.end_epoch_s ?? null,
    clock_pair: so.measured?.clock_pair ?? null,
    command: [...so.command],
    fingerprint: so.fingerprint
  };
}
