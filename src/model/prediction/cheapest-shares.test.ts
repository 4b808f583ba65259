import {describe, expect, it} from "vitest";
import {cheapestShares} from "./cheapest-shares.js";
import type {PlanRow} from "./plan.js";

const row = (changes: Partial<PlanRow>): PlanRow => ({
  kind: "predicted",
  gpu: "a",
  precision: "bf16",
  tensor_parallel: 1,
  replicas: 10,
  replicas_lo: 8,
  replicas_hi: 12,
  gpus: 10,
  requests_per_s_per_replica: 1,
  requests_per_s_per_replica_lo: 0.8,
  requests_per_s_per_replica_hi: 1.25,
  streams_per_replica: null,
  streams_per_replica_lo: null,
  streams_per_replica_hi: null,
  headroom_share: 0,
  predicted_requests_per_s_per_replica: 1,
  problem: null,
  price_id: "p",
  currency: "USD",
  cost_per_h: 10,
  cost_per_mtok_output: 1,
  power_mean_w: 1,
  energy_j_per_output_token: 1,
  probability_cheapest: null,
  evidence: [],
  ...changes
});

describe("cheapestShares", () => {
  it("add up to one within each currency", () => {
    const shares = cheapestShares([row({}), row({gpu: "b", cost_per_h: 11}), row({gpu: "c", currency: "CNY"})], 10, 1);
    expect((shares[0] as number) + (shares[1] as number)).toBeCloseTo(1, 9);
    expect(shares[0]).toBeGreaterThan(shares[1] as number);
    expect(shares[1]).toBeGreaterThan(0.1); // intervals overlap
    expect(shares[2]).toBe(1);
  });

  it("is sure when intervals are far apart, and shares ties", () => {
    expect(cheapestShares([row({}), row({gpu: "b", cost_per_h: 100})], 10, 1)).toEqual([1, 0]);
    expect(cheapestShares([row({}), row({})], 10, 1)).toEqual([0.5, 0.5]);
  });

  it("says nothing of a way without a price, or that cannot serve", () => {
    expect(
      cheapestShares(
        [row({cost_per_h: null, currency: null}), row({replicas: null, gpus: null, cost_per_h: null})],
        10,
        1
      )
    ).toEqual([null, null]);
  });
});
