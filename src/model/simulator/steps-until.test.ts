import {describe, expect, it} from "vitest";
import {stepsUntil} from "./steps-until.js";

describe("stepsUntil", () => {
  const passed = (steps: number, first: number, grow: number): number =>
    steps * first + (grow * steps * (steps - 1)) / 2;

  it("is the first step at whose end the time has come", () => {
    for (const grow of [0, 1e-6, 0.01, 2]) {
      for (const ms of [0.5, 3, 99, 12_345.6]) {
        const steps = stepsUntil(ms, 3, grow);
        expect(passed(steps, 3, grow)).toBeGreaterThanOrEqual(ms - 1e-6);
        if (steps > 1) expect(passed(steps - 1, 3, grow)).toBeLessThan(ms);
      }
    }
  });

  it("is one step at least, and endless when nothing is awaited", () => {
    expect(stepsUntil(-5, 3, 0)).toBe(1);
    expect(stepsUntil(Infinity, 3, 0)).toBe(Infinity);
  });
});
