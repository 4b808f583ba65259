import type {Text} from "./text.js";

/** One quantity that a bench measured. */
export interface BenchFigure {
  /** Name within its bench that ends in the unit: "plain_ms". */
  readonly id: string;
  readonly what: Text;
  readonly value: number;
  readonly unit: string;
  readonly better: "lower" | "higher";
  /** Half the distance of the rounds' outer deciles over the median; null where there was one round. */
  readonly spread: number | null;
  /** Another way to the same, measured in the same run. */
  readonly peer: {readonly name: string; readonly value: number} | null;
  /** What is aimed at. */
  readonly goal: number | null;
}

/** What `npm run bench` leaves in data/bench/<bench>.json. */
export interface BenchRecord {
  readonly schema: "sweepbook-bench/1";
  readonly bench: string;
  readonly title: Text;
  /** When it ended, UTC. */
  readonly date: string;
  readonly command: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memory_gib: number;
    readonly os: string;
    readonly node: string;
    /** Processes that wanted a core when the bench began, mean of a minute: above the bench's own, its times are stretched. */
    readonly load_before: number;
  };
  /** The input, and what is timed. */
  readonly conditions: readonly Text[];
  /** What was not measured, and why. */
  readonly skipped: readonly string[];
  readonly figures: readonly BenchFigure[];
}

/** Value over the peer's; null without a peer. Below 1 is ahead where lower is better. */
export function ratioToPeer({value, peer}: Pick<BenchFigure, "value" | "peer">): number | null {
  return peer === null || peer.value === 0 ? null : value / peer.value;
}

/** Whether the goal is met; null without one. */
export function meetsGoal({value, goal, better}: Pick<BenchFigure, "value" | "goal" | "better">): boolean | null {
  return goal === null ? null : better === "lower" ? value <= goal : value >= goal;
}

/** Two measurements on one machine differ by this much without a cause, whatever their rounds say. */
const leastNoise = 0.1;

/** A figure that is worse than last time by more than noise. */
export interface Worse {
  readonly id: string;
  readonly before: number;
  readonly now: number;
  /** Share by which it is worse. */
  readonly by: number;
  /** Share that passes for noise. */
  readonly noise: number;
}

/**
 * Figures of a record that are worse than in an earlier one by more than noise: the spreads of both, and a tenth at least.
 * None where the machines differ, for then nothing can be said.
 */
export function worseThan(before: BenchRecord, now: BenchRecord): Worse[] {
  if (!sameMachine(before, now)) return [];
  return now.figures.flatMap(({id, value, better, spread}) => {
    const old = before.figures.find((figure) => figure.id === id);
    if (old === undefined || old.value <= 0 || value <= 0) return [];
    const by = better === "lower" ? value / old.value - 1 : old.value / value - 1;
    const noise = Math.max(leastNoise, (spread ?? 0) + (old.spread ?? 0));
    return by > noise ? [{id, before: old.value, now: value, by, noise}] : [];
  });
}

/** True when both were measured on the same kind of machine, by the same Node. */
export function sameMachine({machine: a}: BenchRecord, {machine: b}: BenchRecord): boolean {
  return a.cpu === b.cpu && a.cores === b.cores && a.node.split(".")[0] === b.node.split(".")[0];
}
