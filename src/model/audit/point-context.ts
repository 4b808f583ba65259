import type {Dataset} from "../dataset.js";
import {requestsOf} from "../max-concurrency.js";
import {architectureOf} from "../claims/architecture-of.js";
import {Missing} from "../claims/missing.js";
import type {BoundTarget} from "../physics/bounds.js";
import {precisions} from "../physics/precision.js";
import {Problem} from "../problem.js";
import type {PointRow} from "../tables/points.js";
import type {RequestRow} from "../tables/requests.js";
import type {ServerRow} from "../tables/servers.js";

/** What the checks of a point may look at, indexed once a data set. */
export interface PointContext {
  readonly requests: ReadonlyMap<string, readonly RequestRow[]>;
  readonly servers: ReadonlyMap<string, ServerRow>;
  /** Highest SM clock seen in a run, MHz. */
  readonly topClockMhz: ReadonlyMap<string, number>;
  /** Samples of a point, and those with a thermal or power-brake slowdown. */
  readonly slowdowns: ReadonlyMap<string, {readonly samples: number; readonly slow: number}>;
  /** Repeats of one load on one server of a run: they watch for drift. */
  readonly repeats: ReadonlyMap<string, readonly PointRow[]>;
  /** Groups that hold more than one repeat, by run and server. */
  readonly sentinels: ReadonlyMap<string, readonly (readonly PointRow[])[]>;
  readonly target: (point: PointRow) => BoundTarget | null;
}

/** HW slowdown, software thermal, hardware thermal, hardware power brake: bits of clocks_event_reasons.active. */
const slowdownBits = 0x8 | 0x20 | 0x40 | 0x80;

export const serverKey = ({run, server}: {run: string; server: string}): string => `${run}/${server}`;

const loadKey = (p: PointRow): string =>
  [p.run, p.server, p.load, p.concurrency, p.request_rate_per_s, p.input_tokens, p.output_tokens].join("/");

export function pointContext(dataset: Dataset): PointContext {
  const topClockMhz = new Map<string, number>();
  const slowdowns = new Map<string, {samples: number; slow: number}>();
  for (const {run, point_id, sm_clock_mhz, throttle_reasons} of dataset.telemetry) {
    if (sm_clock_mhz !== null && sm_clock_mhz > (topClockMhz.get(run) ?? 0)) topClockMhz.set(run, sm_clock_mhz);
    if (point_id === null || throttle_reasons === null) continue;
    const seen = slowdowns.get(point_id) ?? {samples: 0, slow: 0};
    seen.samples++;
    if ((throttle_reasons & slowdownBits) !== 0) seen.slow++;
    slowdowns.set(point_id, seen);
  }
  const repeats = new Map<string, PointRow[]>();
  for (const point of dataset.points) {
    if (point.status !== "ok") continue;
    const list = repeats.get(loadKey(point));
    if (list === undefined) repeats.set(loadKey(point), [point]);
    else list.push(point);
  }
  const sentinels = new Map<string, PointRow[][]>();
  for (const group of repeats.values()) {
    if (group.length < 2) continue;
    const key = serverKey(group[0]!);
    sentinels.set(key, [...(sentinels.get(key) ?? []), group]);
  }
  const gpus = new Map(dataset.hardware.map((row) => [row.gpu, row]));
  const targets = new Map<string, BoundTarget | null>();
  return {
    requests: requestsOf(dataset),
    servers: new Map(dataset.servers.map((row) => [serverKey(row), row])),
    topClockMhz,
    slowdowns,
    repeats,
    sentinels,
    target(point) {
      const key = [point.model, point.gpu, point.gpus, point.precision].join("/");
      const known = targets.get(key);
      if (known !== undefined) return known;
      const target = targetOf(dataset, point, gpus.get(point.gpu ?? ""));
      targets.set(key, target);
      return target;
    }
  };
}

function targetOf(dataset: Dataset, point: PointRow, gpu: BoundTarget["gpu"] | undefined): BoundTarget | null {
  const precision = precisions.find((known) => known === point.precision);
  if (gpu === undefined || precision === undefined || point.model === null || point.gpus === null) return null;
  try {
    return {arch: architectureOf(dataset, point.model), precision, gpu, gpus: point.gpus};
  } catch (error) {
    if (error instanceof Missing || error instanceof Problem) return null; // a model whose shapes are not known
    throw error;
  }
}
