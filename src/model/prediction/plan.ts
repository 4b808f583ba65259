import type {Dataset} from "../dataset.js";
import type {Architecture} from "../physics/architecture.js";
import type {Precision} from "../physics/precision.js";
import type {Lengths} from "../simulator/lengths.js";
import type {HardwareRow} from "../tables/hardware.js";
import type {PriceRow} from "../tables/prices.js";
import {capacity, type Capacity} from "./capacity.js";
import {cheapestShares} from "./cheapest-shares.js";
import type {Calibration} from "./fit-calibration.js";
import {measuredCapacity} from "./measured-capacity.js";
import type {Slo} from "./slo.js";

/** The tables that a plan looks at. */
export type Known = Pick<Dataset, "hardware" | "models" | "points" | "telemetry">;

/** What is to be served, and what may be used for it. */
export interface PlanRequest {
  /** Id in data/models; null for a model that is not there. */
  readonly model: string | null;
  readonly arch: Architecture;
  /** Arrivals are Poisson. */
  readonly ratePerS: number;
  /** Users who each send their next request when the last is answered, in place of an arrival rate; null or absent for a rate. */
  readonly users?: number | null;
  readonly input: Lengths;
  readonly output: Lengths;
  /** All must be met; beside them a queue of ten seconds at the 90th percentile counts as overload. */
  readonly slo: readonly Slo[];
  readonly precisions: readonly Precision[];
  /** Tensor parallel sizes to try; those that do not divide the attention heads are passed over. */
  readonly tensorParallel: readonly number[];
  /** GPU ids; null for all of hardware. */
  readonly gpus: readonly string[] | null;
  readonly prices: readonly PriceRow[];
  readonly seed: number;
}

/** One way to serve the load at one price. Money is in the row's currency; rows of two currencies are never ranked together. */
export interface PlanRow {
  /** Of the capacity: measured when a run shows it, predicted otherwise. */
  readonly kind: "measured" | "predicted";
  readonly gpu: string;
  readonly precision: Precision;
  readonly tensor_parallel: number;
  /** Copies of the model, each on `tensor_parallel` GPUs; null when no copy can meet the limits. */
  readonly replicas: number | null;
  readonly replicas_lo: number | null;
  readonly replicas_hi: number | null;
  readonly gpus: number | null;
  /** Highest arrival rate of one copy that meets the limits; ends of the 90 % interval, equal to it when measured. */
  readonly requests_per_s_per_replica: number;
  readonly requests_per_s_per_replica_lo: number;
  readonly requests_per_s_per_replica_hi: number;
  /** Most users at once that one copy serves within the limits, with the ends of the 90 % interval; null for an arrival rate. */
  readonly streams_per_replica: number | null;
  readonly streams_per_replica_lo: number | null;
  readonly streams_per_replica_hi: number | null;
  /** By how much more the load may grow before a copy must be added: 0.2 is a fifth; null when it cannot serve. */
  readonly headroom_share: number | null;
  /** What the simulator gives for the same; beside a measurement it shows how far closed-loop points understate a copy. */
  readonly predicted_requests_per_s_per_replica: number;
  /** Why it cannot serve; null when it can. */
  readonly problem: string | null;
  readonly price_id: string | null;
  readonly currency: string | null;
  readonly cost_per_h: number | null;
  readonly cost_per_mtok_output: number | null;
  /** Over all GPUs at the planned load. */
  readonly power_mean_w: number | null;
  readonly energy_j_per_output_token: number | null;
  /** Share of draws from the intervals in which this row is the cheapest of its currency; null without a price. */
  readonly probability_cheapest: number | null;
  /** Ids of the points behind a measured capacity. */
  readonly evidence: readonly string[];
}

/**
 * Ways to serve a load within limits: every GPU, precision and tensor parallel size, with the copies it takes, what they cost and draw,
 * and how probably each is the cheapest. Ranked by cost within each currency, then unpriced ways, then those that cannot serve.
 */
export function plan(dataset: Known, calibration: Calibration, request: PlanRequest): PlanRow[] {
  const {heads} = request.arch.attention;
  const gpus = dataset.hardware.filter(({gpu}) => request.gpus === null || request.gpus.includes(gpu));
  const ways = gpus.flatMap((gpu) =>
    request.precisions.flatMap((precision) =>
      request.tensorParallel
        .filter((n) => heads % n === 0)
        .map((n) => wayOf(dataset, calibration, request, gpu, precision, n))
    )
  );
  const rows = ways.flatMap((way) => {
    const prices = pricesOf(request.prices, way);
    return (prices.length === 0 ? [null] : prices).map((price) => rowOf(request, way, price));
  });
  const shares = cheapestShares(rows, request.users ?? request.ratePerS, request.seed);
  return rows
    .map((row, i) => ({...row, probability_cheapest: shares[i] ?? null}))
    .toSorted(
      (a, b) => order(a) - order(b) || text(a.currency, b.currency) || (a.cost_per_h ?? 0) - (b.cost_per_h ?? 0)
    );
}

