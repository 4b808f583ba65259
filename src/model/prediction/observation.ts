import {copiesOf} from "../copies.js";
import type {Dataset} from "../dataset.js";
import {parseArchitecture} from "../physics/architecture.js";
import {kvCapacityTokens} from "../physics/memory.js";
import {precisions} from "../physics/precision.js";
import type {Load} from "../simulator/arrivals.js";
import type {Simulation} from "../simulator/simulate.js";
import type {PointRow} from "../tables/points.js";
import {outcomeNames, type OutcomeName} from "./outcome.js";

/** A measured point as the simulator can replay it, and what was measured. */
export interface Observation {
  /** Id of the point. */
  readonly id: string;
  readonly run: string;
  readonly gpu: string;
  /** Id of the model in data/models. */
  readonly model: string;
  /** iINPUT-oOUTPUT. */
  readonly workload: string;
  /** Null in an open loop. */
  readonly concurrency: number | null;
  readonly simulation: Omit<Simulation, "efficiency" | "seed">;
  /** Null where the point does not give the number. */
  readonly measured: {readonly [K in OutcomeName]: number | null};
}

/**
 * Points that the model can be fitted on or checked against: measured, whole, without failures, of one engine (copies behind an address are
 * several), of a known GPU, model and precision.
 * `runs` limits them to these runs. Simulated and imported points never count.
 */
export function observations(dataset: Dataset, runs: readonly string[] | null = null): Observation[] {
  return dataset.points.flatMap((point) => {
    if (point.kind !== "measured" || point.status !== "ok" || (point.n_failed ?? 0) > 0) return [];
    if (copiesOf(point) > 1) return [];
    if (runs !== null && !runs.includes(point.run)) return [];
    const found = observation(dataset, point);
    return found === null ? [] : [found];
  });
}

function observation(dataset: Dataset, point: PointRow): Observation | null {
  const gpu = dataset.hardware.find((row) => row.gpu === point.gpu);
  const model = dataset.models.find(
    ({id, names}) => point.model !== null && (id === point.model || names.includes(point.model))
  );
  const precision = precisions.find((name) => name === point.precision);
  const input = point.input_tokens_mean ?? point.input_tokens;
  const output = point.output_tokens_mean ?? point.output_tokens;
  const load = loadOf(dataset, point);
  if (gpu === undefined || model === undefined || precision === undefined || load === null) return null;
  if (input === null || output === null || !(point.n_requests !== null && point.n_requests > 0)) return null;
  const server = dataset.servers.find((row) => row.run === point.run && row.server === point.server);
  const arch = parseArchitecture(model);
  const tensorParallel = point.tensor_parallel ?? 1;
  const maxNumBatchedTokens = server?.max_num_batched_tokens ?? 8192;
  const plan = {
    arch,
    precision,
    gpu,
    tensorParallel,
    gpuMemoryUtilization: server?.gpu_memory_utilization ?? 0.9,
    maxNumBatchedTokens
  };
  return {
    id: point.point_id,
    run: point.run,
    gpu: gpu.gpu,
    model: model.id,
    workload: `i${Math.round(input)}-o${Math.round(output)}`,
    concurrency: load.kind === "closed" ? load.concurrency : null,
    simulation: {
      target: {arch, precision, gpu, tensorParallel, ...graphSizes(server?.cuda_graph_sizes ?? null)},
      kvCapacityTokens: server?.kv_cache_tokens ?? kvCapacityTokens(plan),
      maxNumBatchedTokens,
      maxNumSeqs: server?.max_num_seqs ?? 256,
      load,
      requests: point.n_requests,
      input: {kind: "fixed", tokens: Math.round(input)},
      output: {kind: "fixed", tokens: Math.round(output)},
      prefix: null
    },
    measured: Object.fromEntries(outcomeNames.map((name) => [name, point[name]])) as Observation["measured"]
  };
}

/** Sizes of captured graphs, where the server's log states them. */
function graphSizes(list: string | null): {graphSizes?: readonly number[]} {
  const sizes = (list ?? "")
    .split(",")
    .map(Number)
    .filter((size) => size > 0);
  return sizes.length === 0 ? {} : {graphSizes: sizes.toSorted((a, b) => a - b)};
}

/** A closed loop by its concurrency; an open loop by the starts that were recorded, or by its rate where none were. */
function loadOf(dataset: Dataset, point: PointRow): Load | null {
  if (point.concurrency !== null && point.request_rate_per_s === null) {
    return {kind: "closed", concurrency: point.concurrency};
  }
  if (point.request_rate_per_s === null) return null;
  const starts = dataset.requests.filter((row) => row.point_id === point.point_id).map((row) => row.start_s);
  const known = starts.filter((start) => start !== null);
  if (known.length === point.n_requests) {
    return {kind: "trace", startsMs: known.map((start) => 1e3 * start).sort((a, b) => a - b)};
  }
  return {kind: "open", ratePerS: point.request_rate_per_s, burstiness: point.burstiness ?? 1};
}
