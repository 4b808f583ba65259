import {existsSync} from "node:fs";
import {dirname, isAbsolute, join, resolve} from "node:path";
import type {Load, Workload} from "../client/client.js";
import {programCommand} from "../programs.js";
import {workloadName} from "./check-spec.js";
import {estimateBasis, estimatePoint, type EstimateBasis} from "./estimate.js";
import {lengthRange} from "./length-range.js";
import {loadsOf, streamsOf} from "./loads.js";
import {nRequests} from "./n-requests.js";
import {orderBoots, repeatsPerBoot, type Candidate} from "./order.js";
import type {AdaptiveRule, Plan, PlannedModel, PlannedPoint, PlannedServer} from "./planned.js";
import {loadName} from "./point-name.js";
import {serveCommand} from "./serve-command.js";
import {seedOf} from "./shuffle.js";
import type {Spec, SpecRequests, SpecServer, SpecWorkload} from "./spec.js";
import {traceSummary, type TraceSummary} from "./trace-summary.js";

/**
 * Works a spec out: every server with its command, every start of it, and the points of each start in the order in
 * which they are measured. Pure but for looking whether config.json files are there and reading traces.
 * @param file the spec's path: relative paths in it start from its folder
 */
export function planSweep(spec: Spec, file: string): Plan {
  const servers = Object.entries(spec.servers).map(([id, server]) =>
    planServer(spec, id, server, dirname(resolve(file)))
  );
  const simulated = servers.some((server) => server.engine === "simulated");
  const boots = servers.map((server) => ({
    server: server.id,
    boots: orderBoots(spec, server, candidates(spec, server, file))
  }));
  const rounds = Math.max(0, ...boots.map((each) => each.boots.length));
  return {
    kind: simulated ? "simulated" : "measured",
    servers,
    boots: Array.from({length: rounds}, (_, round) =>
      boots.flatMap(({server, boots}) => (boots[round] === undefined ? [] : [{server, boot: boots[round]}]))
    ).flat()
  };
}

function planServer(spec: Spec, id: string, server: SpecServer, folder: string): PlannedServer {
  const targets = spec.targets ?? {local: {}};
  const targetId = server.target ?? Object.keys(targets)[0]!;
  const target = targets[targetId]!;
  const engine = target.engine ?? "vllm";
  const model = planModel(spec, server, folder);
  const python = target.python ?? "python3";
  const tp = server.tensor_parallel ?? 1;
  const gpus = server.gpus ?? tp;
  const precision = server.precision ?? "bf16";
  const program =
    engine === "simulated"
      ? programCommand("simulated-server")
      : (target.vllm ?? [python, "-m", "vllm.entrypoints.cli.main"]);
  const flags = {...target.flags, ...server.flags};
  const gpu = target.gpu ?? null;
  return {
    id,
    target: targetId,
    engine,
    gpu,
    precision,
    tensor_parallel: tp,
    gpus,
    model,
    command: serveCommand({engine, program, model, tensor_parallel: tp, gpu, gpus, precision, flags}),
    environment: Object.fromEntries(
      Object.entries({...target.environment, ...server.environment}).map(([name, value]) => [name, String(value)])
    ),
    python,
    port: target.port ?? null,
    expect: server.expect ?? "ready",
    budget_s: server.budget_s ?? null,
    adaptive: adaptiveRules(spec, id)
  };
}

function planModel(spec: Spec, server: SpecServer, folder: string): PlannedModel {
  const own = server.model ?? {};
  const name = own.name ?? spec.model.name;
  const path = own.path ?? spec.model.path ?? name;
  // A config given for the whole spec does not describe a server's own checkpoint (quantisation differs).
  const given = own.config ?? (own.path === undefined ? spec.model.config : undefined);
  const config = given === undefined ? join(path, "config.json") : isAbsolute(given) ? given : join(folder, given);
  return {
    name,
    path,
    config: given !== undefined || existsSync(config) ? config : null,
    tokenizer: own.tokenizer ?? spec.model.tokenizer ?? null,
    weights: own.weights ?? spec.model.weights ?? "real"
  };
}

