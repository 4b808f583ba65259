import {metrics} from "../metrics.js";
import {benjaminiHochberg} from "../statistics/benjamini-hochberg.js";
import {moreFailures} from "../statistics/fisher.js";
import {logDifference, type LogDifference} from "../statistics/log-difference.js";
import type {PointRow} from "../tables/points.js";
import {defaultMetrics, type ComparedMetric} from "./compared-metrics.js";
import {repeatsNeeded} from "./repeats-needed.js";
import {pairSides, type ConfigurationPair, type LoadPair, type Pairing} from "./pairs.js";
import type {Row, Reason, Verdict} from "./row.js";
import type {Side} from "./side.js";
import {spreads, type Spreads} from "./spreads.js";
import {valuesOf} from "./values.js";

export interface CompareOptions {
  readonly metrics?: readonly ComparedMetric[];
  /** Factors that may differ; with null or left out any one may, and more than one is marked. */
  readonly factors?: readonly string[] | null;
  readonly byName?: boolean;
  /** False discovery rate of the table, and level of each test. */
  readonly alpha?: number;
  /** Standard deviation between starts of a server, as a share. */
  readonly startSpread?: number;
}

/** Failures at one load where B fails more, or where no repeat of one side gave a number. */
export interface Failures {
  readonly pair: string;
  readonly load: string;
  readonly n_failed_a: number;
  readonly n_requests_a: number;
  readonly n_failed_b: number;
  readonly n_requests_b: number;
  /** One-sided, exact; null where a side has no request to count. */
  readonly p: number | null;
  /** True when B gives no number where A does, or shows a higher share of failures. */
  readonly worse: boolean;
}

export interface Compared {
  readonly a: string;
  readonly b: string;
  readonly alpha: number;
  readonly pairing: Pairing;
  readonly rows: readonly Row[];
  readonly failures: readonly Failures[];
}

/**
 * Compares B with A, metric by metric and load by load. A difference counts when it is shown (two-sided test, false discovery
 * rate over the table) and its estimate reaches the metric's margin; equivalence when two one-sided tests place the ratio inside
 * the margin (Schuirmann 1987); all else is undecided, with what would decide it. Pure and deterministic.
 */
export function compare(a: Side, b: Side, options: CompareOptions = {}): Compared {
  const {metrics: asked = defaultMetrics, factors = null, byName = false, alpha = 0.05, startSpread = 0} = options;
  const pairing = pairSides(a, b, {factors, byName});
  const spread = spreads(pairing.pairs.flatMap(({loads}) => loads));
  const drafts = pairing.pairs.flatMap((pair) =>
    pair.loads.flatMap((load) => asked.map((metric) => draft(pair, load, metric, startSpread)))
  );
  const tested = drafts.filter(({test}) => test !== null);
  const adjusted = (p: (draft: Draft) => number): Map<Draft, number> => {
    const q = benjaminiHochberg(tested.map(p));
    return new Map(tested.map((each, i) => [each, q[i]!]));
  };
  const q = {
    difference: adjusted(({test}) => test!.p_difference),
    equivalent: adjusted(({test}) => test!.p_equivalent),
    not_worse: adjusted(({test}) => test!.p_not_worse)
  };
  const rows = drafts.map((each) =>
    row(each, {
      alpha,
      spread,
      q: {
        difference: q.difference.get(each) ?? null,
        equivalent: q.equivalent.get(each) ?? null,
        not_worse: q.not_worse.get(each) ?? null
      }
    })
  );
  return {
    a: a.label,
    b: b.label,
    alpha,
    pairing,
    rows,
    failures: pairing.pairs.flatMap((pair) => pair.loads.flatMap((load) => failuresOf(pair, load, alpha)))
  };
}

/** True when B is worse somewhere: what makes a gate fail. */
export function hasRegression({rows, failures}: Compared): boolean {
  return rows.some(({verdict}) => verdict === "worse") || failures.some(({worse}) => worse);
}

export const pairName = ({a, b}: ConfigurationPair): string => (a.name === b.name ? a.name : `${a.name} : ${b.name}`);

interface Test {
  readonly p_difference: number;
  readonly p_equivalent: number;
  readonly p_not_worse: number;
}

interface Draft {
  readonly pair: ConfigurationPair;
  readonly load: LoadPair;
  readonly metric: ComparedMetric;
  readonly values: ReturnType<typeof valuesOf>;
  readonly found: LogDifference | null;
  readonly test: Test | null;
}

function draft(pair: ConfigurationPair, load: LoadPair, metric: ComparedMetric, startSpread: number): Draft {
  const values = valuesOf(load, metric.name);
  const usable = pair.standing !== "refused" && values.missing === null;
  const found = usable ? logDifference(values.a, values.b, {startSpread}) : null;
  const limit = Math.log1p(metric.margin);
  const lower = metrics[metric.name].better === "lower";
  const [above, below] = [found?.above(-limit) ?? null, found?.below(limit) ?? null];
  const test =
    found === null || above === null || below === null
      ? null
      : {
          p_difference: Math.min(1, 2 * Math.min(found.above(0)!, found.below(0)!)),
          p_equivalent: Math.min(1, Math.max(above, below)),
          p_not_worse: Math.min(1, lower ? below : above)
        };
  return {pair, load, metric, values, found, test};
}

