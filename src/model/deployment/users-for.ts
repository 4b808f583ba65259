import type {Calibration} from "../prediction/fit-calibration.js";
import {Problem} from "../problem.js";
import {correct} from "./correct.js";
import type {Deployment, Wish} from "./deployment.js";
import {expectation} from "./expectation.js";

const most = 10_000;

/**
 * The least number of users at once, each waiting for its answer and the same on every replica, whose closed loop is predicted to
 * complete `ratePerS` requests a second: what an open loop of that rate keeps in flight (Little's law). `wish.load.concurrency` is not
 * looked at. Throws a Problem when no number of users reaches the rate.
 */
export function usersFor(calibration: Calibration, wish: Wish, ratePerS: number): number {
  const deploymentOf = (concurrency: number): Deployment =>
    correct({...wish, slo: [], load: {...wish.load, concurrency}});
  const {replicas} = deploymentOf(1);
  const rateAt = (each: number): number => {
    const expected = expectation(calibration, deploymentOf(each * replicas));
    return expected === null ? 0 : expected.output_tokens_per_s.value / wish.load.output_tokens;
  };
  let hi = 1;
  let best = rateAt(hi);
  while (best < ratePerS) {
    hi *= 2;
    const next = hi > most ? 0 : rateAt(hi);
    if (next <= best) {
      throw new Problem("these GPUs are not predicted to reach this rate", {
        value: `${ratePerS} requests a second; at most about ${best.toPrecision(2)}`,
        remedy: "plan more GPUs, or a lower rate"
      });
    }
    best = next;
  }
  let lo = Math.floor(hi / 2);
  while (hi - lo > 1) {
    const middle = Math.floor((lo + hi) / 2);
    if (rateAt(middle) < ratePerS) lo = middle;
    else hi = middle;
  }
  return hi * replicas;
}
