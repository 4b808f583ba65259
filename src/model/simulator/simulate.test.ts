import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {model} from "../physics/fixtures/shapes.js";
import {Problem} from "../problem.js";
import {plain, simulation} from "./fixtures/simulation.js";
import {stepByStep} from "./fixtures/step-by-step.js";
import {simulate, type Simulated, type Simulation} from "./simulate.js";

const agree = (s: Simulation): void => {
  const fast = simulate(s);
  const slow = stepByStep(s);
  expect(fast.preemptions).toBe(slow.preemptions);
  slow.firstMs.forEach((ms, i) => expect((fast.firstMs[i] as number) / ms).toBeCloseTo(1, 9));
  slow.endMs.forEach((ms, i) => expect((fast.endMs[i] as number) / ms).toBeCloseTo(1, 9));
};

describe("simulate", () => {
  it("agrees with a scheduler that takes one step and one request at a time", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 1, max: 12}),
        fc.integer({min: 1, max: 30}),
        fc.integer({min: 1, max: 700}),
        fc.array(fc.integer({min: 1, max: 90}), {minLength: 1, maxLength: 5}),
        fc.integer({min: 16, max: 600}),
        fc.integer({min: 1, max: 16}),
        fc.integer({min: 800, max: 4000}),
        (concurrency, requests, input, outputs, budget, seats, room) => {
          agree(
            simulation({
              load: {kind: "closed", concurrency},
              requests,
              input: {kind: "fixed", tokens: input},
              output: {kind: "listed", tokens: outputs},
              maxNumBatchedTokens: budget,
              maxNumSeqs: seats,
              kvCapacityTokens: room
            })
          );
        }
      ),
      {numRuns: 150, seed: 7}
    );
  });

  it("agrees with it when requests arrive on their own", () => {
    const startsMs = [0, 1, 30, 31, 31.5, 90, 300, 301, 302, 900];
    agree(simulation({load: {kind: "trace", startsMs}, requests: 10, kvCapacityTokens: 1500}));
  });

  it("agrees with it inside a sliding window", () => {
    const arch = model("mistral-7b-v0.1");
    const narrow = {...arch, attention: {...arch.attention, window: 310}} as typeof arch;
    const target = {...simulation().target, arch: narrow};
    agree(simulation({target, output: {kind: "listed", tokens: [40, 7, 19]}}));
  });

  it("preempts under pressure and still answers everything", () => {
    const s = simulation({
      load: {kind: "closed", concurrency: 8},
      kvCapacityTokens: 2000,
      output: {kind: "fixed", tokens: 200}
    });
    const result = simulate(s);
    expect(result.preemptions).toBeGreaterThan(0);
    expect(result.kvCacheUsageMax).toBe(1);
    expect(result.endMs.every((ms, i) => ms > (result.firstMs[i] as number))).toBe(true);
    agree(s);
  });

  it("gives the same to the bit for the same seed, and something else for another", () => {
    const jittery = {...plain, hostRequestMs: 2};
    const run = (seed: number): Simulated =>
      simulate(simulation({efficiency: jittery, seed, load: {kind: "open", ratePerS: 30, burstiness: 1}}));
    expect(run(3)).toEqual(run(3));
    expect(run(3).endMs).not.toEqual(run(4).endMs);
  });

  it("keeps to the concurrency of a closed loop", () => {
    const {arrivalMs, endMs} = simulate(simulation({load: {kind: "closed", concurrency: 5}, requests: 40}));
    for (const now of arrivalMs) {
      const under = arrivalMs.filter((start, i) => start <= now && (endMs[i] as number) > now).length;
      expect(under).toBeLessThanOrEqual(5);
    }
  });

  it("computes a shared prefix once", () => {
    const cold = simulate(simulation());
    const warm = simulate(simulation({prefix: {tokens: 256, groups: 1}}));
    expect(cold.prefixHitTokens).toBe(0);
    expect(warm.prefixHitTokens).toBeGreaterThanOrEqual((24 - 4) * 256);
    expect(warm.kvCacheUsageMax).toBeLessThanOrEqual(cold.kvCacheUsageMax);
    expect(warm.durationMs).toBeLessThan(cold.durationMs);
  });

  it("throws prefixes out when room is short", () => {
    const s = simulation({prefix: {tokens: 256, groups: 12}, kvCapacityTokens: 2000});
    expect(simulate(s).endMs.every((ms) => ms > 0)).toBe(true);
  });

  it("refuses what can never be served", () => {
    expect(() => simulate(simulation({kvCapacityTokens: 320}))).toThrow(/does not fit the KV cache/);
    expect(() => simulate(simulation({maxNumBatchedTokens: 8}))).toThrow(/below max-num-seqs/);
    for (const requests of [0, 1.5, Number.NaN]) expect(() => simulate(simulation({requests}))).toThrow(Problem);
    expect(() => simulate(simulation({load: {kind: "open", ratePerS: 0, burstiness: 1}}))).toThrow(Problem);
    expect(() => simulate(simulation({load: {kind: "trace", startsMs: [0]}}))).toThrow(/fewer recorded starts/);
    expect(() => simulate(simulation({input: {kind: "fixed", tokens: 0}}))).toThrow(Problem);
  });
});