interface Judging {
  readonly alpha: number;
  readonly spread: Spreads;
  readonly q: {readonly [K in "difference" | "equivalent" | "not_worse"]: number | null};
}

function row({pair, load, metric, values, found, test}: Draft, {alpha, spread, q}: Judging): Row {
  const {better} = metrics[metric.name];
  const limit = Math.log1p(metric.margin);
  const gain = found === null ? null : better === "lower" ? -found.difference : found.difference;
  const interval = found?.interval(0.95) ?? null;
  const {verdict, reason} = judge({
    standing: pair.standing,
    missing: values.missing,
    found,
    gain,
    limit,
    test,
    q,
    alpha
  });
  const [na, nb] = [values.a.length, values.b.length];
  return {
    pair: pairName(pair),
    load: load.load,
    metric: metric.name,
    unit: metrics[metric.name].unit,
    better,
    margin: metric.margin,
    a: mean(values.missing === "n_too_small" ? [] : values.a),
    b: mean(values.missing === "n_too_small" ? [] : values.b),
    n_a: na,
    n_b: nb,
    values_a: values.a,
    values_b: values.b,
    counts: values.unit,
    method: found?.method ?? "none",
    change: found === null ? null : Math.expm1(found.difference),
    change_lo: interval === null ? null : Math.expm1(interval.lo),
    change_hi: interval === null ? null : Math.expm1(interval.hi),
    p_difference: test?.p_difference ?? null,
    q_difference: q.difference,
    p_equivalent: test?.p_equivalent ?? null,
    q_equivalent: q.equivalent,
    p_not_worse: test?.p_not_worse ?? null,
    q_not_worse: q.not_worse,
    not_worse: q.not_worse === null ? null : q.not_worse <= alpha,
    verdict,
    reason,
    beyond_margin:
      interval === null
        ? null
        : Math.min(Math.abs(interval.lo), Math.abs(interval.hi)) > limit && interval.lo * interval.hi > 0,
    standing: pair.standing,
    factor: pair.factor,
    repeats_needed:
      verdict === "undecided" && found !== null ? repeatsNeeded(found, limit, spread(load, metric.name)) : null
  };
}

interface Evidence {
  readonly standing: ConfigurationPair["standing"];
  readonly missing: ReturnType<typeof valuesOf>["missing"];
  readonly found: LogDifference | null;
  readonly gain: number | null;
  readonly limit: number;
  readonly test: Test | null;
  readonly q: Judging["q"];
  readonly alpha: number;
}

function judge(evidence: Evidence): {verdict: Verdict; reason: Reason} {
  const {standing, missing, found, gain, limit, test, q, alpha} = evidence;
  const undecided = (reason: Reason): {verdict: Verdict; reason: Reason} => ({verdict: "undecided", reason});
  if (standing === "refused") return undecided("refused");
  if (missing !== null) return undecided(missing);
  if (test === null || gain === null || q.difference === null || q.equivalent === null)
    return undecided(Math.min(found?.n_a ?? 0, found?.n_b ?? 0) < 2 ? "one_run" : "no_spread");
  if (q.equivalent <= alpha) return {verdict: "equivalent", reason: "within_margin"};
  const shown = q.difference <= alpha;
  const alone = Math.min(test.p_difference, test.p_equivalent) <= alpha;
  if (shown && Math.abs(gain) >= limit) return {verdict: gain > 0 ? "better" : "worse", reason: "shown"};
  if (shown) return undecided("small_difference");
  return undecided(alone ? "many_tests" : "crosses");
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

function failuresOf(pair: ConfigurationPair, {load, a, b}: LoadPair, alpha: number): Failures[] {
  const count = (points: readonly PointRow[], name: "n_failed" | "n_requests"): number =>
    points.reduce((sum, point) => sum + (point[name] ?? 0), 0);
  const none = (points: readonly PointRow[]): boolean => points.every(({status}) => status !== "ok");
  const [failedA, sentA] = [count(a, "n_failed"), count(a, "n_requests")];
  const [failedB, sentB] = [count(b, "n_failed"), count(b, "n_requests")];
  if (failedA + failedB === 0 && !none(a) && !none(b)) return [];
  const p = sentA === 0 || sentB === 0 ? null : moreFailures({failed: failedA, n: sentA}, {failed: failedB, n: sentB});
  const worse = (none(b) && !none(a)) || (p !== null && p <= alpha);
  return [
    {
      pair: pairName(pair),
      load,
      n_failed_a: failedA,
      n_requests_a: sentA,
      n_failed_b: failedB,
      n_requests_b: sentB,
      p,
      worse
    }
  ];
}
