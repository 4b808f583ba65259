import {describe, expect, it} from "vitest";
import {request} from "./fixtures/request.js";
import {outcome} from "./outcome.js";
import {efficiencyOf, priorLogs} from "./parameters.js";
import {simulationOf} from "./prediction-request.js";
import {simulate} from "../simulator/simulate.js";
import {replay} from "./replay.js";

describe("replay", () => {
  const simulation = simulationOf(request(), {kind: "closed", concurrency: 8});

  it("averages logarithms over seeds, and says how far they lie apart", () => {
    const {mean, spread} = replay(simulation, priorLogs(), 3);
    const efficiency = efficiencyOf(priorLogs());
    const product = [1, 2, 3].reduce(
      (p, seed) => p * outcome(simulate({...simulation, efficiency, seed})).ttft_p50_ms,
      1
    );
    expect(mean.ttft_p50_ms).toBeCloseTo(Math.cbrt(product), 6);
    expect(spread.ttft_p50_ms).toBeGreaterThan(0);
    expect(replay(simulation, priorLogs(), 1).spread.ttft_p50_ms).toBe(0);
  });

  it("gives the same again", () =>
    expect(replay(simulation, priorLogs(), 2)).toEqual(replay(simulation, priorLogs(), 2)));
});
