import {describe, expect, it} from "vitest";
import {request} from "./fixtures/request.js";
import {priorLogs} from "./parameters.js";
import {simulationOf} from "./prediction-request.js";
import {replay, summary} from "./replay.js";

describe("replay", () => {
  const simulation = simulationOf(request(), {kind: "closed", concurrency: 8});

  it("averages logarithms over seeds, and says how far they lie apart", () => {
    const {runs, mean, spread} = replay(simulation, priorLogs(), 3);
    expect(runs).toHaveLength(3);
    const product = runs.reduce((p, run) => p * run.ttft_p50_ms, 1);
    expect(mean.ttft_p50_ms).toBeCloseTo(Math.cbrt(product), 6);
    expect(spread.ttft_p50_ms).toBeGreaterThan(0);
    expect(summary(runs.slice(0, 1)).spread.ttft_p50_ms).toBe(0);
  });

  it("gives the same again", () =>
    expect(replay(simulation, priorLogs(), 2)).toEqual(replay(simulation, priorLogs(), 2)));
});