function adaptiveRules(spec: Spec, server: string): AdaptiveRule[] {
  return spec.workloads.flatMap((workload) => {
    const repeats = workload.repeats ?? spec.repeats;
    if (typeof repeats !== "object" || repeats.until_half_width === undefined) return [];
    if (workload.servers?.includes(server) === false) return [];
    const {count, until_half_width, at_most = 2 * count} = repeats;
    return levelsOf(spec, workload).map((load) => ({
      point: `${workloadName(workload)}-${loadName(load)}`,
      count,
      until_half_width,
      at_most
    }));
  });
}

/** Every distinct point of a server with how often it is to be measured. */
function candidates(spec: Spec, server: PlannedServer, file: string): Candidate[] {
  if (server.expect === "failure") return [];
  const basis = estimateBasis(spec, server);
  return spec.workloads
    .filter((workload) => workload.servers?.includes(server.id) ?? true)
    .flatMap((workload) => {
      const repeats = workload.repeats ?? spec.repeats ?? 1;
      const {count, boots = 1} = typeof repeats === "number" ? {count: repeats} : repeats;
      return levelsOf(spec, workload).map((load) => ({
        base: `${workloadName(workload)}-${loadName(load)}`,
        perBoot: repeatsPerBoot(count, boots),
        stage: workload.stage ?? 1,
        make: (repeat: number, sentinel: boolean) =>
          planPoint(spec, server.id, {
            shape: workloadName(workload),
            workload: clientWorkload(workload, file),
            load,
            rule: workload.n_requests ?? spec.n_requests,
            repeat,
            sentinel,
            stage: workload.stage ?? 1,
            origin: "spec",
            basis
          })
      }));
    });
}

function levelsOf(spec: Spec, workload: SpecWorkload): Load[] {
  return loadsOf(workload.load ?? spec.load ?? {});
}

/** What the clients are told of a workload. */
export function clientWorkload(
  workload: Pick<SpecWorkload, "input_tokens" | "output_tokens" | "trace">,
  file: string
): Workload {
  if (workload.trace !== undefined) return {kind: "trace", path: resolve(dirname(resolve(file)), workload.trace)};
  const input = lengthRange(workload.input_tokens!);
  const output = lengthRange(workload.output_tokens!);
  return {kind: "random", input_tokens: input.tokens, output_tokens: output.tokens, range_ratio: input.ratio};
}

/** One measurement with its number of requests, seed, warm-up and estimated time. */
export function planPoint(
  spec: Spec,
  server: string,
  wanted: {
    shape: string;
    workload: Workload;
    load: Load;
    rule: SpecRequests | undefined;
    repeat: number;
    sentinel: boolean;
    stage: number;
    origin: PlannedPoint["origin"];
    basis: EstimateBasis;
  }
): PlannedPoint {
  const {workload, load, repeat, basis} = wanted;
  const point = `${server}-${wanted.shape}-${loadName(load)}`;
  const trace = workload.kind === "trace" ? traceSummary(workload.path) : null;
  const n = nRequests(wanted.rule, load, trace);
  const streams = streamsOf(load);
  const lengths = workload.kind === "random" ? workload : {...trace!, arrive_s: spanS(trace!, n)};
  const warmUp = {
    requests: Math.min(spec.warm_up?.requests ?? Math.max(2, streams), trace?.n ?? Number.POSITIVE_INFINITY),
    output_tokens: Math.min(spec.warm_up?.output_tokens ?? 32, lengths.output_tokens)
  };
  const warmLoad: Load = {kind: "closed", concurrency: streams};
  const warmUpS = estimatePoint(basis, {...lengths, output_tokens: warmUp.output_tokens}, warmLoad, warmUp.requests);
  return {
    point,
    repeat,
    server,
    stage: wanted.stage,
    sentinel: wanted.sentinel,
    workload,
    load,
    n_requests: n,
    warm_up: warmUp,
    seed: seedOf(spec.seed ?? 1, `${wanted.shape}-${loadName(load)}#${repeat}`),
    estimate_s: estimatePoint(basis, lengths, load, n) + warmUpS,
    origin: wanted.origin
  };
}

/** Time over which the first `n` requests of a trace arrive. */
function spanS({arrivals_s}: TraceSummary, n: number): number {
  return (arrivals_s[Math.min(n, arrivals_s.length) - 1] ?? 0) - (arrivals_s[0] ?? 0);
}
