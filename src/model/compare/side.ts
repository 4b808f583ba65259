import {groups} from "d3-array";
import type {PointRow} from "../tables/points.js";
import type {ServerRow} from "../tables/servers.js";
import {differences, type Configuration} from "./factors.js";

/** What is compared: the points and servers of a run, of several runs, of a folder, or of a commit. */
export interface Side {
  /** As the reader named it. */
  readonly label: string;
  readonly points: readonly PointRow[];
  readonly servers: readonly ServerRow[];
}

/** A configuration of a side, with all runs that measured it. */
export interface Group extends Configuration {
  /** "run/server", or "run1,run2/server" where runs were pooled. */
  readonly name: string;
  /** Runs: starts of the server that are told apart. */
  readonly starts: readonly string[];
}

/**
 * The configurations of a side that have points. Runs are pooled where they measured the same configuration: each is one more
 * start of the server, which is what tells the spread between starts.
 */
export function groupsOf(side: Side, pool: boolean): Group[] {
  const single = groups(side.points, (point) => `${point.run}/${point.server}`).flatMap(([name, points]): Group[] => {
    const server = side.servers.find((row) => `${row.run}/${row.server}` === name);
    return server === undefined ? [] : [{name, server, points, starts: [server.run]}];
  });
  return pool ? single.reduce(pooled, []) : single;
}

function pooled(found: readonly Group[], next: Group): Group[] {
  const same = found.findIndex(
    (group) => group.server.server === next.server.server && differences(group, next).own.length === 0
  );
  if (same < 0) return [...found, next];
  return found.map((group, i) => {
    if (i !== same) return group;
    const starts = [...group.starts, ...next.starts];
    return {
      server: group.server,
      starts,
      name: `${starts.join(",")}/${group.server.server}`,
      points: [...group.points, ...next.points]
    };
  });
}

/** A load as it must be equal on both sides: what was asked, or what was delivered where nothing says what was asked. */
export function loadKey(point: PointRow): string {
  const {load, concurrency, request_rate_per_s, burstiness} = point;
  const input = point.input_tokens ?? rounded(point.input_tokens_mean);
  const output = point.output_tokens ?? rounded(point.output_tokens_mean);
  const level =
    load === "open"
      ? `${request_rate_per_s} req/s${burstiness === null || burstiness === 1 ? "" : `, burstiness ${burstiness}`}`
      : concurrency === null
        ? point.point
        : `c${concurrency}`;
  return `${input ?? "?"}/${output ?? "?"} ${level}`;
}

const rounded = (mean: number | null): number | null => (mean === null ? null : Math.round(mean));
