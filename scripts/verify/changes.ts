import {basename, dirname} from "node:path/posix";
import type {Snapshot} from "./snapshot.js";

/** One difference between what was committed and what follows from the data now. */
export interface Change {
  /** Claim or headline number. */
  readonly id: string;
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /** Changed inputs that it rests on, before or now; none means that the code changed it, or that nothing explains it. */
  readonly because_of: readonly string[];
  /** A verdict's word changed: it wants accepting even when an input explains it. */
  readonly verdict: boolean;
}

/** Inputs whose hash differs, with those that came and went. */
export function changedInputs(before: Snapshot["inputs"], after: Snapshot["inputs"]): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((path) => before[path] !== after[path])
    .sort();
}

/**
 * Whether a file went with a study that does not stand in the report any more: its source, its claims and itself. What it said is not
 * changed, it is not said.
 */
export function turnedOff(before: Snapshot["inputs"], after: Snapshot["inputs"]): (path: string) => boolean {
  const gone = new Set(Object.keys(before).filter((path) => !(path in after)));
  const sources = [...gone].filter((path) => path.endsWith("/facts.yaml")).map((path) => dirname(path));
  const studies = [...gone].filter((path) => dirname(path) === "data/studies").map((path) => basename(path));
  return (path) =>
    gone.has(path) &&
    (sources.includes(dirname(path)) ||
      dirname(path) === "data/studies" ||
      (dirname(path) === "data/claims" && (sources.length > 0 || studies.includes(basename(path)))));
}

/** Every change of a verdict, its ground or its words, and of a headline number (beyond rounding, 1e-9); not what a study said that was turned off. */
export function changes(before: Snapshot, after: Snapshot): Change[] {
  const changed = new Set(changedInputs(before.inputs, after.inputs));
  const why = (...lists: readonly (readonly string[] | undefined)[]): string[] =>
    [...new Set(lists.flatMap((list) => list ?? []))].filter((path) => changed.has(path)).sort();
  const off = turnedOff(before.inputs, after.inputs);
  // Of what is still there, such as a count, what differs for no other reason.
  type Said = {readonly rests_on: readonly string[]} | undefined;
  const unsaid = (old: Said, now: Said): boolean => {
    if (now === undefined) return old !== undefined && old.rests_on.some(off);
    const because_of = why(old?.rests_on, now.rests_on);
    return because_of.length > 0 && because_of.every(off);
  };
  const found: Change[] = [];
  for (const [old, now] of pairs(before.verdicts, after.verdicts)) {
    if (unsaid(old, now)) continue;
    const id = (now ?? old)!.id;
    const because_of = why(old?.rests_on, now?.rests_on);
    type Value = string | number | null | undefined;
    const add = (what: string, a: Value, b: Value, verdict = false): void => {
      if (a !== b) found.push({id, what, before: shown(a), after: shown(b), because_of, verdict});
    };
    add("verdict", old?.verdict, now?.verdict, true);
    if (old === undefined || now === undefined) continue;
    add("by", old.by, now.by);
    add("strength", old.strength, now.strength);
    add("reason", old.reason, now.reason);
    add("n_runs", old.n_runs, now.n_runs);
    add("inequality", old.inequality, now.inequality);
    add("because", old.because.en, now.because.en);
    add("because (zh)", old.because.zh, now.because.zh);
  }
  for (const [old, now] of pairs(before.headline, after.headline)) {
    if (unsaid(old, now) || (old !== undefined && now !== undefined && near(old.value, now.value))) continue;
    found.push({
      id: (now ?? old)!.id,
      what: "value",
      before: shown(old?.value),
      after: shown(now?.value),
      because_of: why(old?.rests_on, now?.rests_on),
      verdict: false
    });
  }
  return found;
}

function pairs<T extends {id: string}>(before: readonly T[], after: readonly T[]): [T | undefined, T | undefined][] {
  const ids = [...new Set([...after, ...before].map(({id}) => id))];
  const by = (list: readonly T[]): Map<string, T> => new Map(list.map((one) => [one.id, one]));
  const [old, now] = [by(before), by(after)];
  return ids.map((id) => [old.get(id), now.get(id)]);
}

function near(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

function shown(value: string | number | null | undefined): string {
  return value === undefined ? "(none)" : value === null ? "null" : String(value);
}
