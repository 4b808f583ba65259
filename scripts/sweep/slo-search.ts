/** What one measurement said about one level. */
export interface Trial {
  readonly level: number;
  readonly outcome: "pass" | "fail" | "undecided";
  /** True when it had as many requests as a search may spend: an undecided outcome then counts as not passed. */
  readonly full: boolean;
}

export interface SloSearchRange {
  readonly from: number;
  readonly to: number;
  /** Levels are whole numbers (streams) or any (requests/s). */
  readonly whole: boolean;
  /** Measurements that the search itself may add. */
  readonly max_points: number;
}

/** The answer of a search: the highest level that passed and the lowest that failed, each seen twice. */
export interface SloBracket {
  /** Null when no level passes. */
  readonly passed: number | null;
  /** Null when none failed up to the highest level asked. */
  readonly failed: number | null;
  /** False when the search ran out of measurements or time before both ends were seen twice. */
  readonly complete: boolean;
  readonly why: string;
}

export type SearchStep =
  | {readonly measure: number; readonly full: boolean; readonly why: string}
  | {readonly done: SloBracket};

/** Ends are near enough when they differ by one stream, or by an eighth. */
const nearEnough = 1 / 8;

/**
 * The next step of the search for the highest load that meets an SLO, from all trials so far (its own and those that
 * the sweep has made anyway): doubling until a level fails (halving until one passes), then bisection, then a second
 * replicate at both ends; where two replicates disagree, a third decides. Pure.
 * @param added measurements that this search has added so far
 */
export function sloStep(range: SloSearchRange, trials: readonly Trial[], added: number): SearchStep {
  const levels = judge(trials);
  const failedLevels = levels.filter((each) => each.verdict === "fail").map((each) => each.level);
  const failed = failedLevels.length === 0 ? null : Math.min(...failedLevels);
  const passedLevels = levels
    .filter((each) => each.verdict === "pass" && (failed === null || each.level < failed))
    .map((each) => each.level);
  const passed = passedLevels.length === 0 ? null : Math.max(...passedLevels);
  const step = next(range, levels, passed, failed);
  if ("measure" in step && added >= range.max_points) {
    return {done: {passed, failed, complete: false, why: `stopped after ${added} measurements`}};
  }
  return step;
}

function next(
  range: SloSearchRange,
  levels: readonly Judged[],
  passed: number | null,
  failed: number | null
): SearchStep {
  const open = levels.find((each) => each.verdict === "open" && isInside(each.level, passed, failed));
  if (open) return {measure: open.level, full: true, why: open.why};
  if (passed === null && failed === null) return {measure: range.from, full: false, why: "first level"};
  const lowest = range.whole ? 1 : range.from / 64;
  if (failed === null) {
    if (passed! < range.to) return {measure: Math.min(range.to, passed! * 2), full: false, why: "doubling"};
    return confirm(levels, passed, failed, `passes at ${range.to}, the highest level asked`);
  }
  if (passed === null) {
    if (failed > lowest) {
      const half = range.whole ? Math.max(1, Math.floor(failed / 2)) : failed / 2;
      return {measure: half, full: false, why: "halving"};
    }
    return confirm(levels, passed, failed, `fails at ${failed}, the lowest level`);
  }
  const gap = failed - passed;
  if (gap > Math.max(range.whole ? 1 : 0, passed * nearEnough)) {
    const middle = (passed + failed) / 2;
    return {measure: range.whole ? Math.round(middle) : Number(middle.toPrecision(3)), full: false, why: "bisection"};
  }
  return confirm(levels, passed, failed, "both ends seen twice");
}

function confirm(levels: readonly Judged[], passed: number | null, failed: number | null, why: string): SearchStep {
  for (const level of [passed, failed]) {
    const judged = levels.find((each) => each.level === level);
    if (judged !== undefined && judged.agreeing < 2) {
      return {measure: judged.level, full: judged.verdict === "pass", why: "second replicate at the edge"};
    }
  }
  return {done: {passed, failed, complete: true, why}};
}

interface Judged {
  readonly level: number;
  readonly verdict: "pass" | "fail" | "open";
  /** Replicates that say so. */
  readonly agreeing: number;
  readonly why: string;
}

function judge(trials: readonly Trial[]): Judged[] {
  return [...new Set(trials.map((trial) => trial.level))].map((level) => {
    const here = trials.filter((trial) => trial.level === level);
    const pass = here.filter((trial) => trial.outcome === "pass").length;
    const fail = here.filter(
      (trial) => trial.outcome === "fail" || (trial.outcome === "undecided" && trial.full)
    ).length;
    if (pass === 0 && fail === 0) return {level, verdict: "open", agreeing: 0, why: "too few requests to tell"};
    if (pass === fail) return {level, verdict: "open", agreeing: pass, why: "replicates disagree"};
    return {level, verdict: pass > fail ? "pass" : "fail", agreeing: Math.max(pass, fail), why: ""};
  });
}

/** A level beyond what is already settled need not be settled. */
function isInside(level: number, passed: number | null, failed: number | null): boolean {
  return (passed === null || level > passed) && (failed === null || level < failed);
}
