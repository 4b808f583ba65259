import type {Slo} from "../prediction/slo.js";
import {betweenRuns} from "../statistics/between-runs.js";
import {sloBound} from "../statistics/slo-bound.js";
import type {Expectation, Expected} from "./expectation.js";

/** One load on the running service. A request that failed has NaN for its latencies: it meets no limit. */
export interface AcceptanceRun {
  readonly ttft_ms: readonly number[];
  readonly tpot_ms: readonly number[];
  readonly e2e_ms: readonly number[];
  readonly output_tokens_per_s: number;
  /** null where the boards' power cannot be seen. */
  readonly energy_j_per_output_token: number | null;
}

/** One promise of a plan, held against what was measured. */
export interface AcceptanceCheck {
  readonly check: string;
  readonly promised: string;
  readonly measured: string;
  readonly outcome: "pass" | "fail" | "undecided";
  readonly why: string;
}

/**
 * Holds runs against a plan. A limit on a percentile is a share of requests that must meet it, judged by its one-sided 95 % bound over all
 * runs together. Throughput must reach the lower end of the predicted interval, energy stay under the upper end, judged between runs:
 * by the 95 % interval from five runs on, by all of them below.
 */
export function acceptance(
  slo: readonly Slo[],
  expected: Expectation | null,
  runs: readonly AcceptanceRun[]
): AcceptanceCheck[] {
  const checks = slo.map((limit) => sloCheck(limit, runs));
  if (expected === null) return checks;
  const rates = runs.map((run) => run.output_tokens_per_s);
  checks.push(betweenCheck("output throughput", "tok/s", "least", expected.output_tokens_per_s, rates));
  const joules = runs.map((run) => run.energy_j_per_output_token);
  const seen = joules.filter((value) => value !== null);
  checks.push(
    seen.length < runs.length || runs.length === 0
      ? {
          check: "energy",
          promised: `at most ${three(expected.energy_j_per_output_token.hi)} J per output token`,
          measured: "not visible from here",
          outcome: "undecided",
          why: "the boards' power is not visible from this host, or not over the whole load"
        }
      : betweenCheck("energy", "J per output token", "most", expected.energy_j_per_output_token, seen)
  );
  return checks;
}

function sloCheck({name, limitMs}: Slo, runs: readonly AcceptanceRun[]): AcceptanceCheck {
  const [quantity = "", percentile = ""] = name.split("_");
  const share = Number(percentile.slice(1)) / 100;
  const values = runs.flatMap((run) => run[`${quantity}_ms` as "ttft_ms" | "tpot_ms" | "e2e_ms"]);
  const met = values.filter((value) => value <= limitMs).length;
  const bound = sloBound(met, values.length, share);
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
  return {
    check: name,
    promised: `${percent(share)} of requests within ${three(limitMs)} ms`,
    measured: `${met} of ${values.length} requests${bound.share === null ? "" : ` = ${percent(bound.share)}`}`,
    outcome: bound.outcome,
    why:
      bound.outcome === "pass"
        ? `at least ${percent(bound.lo)} with 95 % confidence`
        : bound.outcome === "fail"
          ? `at most ${percent(bound.hi)} with 95 % confidence`
          : `between ${percent(bound.lo)} and ${percent(bound.hi)}: more requests would decide it`
  };
}

function betweenCheck(
  check: string,
  unit: string,
  side: "least" | "most",
  expected: Expected,
  values: readonly number[]
): AcceptanceCheck {
  const limit = side === "least" ? expected.lo : expected.hi;
  const promised = `at ${side} ${three(limit)} ${unit}, the ${side === "least" ? "lower" : "upper"} end of the prediction`;
  const bad = values.some((value) => !(value > 0 && Number.isFinite(value)));
  if (values.length === 0 || bad) {
    return {check, promised, measured: "nothing", outcome: "fail", why: "no token was served in a run"};
  }
  const between = betweenRuns(values);
  const [lo, hi] = [between.lo ?? between.min, between.hi ?? between.max];
  const good = (value: number): boolean => (side === "least" ? value >= limit : value <= limit);
  const outcome =
    good(lo) && good(hi) ? (between.n === 1 ? "undecided" : "pass") : !good(lo) && !good(hi) ? "fail" : "undecided";
  return {
    check,
    promised,
    measured: `${three(between.mean)} ${unit}, ${three(lo)} to ${three(hi)}`,
    outcome: outcome === "fail" && between.n === 1 ? "undecided" : outcome,
    why:
      between.n === 1
        ? "one run tells nothing of the spread between runs"
        : between.lo === null
          ? `all ${between.n} runs, from least to most`
          : `95 % interval over ${between.n} runs`
  };
}

function three(value: number): string {
  return value >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
