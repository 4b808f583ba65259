import {withheld} from "../audit/sample-checks.js";
import {copiesOf} from "../copies.js";
import {sameBytes} from "../physics/precision.js";
import {meanLength} from "../simulator/lengths.js";
import type {Target} from "../simulator/step-time.js";
import type {PointRow} from "../tables/points.js";
import type {Capacity} from "./capacity.js";
import type {Known, PlanRequest} from "./plan.js";

const lengthTolerance = 0.02;

/**
 * What measured points show that one copy carries within the limits: the highest delivered request rate among points of the same model,
 * GPU, weights, tensor parallel size and lengths that meet every limit by percentiles of enough requests. Only tested loads count, so more
 * may be possible; a closed loop never queues more than its streams, so arrivals by chance at the same mean rate may wait longer. Null
 * when no point is comparable, or none meets the limits.
 */
export function measuredCapacity(
  dataset: Known,
  request: PlanRequest,
  target: Target
): {readonly capacity: Capacity; readonly evidence: readonly string[]} | null {
  const names = dataset.models.find(({id}) => id === request.model)?.names ?? [];
  if (request.input.kind !== "fixed" || request.output.kind !== "fixed") return null;
  const near = (value: number | null, wanted: number): boolean =>
    value !== null && Math.abs(value / wanted - 1) <= lengthTolerance;
  const input = meanLength(request.input);
  const output = meanLength(request.output);
  const best = dataset.points
    .filter(
      (point) =>
        point.kind === "measured" &&
        point.status === "ok" &&
        point.model !== null &&
        names.includes(point.model) &&
        point.gpu === target.gpu.gpu &&
        sameBytes(point.precision ?? "", target.precision) &&
        (point.tensor_parallel ?? 1) === target.tensorParallel &&
        copiesOf(point) === 1 &&
        near(point.input_tokens_mean ?? point.input_tokens, input) &&
        near(point.output_tokens_mean ?? point.output_tokens, output) &&
        request.slo.every(({name, limitMs}) => (point[name] ?? Infinity) <= limitMs && enough(point, name))
    )
    .reduce<PointRow | null>(
      (most, point) => ((point.requests_per_s ?? 0) > (most?.requests_per_s ?? 0) ? point : most),
      null
    );
  if (best === null || best.requests_per_s === null) return null;
  return {
    capacity: {
      ratePerS: best.requests_per_s,
      ratePerSLo: best.requests_per_s,
      ratePerSHi: best.requests_per_s,
      streams: null,
      outputTokensMean: output,
      powerW: best.power_mean_w,
      idleW: idleOf(dataset, best),
      problem: null
    },
    evidence: [best.point_id]
  };
}

/** Whether a percentile has its least number of requests. */
function enough({n_completed}: PointRow, column: string): boolean {
  return n_completed !== null && !withheld(column, n_completed);
}

/** Lowest power sampled in the point's run: the board with the model loaded and nothing to do. */
function idleOf(dataset: Known, point: PointRow): number {
  const least = dataset.telemetry.reduce(
    (low, {run, power_w: power}) => (run === point.run && power !== null && power < low ? power : low),
    Infinity
  );
  return Number.isFinite(least) ? least * (point.gpus ?? 1) : 0;
}
