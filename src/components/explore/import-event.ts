import type {PointRow} from "../../model/tables/points.js";

/** Name of the event on Explore's root that carries the rows a reader has imported, none to take them back. */
export const importEvent = "explore:import";

export const importOf = (rows: readonly PointRow[]): CustomEvent<readonly PointRow[]> =>
  new CustomEvent(importEvent, {detail: rows});
