import {average, variance} from "./between-runs.js";
import {percentile} from "./percentile.js";
import {random} from "./random.js";
import {studentCdf, studentQuantile} from "./student.js";
import {welch, type MeanDifference} from "./welch.js";

/** The ratio B / A of one positive quantity, on logarithms, with all that a test of it needs. */
export interface LogDifference {
  /** log of the ratio of the geometric means, B over A. */
  readonly difference: number;
  /** welch: from two values a side; bootstrap: from ten; none: a side has one value, so there is nothing to test with. */
  readonly method: "none" | "welch" | "bootstrap";
  readonly n_a: number;
  readonly n_b: number;
  /** Two-sided interval of `difference`; null without a method. */
  interval(confidence: number): {readonly lo: number; readonly hi: number} | null;
  /** p value of "the true difference is `limit` or less" against "it is more"; null without a method. */
  above(limit: number): number | null;
  /** p value of "the true difference is `limit` or more" against "it is less"; null without a method. */
  below(limit: number): number | null;
}

interface Options {
  /** Standard deviation of the logarithm between starts of a server, which repeats of one start cannot show. */
  readonly startSpread?: number;
  readonly seed?: number;
  readonly draws?: number;
}

/**
 * Compares two sets of values, one a repeat (or one a start of the server). Latencies and rates vary by factors, so all is
 * done on logarithms: Welch's t for 2 to 9 values on the smaller side, and from 10 the studentised bootstrap (Efron and
 * Tibshirani 1993, section 12.5), which does not need the logarithms to be normal. A known spread between starts is added
 * to the variance of both sides and keeps to Welch. Sides without any spread (copies, not repeats) cannot be tested.
 * @throws RangeError on a value that is not above 0
 */
export function logDifference(a: readonly number[], b: readonly number[], options: Options = {}): LogDifference {
  for (const value of [...a, ...b])
    if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`invalid value of a run; not above 0: ${value}`);
  if (a.length === 0 || b.length === 0) throw new RangeError("no runs");
  const [x, y] = [a.map(Math.log), b.map(Math.log)];
  const base = {difference: average(y) - average(x), n_a: a.length, n_b: b.length};
  const n = Math.min(a.length, b.length);
  const {startSpread = 0} = options;
  if (n < 2 || variance(x) + variance(y) < 1e-24)
    return {...base, method: "none", interval: () => null, above: () => null, below: () => null};
  const statistic = welch(x, y, 2 * startSpread ** 2);
  return n < 10 || startSpread > 0
    ? {...base, method: "welch", ...byStudent(statistic)}
    : {...base, method: "bootstrap", ...byBootstrap(x, y, statistic, options)};
}

type Tests = Pick<LogDifference, "interval" | "above" | "below">;

function byStudent({difference, error, df}: MeanDifference): Tests {
  return {
    interval(confidence) {
      const half = studentQuantile((1 + confidence) / 2, df) * error;
      return {lo: difference - half, hi: difference + half};
    },
    above: (limit) => studentCdf((limit - difference) / error, df),
    below: (limit) => studentCdf((difference - limit) / error, df)
  };
}

/** Student's t replaced by what resampling of whole repeats shows it to be. */
function byBootstrap(
  x: readonly number[],
  y: readonly number[],
  {difference, error}: MeanDifference,
  {seed = 1, draws = 4000}: Options
): Tests {
  const next = random(seed);
  const sample = (values: readonly number[]): number[] => values.map(() => values[Math.floor(next() * values.length)]!);
  const drawn: number[] = [];
  while (drawn.length < draws) {
    const again = welch(sample(x), sample(y));
    if (again.error > 0) drawn.push((again.difference - difference) / again.error);
  }
  const t = Float64Array.from(drawn).sort();
  const share = (n: number): number => (n + 1) / (draws + 1);
  return {
    interval(confidence) {
      const tail = (1 - confidence) / 2;
      return {lo: difference - percentile(t, 1 - tail) * error, hi: difference - percentile(t, tail) * error};
    },
    above: (limit) => share(t.filter((value) => value >= (difference - limit) / error).length),
    below: (limit) => share(t.filter((value) => value <= (difference - limit) / error).length)
  };
}
