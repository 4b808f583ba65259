import {ascending} from "d3-array";
import type {PointRow} from "../tables/points.js";
import {differences, type Difference} from "./factors.js";
import {groupsOf, loadKey, type Group, type Side} from "./side.js";

/** Two configurations held against each other. */
export interface ConfigurationPair {
  readonly a: Group;
  readonly b: Group;
  /** The one factor that is compared; null when nothing differs, or more than one factor does. */
  readonly factor: string | null;
  /** Every factor in which they differ by itself. */
  readonly differ: readonly Difference[];
  readonly implied: readonly Difference[];
  readonly unknown: readonly string[];
  /** fair: nothing but the factor differs; mixed: more does, so a difference has no single cause; refused: not compared. */
  readonly standing: "fair" | "mixed" | "refused";
  readonly loads: readonly LoadPair[];
  /** Loads that one side only has. */
  readonly only_a: readonly string[];
  readonly only_b: readonly string[];
}

/** All repeats of one load on both sides. */
export interface LoadPair {
  readonly load: string;
  readonly a: readonly PointRow[];
  readonly b: readonly PointRow[];
}

export interface Pairing {
  readonly pairs: readonly ConfigurationPair[];
  /** Configurations without a counterpart. */
  readonly only_a: readonly string[];
  readonly only_b: readonly string[];
  /** Points that are the same file on both sides: nothing was measured anew. */
  readonly n_same: number;
}

interface PairingOptions {
  /** Factors that may differ; with null, any one of them may, and more than one is marked. */
  readonly factors: readonly string[] | null;
  /** Pair by run and server name first, as for two commits of the same runs, and pool no runs. */
  readonly byName: boolean;
}

/**
 * Pairs configurations that differ in least, and within them the points of equal load. Numbers of different kinds (measured,
 * simulated, imported) and dummy with real weights are never compared by the way: only where that is the factor named.
 */
export function pairSides(a: Side, b: Side, {factors, byName}: PairingOptions): Pairing {
  const [left, right] = [groupsOf(a, !byName), groupsOf(b, !byName)];
  const candidates = left
    .flatMap((x) => right.map((y) => ({x, y, score: score(x, y, byName)})))
    .sort((p, q) => ascending(p.score, q.score));
  const taken = new Set<Group>();
  const pairs: ConfigurationPair[] = [];
  let same = 0;
  for (const {x, y} of candidates) {
    if (taken.has(x) || taken.has(y) || (byName && x.server.run !== y.server.run)) continue;
    taken.add(x).add(y);
    const {pair, n_same} = pairOf(x, y, factors);
    same += n_same;
    if (pair.loads.length > 0 || n_same === 0) pairs.push(pair);
  }
  const alone = (groups: readonly Group[]): string[] => groups.flatMap((group) => (taken.has(group) ? [] : group.name));
  return {pairs, only_a: alone(left), only_b: alone(right), n_same: same};
}

/** Fewer differences first, then equal names, then loads in common. */
function score(a: Group, b: Group, byName: boolean): number {
  const named = a.server.server === b.server.server ? 0 : 1;
  const loads = new Set(a.points.map(loadKey));
  const common = b.points.some((point) => loads.has(loadKey(point))) ? 0 : 1;
  const differ = differences(a, b).own.length;
  return common * 10_000 + (byName ? named * 100 + differ : differ * 10 + named);
}

function pairOf(a: Group, b: Group, factors: readonly string[] | null): {pair: ConfigurationPair; n_same: number} {
  const {own, implied, unknown} = differences(a, b);
  const extra = own.filter(({factor}) => factors !== null && !factors.includes(factor));
  const grave = own.filter(
    ({factor}) =>
      (factor === "kind" && factors?.includes("kind") !== true) ||
      (factor === "weights" && factors?.includes("weights") !== true && own.length > 1)
  );
  const standing = extra.length > 0 || grave.length > 0 ? "refused" : own.length > 1 ? "mixed" : "fair";
  const factor = own.length === 1 ? own[0]!.factor : null;
  // Imported rows may come without a hash, which is the same as nothing.
  const before = new Set(a.points.map(({sha256}) => sha256).filter((hash) => hash !== ""));
  const same = new Set(b.points.filter(({sha256}) => before.has(sha256)).map(({sha256}) => sha256));
  const [xs, ys] = [byLoad(a.points, same), byLoad(b.points, same)];
  const loads = [...xs].flatMap(([load, points]) => (ys.has(load) ? [{load, a: points, b: ys.get(load)!}] : []));
  const missing = (these: Map<string, unknown>, those: Map<string, unknown>): string[] =>
    [...these.keys()].filter((load) => !those.has(load));
  return {
    pair: {
      a,
      b,
      factor,
      differ: own,
      implied,
      unknown,
      standing,
      loads: loads.sort((p, q) => byShape(p.a[0]!, q.a[0]!)),
      only_a: missing(xs, ys),
      only_b: missing(ys, xs)
    },
    n_same: same.size
  };
}

function byLoad(points: readonly PointRow[], except: ReadonlySet<string>): Map<string, PointRow[]> {
  const found = new Map<string, PointRow[]>();
  for (const point of points) {
    if (except.has(point.sha256)) continue;
    const key = loadKey(point);
    found.set(key, [...(found.get(key) ?? []), point]);
  }
  return found;
}

function byShape(a: PointRow, b: PointRow): number {
  return (
    ascending(a.input_tokens ?? 0, b.input_tokens ?? 0) ||
    ascending(a.output_tokens ?? 0, b.output_tokens ?? 0) ||
    ascending(a.load ?? "", b.load ?? "") ||
    ascending(a.concurrency ?? a.request_rate_per_s ?? 0, b.concurrency ?? b.request_rate_per_s ?? 0)
  );
}
