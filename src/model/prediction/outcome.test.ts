import {describe, expect, it} from "vitest";
import {outcome} from "./outcome.js";

const simulated = (output: number[]) => ({
  input: Int32Array.from([10, 10, 10]),
  output: Int32Array.from(output),
  arrivalMs: Float64Array.from([0, 100, 200]),
  firstMs: Float64Array.from([50, 130, 280]),
  endMs: Float64Array.from([1050, 730, 480]),
  durationMs: 1050,
  energyJ: 420,
  kvCacheUsageMax: 0.1,
  preemptions: 0,
  prefixHitTokens: 0,
  steps: 1
});

describe("outcome", () => {
  it("summarises as the points table does", () => {
    expect(outcome(simulated([101, 61, 1]))).toMatchObject({
      ttft_p50_ms: 50,
      tpot_p50_ms: 10,
      e2e_p50_ms: 630,
      output_tokens_per_s: 163 / 1.05,
      power_mean_w: 400
    });
  });

  it("has no TPOT where no answer has two tokens", () => {
    expect(outcome(simulated([1, 1, 1])).tpot_p50_ms).toBeNaN();
  });
});
