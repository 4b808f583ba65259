import {pooledSpread} from "../statistics/pooled-spread.js";
import type {ComparedName} from "./compared-metrics.js";
import type {LoadPair} from "./pairs.js";
import {valuesOf} from "./values.js";

/** Standard deviation of a metric's logarithm between repeats of a load; null where nothing was repeated. */
export type Spreads = (load: LoadPair, name: ComparedName) => number | null;

/** Spread of repeats, pooled over both sides: of the load itself where it has repeats, else of all loads that have. */
export function spreads(loads: readonly LoadPair[]): Spreads {
  const all = new Map<ComparedName, number | null>();
  const of = (pairs: readonly LoadPair[], name: ComparedName): number | null =>
    pooledSpread(
      pairs.flatMap((pair) => {
        const {a, b, missing} = valuesOf(pair, name);
        return missing === null ? [a, b] : [];
      })
    ).sd;
  return (load, name) => {
    if (!all.has(name)) all.set(name, of(loads, name));
    return of([load], name) ?? all.get(name) ?? null;
  };
}
