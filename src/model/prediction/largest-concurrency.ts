import {simulate} from "../simulator/simulate.js";
import type {Calibration} from "./fit-calibration.js";
import type {Intervals} from "./intervals.js";
import {outcome, type LatencyName} from "./outcome.js";
import {efficiencyOf} from "./parameters.js";
import {simulationOf, type PredictionRequest} from "./prediction-request.js";

/** Largest concurrency that was sought; more is not told apart. */
const mostConcurrency = 1024;

/**
 * Largest closed-loop concurrency that meets every limit by the median prediction, and by the upper (lo) and lower (hi) ends of the
 * interval, whose relative width is taken from `found`. 0 when one stream fails; null without limits. Found by doubling and halving:
 * latency is taken to grow with concurrency.
 */
export function largestConcurrency(
  calibration: Calibration,
  request: PredictionRequest,
  found: Intervals
): {readonly value: number; readonly lo: number; readonly hi: number} | null {
  if (request.slo.length === 0) return null;
  const efficiency = efficiencyOf(calibration.parameters.map(({median}) => Math.log(median)));
  const known = new Map<number, ReturnType<typeof outcome>>();
  const at = (concurrency: number): ReturnType<typeof outcome> => {
    const before = known.get(concurrency);
    if (before !== undefined) return before;
    const simulation = simulationOf({...request, requests: null}, {kind: "closed", concurrency});
    const now = outcome(simulate({...simulation, efficiency, seed: 1}));
    known.set(concurrency, now);
    return now;
  };
  const search = (factor: (name: LatencyName) => number): number => {
    const meets = (concurrency: number): boolean =>
      request.slo.every(({name, limitMs}) => at(concurrency)[name] * factor(name) <= limitMs);
    if (!meets(1)) return 0;
    let pass = 1;
    let fail = 2;
    while (fail <= mostConcurrency && meets(fail)) [pass, fail] = [fail, fail * 2];
    if (fail > mostConcurrency) return mostConcurrency;
    while (fail - pass > 1) {
      const middle = (pass + fail) >> 1;
      if (meets(middle)) pass = middle;
      else fail = middle;
    }
    return pass;
  };
  const ratio = (name: LatencyName, end: "lo" | "hi"): number => (found[`${name}_${end}`] ?? 0) / (found[name] ?? 1);
  return {value: search(() => 1), lo: search((name) => ratio(name, "hi")), hi: search((name) => ratio(name, "lo"))};
}
