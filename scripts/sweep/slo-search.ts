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
 * the sweep has made anyway). A level that is not seen to fail counts as met for now, so the way up (doubling, from
 * `from`), the halving and the bisection cost few requests; only the highest such level below the failing one is then
 * measured with all the requests that its percentile needs, and both ends a second time. Where two replicates disagree,
 * a third decides. Pure.
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
  const open = levels.filter((each) => each.verdict === "open" && isInside(each.level, passed, failed));
  const met = [...(passed === null ? [] : [passed]), ...open.map((each) => each.level)];
  const highest = met.length === 0 ? null : Math.max(...met);
  const cheap = (level: number, why: string): SearchStep => ({measure: level, full: false, why});
  if (failed === null) {
    if (highest === null) return cheap(range.from, "first level");
    if (highest < range.to) return cheap(Math.min(range.to, Math.max(range.from, highest * 2)), "doubling");
  } else if (highest === null) {
    const lowest = range.whole ? 1 : range.from / 64;
    if (failed <= lowest) return confirm(levels, passed, failed, `fails at ${failed}, the lowest level`);
    if (range.from < failed) return cheap(range.from, "first level");
    return cheap(range.whole ? Math.max(1, Math.floor(failed / 2)) : failed / 2, "halving");
  } else if (failed - highest > Math.max(range.whole ? 1 : 0, highest * nearEnough)) {
    if (highest < range.from && range.from < failed) return cheap(range.from, "first level");
    const middle = (highest + failed) / 2;
    return cheap(range.whole ? Math.round(middle) : Number(middle.toPrecision(3)), "bisection");
  }
  const edge = open.find((each) => each.level === highest);
  if (edge) return {measure: edge.level, full: true, why: edge.why};
  return confirm(
    levels,
    passed,
    failed,
    failed === null ? `passes at ${range.to}, the highest level asked` : "both ends seen twice"
  );
}

function confirm(levels: readonly Judged[], passed: number | null, failed: number | null, why: string): SearchStep {
  for (const level of [passed, failed]) {
    const judged = levels.find((each) => each.level === level);
    if (judged !== undefined && judged.agreeing < 2) {
      return {measure: judged.level, full: !judged.outright, why: "second replicate at the edge"};
    }
  }
  return {done: {passed, failed, complete: true, why}};
}

interface Judged {
  readonly level: number;
  readonly verdict: "pass" | "fail" | "open";
  /** Replicates that say so. */
  readonly agreeing: number;
  /** True when one failed beyond doubt, so that few requests can show it again. */
  readonly outright: boolean;
  readonly why: string;
}

function judge(trials: readonly Trial[]): Judged[] {
  return [...new Set(trials.map((trial) => trial.level))].map((level) => {
    const here = trials.filter((trial) => trial.level === level);
    const pass = here.filter((trial) => trial.outcome === "pass").length;
    const fail = here.filter(
      (trial) => trial.outcome === "fail" || (trial.outcome === "undecided" && trial.full)
    ).length;
    const outright = fail > pass && here.some((trial) => trial.outcome === "fail");
    const so = {level, agreeing: Math.max(pass, fail), outright};
    if (pass === 0 && fail === 0) return {...so, verdict: "open", why: "too few requests to tell"};
    if (pass === fail) return {...so, verdict: "open", why: "replicates disagree"};
    return {...so, verdict: pass > fail ? "pass" : "fail", why: ""};
  });
}

/** A level beyond what is already settled need not be settled. */
function isInside(level: number, passed: number | null, failed: number | null): boolean {
  return (passed === null || level > passed) && (failed === null || level < failed);
}
