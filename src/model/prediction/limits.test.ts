import {describe, expect, it} from "vitest";
import {request} from "./fixtures/request.js";
import {limitsOf} from "./limits.js";
import {simulationOf} from "./prediction-request.js";

describe("limitsOf", () => {
  it("are those of the load", () => {
    const one = limitsOf(simulationOf(request(), {kind: "closed", concurrency: 1}));
    const many = limitsOf(simulationOf(request(), {kind: "closed", concurrency: 64}));
    expect(one.tpot_floor_ms).toBeCloseTo(4.26, 2);
    expect(many.tpot_floor_ms).toBeGreaterThan(one.tpot_floor_ms);
    expect(many.output_tokens_per_s_ceiling).toBeGreaterThan(one.output_tokens_per_s_ceiling);
  });

  it("of an open loop are the floor of one stream and the ceiling of all seats", () => {
    const open = limitsOf(simulationOf(request(), {kind: "open", ratePerS: 4, burstiness: 1}));
    const seats = limitsOf(simulationOf(request(), {kind: "closed", concurrency: 256}));
    expect(open.tpot_floor_ms).toBeCloseTo(4.26, 2);
    expect(open.output_tokens_per_s_ceiling).toBe(seats.output_tokens_per_s_ceiling);
  });
});
