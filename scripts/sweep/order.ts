import type {PlannedBoot, PlannedPoint, PlannedServer} from "./planned.js";
import {seedOf, shuffle} from "./shuffle.js";
import type {Spec} from "./spec.js";

/** A distinct point of one server, and how often it is measured over how many starts. */
export interface Candidate {
  /** Name without the server. */
  readonly base: string;
  /** Repeats of each start. */
  readonly perBoot: readonly number[];
  readonly stage: number;
  readonly make: (repeat: number, sentinel: boolean) => PlannedPoint;
}

/** Fewer other measurements than this on one start are over before anything can drift: no sentinel. */
const leastBetween = 3;

/**
 * The starts of one server and the points of each, in order: stages one after another, within a stage shuffled by the
 * sweep's seed. The sentinel point stands first, in the middle and last of every start with three other measurements
 * or more; those three count as repeats of it. Both servers of a comparison get the same order.
 */
export function orderBoots(spec: Spec, server: PlannedServer, candidates: readonly Candidate[]): PlannedBoot[] {
  const nBoots = Math.max(1, ...candidates.map((each) => each.perBoot.length));
  const sentinel = sentinelOf(spec, candidates);
  let sentinelRepeats = 0;
  return Array.from({length: nBoots}, (_, i) => {
    const number = i + 1;
    const seed = seedOf(spec.seed ?? 1, `start ${number}`);
    const mine = candidates
      .filter((each) => each !== sentinel)
      .flatMap((each) => repeatsOf(each, number).map((r) => each.make(r, false)));
    const own = sentinel === null ? 0 : repeatsOf(sentinel, number).length;
    const watched = sentinel !== null && mine.length >= leastBetween;
    const extra = watched ? Math.max(0, own - 3) : own;
    const next = (flagged: boolean): PlannedPoint => sentinel!.make(++sentinelRepeats, flagged);
    const first = watched ? [next(true)] : [];
    const others = [...mine, ...Array.from({length: extra}, () => next(false))];
    const ordered = stages(others).flatMap((stage) => shuffle(stage, seed));
    const middle = watched ? [next(true)] : [];
    const last = watched ? [next(true)] : [];
    const half = halfway(ordered);
    const points = [...first, ...ordered.slice(0, half), ...middle, ...ordered.slice(half), ...last];
    return {name: number === 1 ? server.id : `${server.id}.${number}`, number, points};
  });
}

/** Repeats of one start, numbered on from those of the starts before it. */
function repeatsOf({perBoot}: Candidate, boot: number): number[] {
  const before = perBoot.slice(0, boot - 1).reduce((sum, n) => sum + n, 0);
  return Array.from({length: perBoot[boot - 1] ?? 0}, (_, i) => before + i + 1);
}

/** `count` repeats over `boots` starts, the larger shares first; a list says it itself. */
export function repeatsPerBoot(count: number, boots: number | readonly number[]): number[] {
  if (typeof boots !== "number") return [...boots];
  const each = Math.ceil(count / boots);
  return Array.from({length: boots}, (_, i) => Math.max(0, Math.min(each, count - i * each)));
}

function sentinelOf(spec: Spec, candidates: readonly Candidate[]): Candidate | null {
  if (spec.sentinel === "none" || candidates.length < 2) return null;
  const named = candidates.find((each) => each.base === spec.sentinel);
  if (named) return named;
  const firstStage = candidates.filter((each) => each.stage === Math.min(...candidates.map((c) => c.stage)));
  const time = new Map(firstStage.map((each) => [each, each.make(1, false).estimate_s]));
  return firstStage.reduce((best, each) => (time.get(each)! < time.get(best)! ? each : best));
}

function stages(points: readonly PlannedPoint[]): PlannedPoint[][] {
  const numbers = [...new Set(points.map((point) => point.stage))].sort((a, b) => a - b);
  return numbers.map((stage) => points.filter((point) => point.stage === stage));
}

/** Index at which half the estimated time is over. */
function halfway(points: readonly PlannedPoint[]): number {
  const total = points.reduce((sum, point) => sum + point.estimate_s, 0);
  let sum = 0;
  const index = points.findIndex((point) => (sum += point.estimate_s) >= total / 2);
  return index + 1;
}
