/** Output throughput of one measurement at one level. */
export interface KneeTrial {
  readonly level: number;
  readonly output_tokens_per_s: number;
}

export interface KneeRange {
  readonly from: number;
  readonly to: number;
  readonly max_points: number;
}

/** The load beyond which throughput grows by less than a tenth per doubling. */
export interface Knee {
  /** Null: no knee up to `tested_to`. */
  readonly knee: number | null;
  readonly tested_to: number | null;
  /** Growth of throughput per doubling of load beyond the knee, or over the last step. */
  readonly growth_per_doubling: number | null;
  readonly complete: boolean;
  readonly why: string;
}

export type KneeStep = {readonly measure: number; readonly why: string} | {readonly done: Knee};

/** A tenth per doubling. */
const least = 1.1;

/**
 * The next step of a knee search: doubling from `from`, until a doubling brings less than a tenth; both levels of that
 * step are then measured twice, and the search goes on when the geometric means do not bear it out. Pure.
 */
export function kneeStep(range: KneeRange, trials: readonly KneeTrial[], added: number): KneeStep {
  const levels = doublings(range);
  let last: {level: number; growth: number} | null = null;
  for (const [i, level] of levels.entries()) {
    const here = at(trials, level);
    if (here.length === 0) return ask(level, "doubling", last);
    const before = levels[i - 1];
    if (before === undefined) continue;
    const below = at(trials, before);
    const growth = (mean(here) / mean(below)) ** (1 / Math.log2(level / before));
    last = {level: before, growth};
    if (growth >= least) continue;
    for (const [edge, seen] of [
      [before, below],
      [level, here]
    ] as const) {
      if (seen.length < 2) return ask(edge, "second replicate at the knee", last);
    }
    return {done: {knee: before, tested_to: level, growth_per_doubling: growth, complete: true, why: "seen twice"}};
  }
  const to = levels.at(-1)!;
  return {
    done: {
      knee: null,
      tested_to: to,
      growth_per_doubling: last?.growth ?? null,
      complete: true,
      why: `no knee up to ${to}`
    }
  };

  function ask(level: number, why: string, so: {growth: number} | null): KneeStep {
    if (added < range.max_points) return {measure: level, why};
    const tested = levels.filter((each) => at(trials, each).length > 0).at(-1) ?? null;
    return {
      done: {
        knee: null,
        tested_to: tested,
        growth_per_doubling: so?.growth ?? null,
        complete: false,
        why: `stopped after ${added} measurements`
      }
    };
  }
}

function doublings({from, to}: KneeRange): number[] {
  const levels: number[] = [];
  for (let level = from; level < to; level *= 2) levels.push(level);
  return [...levels, to];
}

function at(trials: readonly KneeTrial[], level: number): number[] {
  return trials.filter((trial) => trial.level === level).map((trial) => trial.output_tokens_per_s);
}

function mean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