interface Way {
  readonly gpu: HardwareRow;
  readonly precision: Precision;
  readonly tensorParallel: number;
  readonly capacity: Capacity;
  readonly predicted: Capacity;
  readonly evidence: readonly string[];
}

function wayOf(
  dataset: Known,
  calibration: Calibration,
  request: PlanRequest,
  gpu: HardwareRow,
  precision: Precision,
  tensorParallel: number
): Way {
  const target = {arch: request.arch, precision, gpu, tensorParallel};
  const measured = request.users == null ? measuredCapacity(dataset, request, target) : null; // tested loads are few
  const {model, users = null, input, output, slo, seed} = request;
  const predicted = capacity(calibration, {model, users, input, output, slo, seed}, target);
  return {
    gpu,
    precision,
    tensorParallel,
    capacity: measured?.capacity ?? predicted,
    predicted,
    evidence: measured?.evidence ?? []
  };
}

function rowOf(request: PlanRequest, way: Way, price: PriceRow | null): PlanRow {
  const {capacity: c, tensorParallel} = way;
  const {streams} = c;
  const demand = request.users ?? request.ratePerS;
  const copies = (each: number): number | null => (each > 0 ? Math.ceil(demand / each) : null);
  const each = streams ?? {value: c.ratePerS, lo: c.ratePerSLo, hi: c.ratePerSHi};
  const replicas = copies(each.value);
  const gpus = replicas === null ? null : replicas * tensorParallel;
  const costPerH = gpus === null || price === null ? null : gpus * price.price_per_gpu_h;
  // Users beyond full copies slow nobody down by much: each copy gives each of its users the rate that it has at capacity.
  const ratePerS = streams === null ? request.ratePerS : (demand * c.ratePerS) / Math.max(1, streams.value);
  const tokensPerS = ratePerS * c.outputTokensMean;
  // A copy that serves less than it could draws between idle and its power at capacity.
  const load = replicas === null ? 0 : ratePerS / (replicas * c.ratePerS);
  const power = replicas === null || c.powerW === null ? null : replicas * (c.idleW + (c.powerW - c.idleW) * load);
  return {
    kind: way.evidence.length > 0 ? "measured" : "predicted",
    gpu: way.gpu.gpu,
    precision: way.precision,
    tensor_parallel: tensorParallel,
    replicas,
    replicas_lo: copies(each.hi),
    replicas_hi: copies(each.lo),
    gpus,
    requests_per_s_per_replica: c.ratePerS,
    requests_per_s_per_replica_lo: c.ratePerSLo,
    requests_per_s_per_replica_hi: c.ratePerSHi,
    streams_per_replica: streams?.value ?? null,
    streams_per_replica_lo: streams?.lo ?? null,
    streams_per_replica_hi: streams?.hi ?? null,
    headroom_share: replicas === null ? null : (replicas * each.value) / demand - 1,
    predicted_requests_per_s_per_replica: way.predicted.ratePerS,
    problem: c.problem,
    price_id: price?.price_id ?? null,
    currency: price?.currency ?? null,
    cost_per_h: costPerH,
    cost_per_mtok_output: costPerH === null ? null : (costPerH * 1e6) / (tokensPerS * 3600),
    power_mean_w: power,
    energy_j_per_output_token: power === null ? null : power / tokensPerS,
    probability_cheapest: null,
    evidence: way.evidence
  };
}

/** Prices for machines of as many GPUs as a copy takes, or of fewer where none are given. */
function pricesOf(prices: readonly PriceRow[], {gpu, tensorParallel}: Way): PriceRow[] {
  const own = prices.filter((price) => price.gpu === gpu.gpu && price.gpus <= tensorParallel);
  const most = own.reduce((gpus, price) => Math.max(gpus, price.gpus), 0);
  return own.filter((price) => price.gpus === most);
}

/** Priced ways that serve, unpriced ones, those that do not serve. */
function order(row: PlanRow): number {
  return row.replicas === null ? 2 : row.cost_per_h === null ? 1 : 0;
}

function text(a: string | null, b: string | null): number {
  return (a ?? "").localeCompare(b ?? "", "en");
}
