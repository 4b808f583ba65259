import {describe, expect, it} from "vitest";
import {plain, simulation} from "./fixtures/simulation.js";
import {Power, stepPowerW} from "./power.js";

const {target} = simulation();

describe("stepPowerW", () => {
  it("is idle power with nothing to do, adds what is used, and stops at the cap", () => {
    expect(stepPowerW(target, plain, 10, 0, 0)).toBeCloseTo(0.17 * 700, 9);
    expect(stepPowerW(target, plain, 1, 3.352e9 / 2, 0)).toBeCloseTo((0.17 + 0.3) * 700, 9);
    expect(stepPowerW(target, plain, 1, 0, 989e9 / 10)).toBeCloseTo((0.17 + 0.15) * 700, 9);
    expect(stepPowerW(target, plain, 1, 3.352e9, 989e9)).toBe(700);
  });
});

describe("Power", () => {
  it("integrates energy", () => {
    const power = new Power(target, plain);
    power.add(1000, 0, 0);
    power.add(0, 1e12, 1e12);
    expect(power.energyJ).toBeCloseTo(119, 9);
  });

  it("lowers the clock only after the cap has been near for a while", () => {
    const power = new Power(target, {...plain, clockSlope: 0.5});
    power.add(100, 1e12, 1e15);
    expect(power.clock()).toBe(1);
    power.add(60_000, 1e15, 1e18);
    expect(power.clock()).toBeCloseTo(1 - 0.5 * 0.25, 3);
  });
});
