import type {ExploreModel} from "./model.js";
import {latencies, type Latency, type RequestAggregate} from "./request-aggregate.js";

/** Significant digits that are kept: charts print three. */
const digits = 5;

/** The model as JSON: typed arrays as lists, measured quantities with five significant digits. */
export function pack(model: ExploreModel): string {
  return JSON.stringify(model, (_key, value: unknown) => {
    if (value instanceof Float64Array || value instanceof Uint32Array) return [...value].map(short);
    return short(value);
  });
}

function short(value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(digits)) : value;
}

interface PackedAggregate {
  readonly n: number;
  readonly quantiles: Readonly<Record<Latency, readonly number[]>>;
  readonly met: readonly number[];
}

/** The model from its JSON, requests in typed arrays again. */
export function unpack(text: string): ExploreModel {
  const packed = JSON.parse(text) as Omit<ExploreModel, "points"> & {
    readonly points: readonly (Omit<ExploreModel["points"][number], "requests"> & {
      readonly requests: PackedAggregate | null;
    })[];
  };
  return {...packed, points: packed.points.map((point) => ({...point, requests: typed(point.requests)}))};
}

function typed(requests: PackedAggregate | null): RequestAggregate | null {
  if (requests === null) return null;
  const {n, quantiles, met} = requests;
  const arrays = Object.fromEntries(latencies.map((name) => [name, Float64Array.from(quantiles[name])]));
  return {n, quantiles: arrays as Record<Latency, Float64Array>, met: Uint32Array.from(met)};
}
