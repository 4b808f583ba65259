import {describe, expect, it} from "vitest";
import {model} from "../physics/fixtures/shapes.js";
import {calibration} from "./calibration.js";
import {h100Runs} from "./fixtures/runs.js";
import {plan, type PlanRequest} from "./plan.js";

const dataset = h100Runs();
const request = (changes: Partial<PlanRequest> = {}): PlanRequest => ({
  model: "qwen2.5-7b",
  arch: model("qwen2.5-7b"),
  ratePerS: 12,
  input: {kind: "fixed", tokens: 2048},
  output: {kind: "fixed", tokens: 512},
  slo: [
    {name: "ttft_p90_ms", limitMs: 2000},
    {name: "tpot_p90_ms", limitMs: 50}
  ],
  precisions: ["bf16"],
  tensorParallel: [1, 4],
  gpus: ["h100-80gb-sxm", "h200-141gb-sxm", "rtx-4090d", "l4"],
  prices: dataset.prices,
  seed: 1,
  ...changes
});

describe("plan", () => {
  const rows = plan(dataset, calibration, request());

  it("uses measured points where there are any, and says which", () => {
    const measured = rows.filter(({kind}) => kind === "measured");
    expect(measured.length).toBeGreaterThan(0);
    for (const row of measured) {
      expect(row).toMatchObject({gpu: "h100-80gb-sxm", tensor_parallel: 1});
      expect(row.requests_per_s_per_replica).toBeCloseTo(3060.2 / 512, 2); // 32 streams: the last that keep TTFT p90 below 2 s
      expect(row.evidence).toEqual(["measured/h100-bf16/i2048-o512-c32#1"]);
      expect(row.predicted_requests_per_s_per_replica).toBeGreaterThan(0);
    }
    expect(rows.filter(({gpu}) => gpu === "h200-141gb-sxm").every(({kind}) => kind === "predicted")).toBe(true);
  });

  it("takes as many copies as the load needs, and ranks by cost within a currency", () => {
    for (const row of rows) {
      if (row.replicas === null) continue;
      expect(row.replicas).toBe(Math.ceil(12 / row.requests_per_s_per_replica));
      expect(row.gpus).toBe(row.replicas * row.tensor_parallel);
      expect(row.replicas_lo).toBeLessThanOrEqual(row.replicas);
      expect(row.replicas_hi).toBeGreaterThanOrEqual(row.replicas);
    }
    for (const currency of ["USD", "CNY"]) {
      const costs = rows
        .filter((row) => row.currency === currency && row.cost_per_h !== null)
        .map((row) => row.cost_per_h as number);
      expect(costs.toSorted((a, b) => a - b)).toEqual(costs);
      const shares = rows.filter((row) => row.currency === currency).map((row) => row.probability_cheapest ?? 0);
      expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    }
  });

  it("scales all costs with prices, and ranks as before", () => {
    const double = dataset.prices.map((price) => ({...price, price_per_gpu_h: 2 * price.price_per_gpu_h}));
    const other = plan(dataset, calibration, request({prices: double}));
    expect(other.map(({gpu, tensor_parallel: tp, price_id: id}) => [gpu, tp, id])).toEqual(
      rows.map(({gpu, tensor_parallel: tp, price_id: id}) => [gpu, tp, id])
    );
    other.forEach((row, i) => {
      if (row.cost_per_h !== null) expect(row.cost_per_h).toBeCloseTo(2 * (rows[i]?.cost_per_h as number), 9);
    });
  });

  it("says what cannot serve, last", () => {
    const hard = plan(dataset, calibration, request({slo: [{name: "e2e_p50_ms", limitMs: 500}], gpus: ["l4"]}));
    expect(hard.every(({replicas, problem}) => replicas === null && problem === "no rate meets the limits")).toBe(true);
    const large = plan(
      dataset,
      calibration,
      request({model: "llama-3.1-70b", arch: model("llama-3.1-70b"), gpus: ["l4"]})
    );
    expect(large.map(({problem}) => problem)).toContain("the weights do not fit the memory");
  });
});

describe("plan for users at once", () => {
  const rows = plan(dataset, calibration, request({users: 100, gpus: ["h100-80gb-sxm", "rtx-4090d"]}));

  it("takes as many copies as the users need, by prediction alone", () => {
    const serving = rows.filter(({replicas}) => replicas !== null);
    expect(serving.length).toBeGreaterThan(0);
    for (const row of serving) {
      expect(row.kind).toBe("predicted");
      expect(row.replicas).toBe(Math.ceil(100 / row.streams_per_replica!));
      expect(row.headroom_share).toBeCloseTo((row.replicas! * row.streams_per_replica!) / 100 - 1, 12);
      expect(row.streams_per_replica_lo).toBeLessThanOrEqual(row.streams_per_replica!);
      expect(row.streams_per_replica_hi).toBeGreaterThanOrEqual(row.streams_per_replica!);
    }
  });

  it("more users never take fewer GPUs", () => {
    const more = plan(dataset, calibration, request({users: 300, gpus: ["h100-80gb-sxm"]}));
    const least = (of: typeof rows): number =>
      Math.min(...of.filter(({gpu}) => gpu === "h100-80gb-sxm").map(({gpus}) => gpus ?? Infinity));
    expect(least(more)).toBeGreaterThanOrEqual(least(rows));
  });
});
