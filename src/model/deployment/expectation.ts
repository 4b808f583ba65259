import type {Calibration} from "../prediction/fit-calibration.js";
import {predict, type Prediction} from "../prediction/predict.js";
import {usersPerReplica, type Deployment} from "./deployment.js";

/** A predicted number with the ends of its 90 % interval. */
export interface Expected {
  readonly value: number;
  readonly lo: number;
  readonly hi: number;
}

/** What the service should show under its load; totals are over all replicas. Kind `predicted` throughout. */
export interface Expectation {
  readonly kind: "predicted";
  /** Runs that the prediction is calibrated on. */
  readonly fitted_on: readonly string[];
  readonly users_per_replica: number;
  readonly ttft_p50_ms: Expected;
  readonly ttft_p90_ms: Expected;
  readonly tpot_p50_ms: Expected;
  readonly tpot_p90_ms: Expected;
  readonly e2e_p50_ms: Expected;
  readonly e2e_p90_ms: Expected;
  readonly output_tokens_per_s: Expected;
  readonly power_mean_w: Expected;
  readonly energy_j_per_output_token: Expected;
  /** Highest share of a replica's KV cache in use. */
  readonly kv_cache_usage_max: number | null;
  /** Users at once on one replica up to which the SLO is predicted to hold; null without an SLO. */
  readonly max_concurrency_per_replica: Expected | null;
}

/** Predicts the busiest replica at its share of the users; null when it cannot serve them. */
export function expectation(calibration: Calibration, deployment: Deployment): Expectation | null {
  const users = usersPerReplica(deployment);
  const [found] = predict(calibration, {
    model: deployment.model.id,
    target: {
      arch: {
        ...deployment.model.arch,
        maxPositions: Math.max(deployment.model.arch.maxPositions, deployment.max_model_len)
      },
      precision: deployment.precision,
      gpu: deployment.gpu,
      tensorParallel: deployment.tensor_parallel
    },
    input: {kind: "fixed", tokens: deployment.load.input_tokens},
    output: {kind: "fixed", tokens: deployment.load.output_tokens},
    loads: [{kind: "closed", concurrency: users}],
    requests: null,
    maxNumBatchedTokens: 8192,
    maxNumSeqs: deployment.max_num_seqs,
    gpuMemoryUtilization: deployment.gpu_memory_utilization,
    slo: deployment.slo
  });
  return found === undefined ? null : fromPrediction(found, deployment, users);
}

function fromPrediction(found: Prediction, deployment: Deployment, users: number): Expectation | null {
  const of = (name: Quantity, scale = 1): Expected | null => {
    const [value, lo, hi] = [found[name], found[`${name}_lo`], found[`${name}_hi`]];
    return value === null || lo === null || hi === null ? null : {value: value * scale, lo: lo * scale, hi: hi * scale};
  };
  const all = deployment.replicas;
  const numbers = {
    ttft_p50_ms: of("ttft_p50_ms"),
    ttft_p90_ms: of("ttft_p90_ms"),
    tpot_p50_ms: of("tpot_p50_ms"),
    tpot_p90_ms: of("tpot_p90_ms"),
    e2e_p50_ms: of("e2e_p50_ms"),
    e2e_p90_ms: of("e2e_p90_ms"),
    output_tokens_per_s: of("output_tokens_per_s", all),
    power_mean_w: of("power_mean_w", all),
    energy_j_per_output_token: of("energy_j_per_output_token")
  };
  if (!complete(numbers)) return null;
  const {max_concurrency: most, max_concurrency_lo: lo, max_concurrency_hi: hi} = found;
  return {
    kind: "predicted",
    fitted_on: found.fitted_on,
    users_per_replica: users,
    ...numbers,
    kv_cache_usage_max: found.kv_cache_usage_max,
    max_concurrency_per_replica: most === null || lo === null || hi === null ? null : {value: most, lo, hi}
  };
}

type Quantity =
  | "ttft_p50_ms"
  | "ttft_p90_ms"
  | "tpot_p50_ms"
  | "tpot_p90_ms"
  | "e2e_p50_ms"
  | "e2e_p90_ms"
  | "output_tokens_per_s"
  | "power_mean_w"
  | "energy_j_per_output_token";

function complete(numbers: Record<Quantity, Expected | null>): numbers is Record<Quantity, Expected> {
  return Object.values(numbers).every((each) => each !== null);
}
