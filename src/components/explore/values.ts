import type {PointRow} from "../../model/tables/points.js";
import {exploreMetrics} from "./metrics.js";
import type {ExplorePoint} from "./model.js";

/** What Explore draws of a row of points: each metric that it has, with the ends of its interval. */
export function valuesOf(row: PointRow): ExplorePoint["values"] {
  const cells = row as unknown as Readonly<Record<string, unknown>>;
  const numeric = (name: string): number | null => (typeof cells[name] === "number" ? cells[name] : null);
  return Object.fromEntries(
    exploreMetrics.flatMap((name) => {
      const value = numeric(name);
      return value === null ? [] : [[name, [value, numeric(`${name}_lo`), numeric(`${name}_hi`)] as const]];
    })
  );
}
