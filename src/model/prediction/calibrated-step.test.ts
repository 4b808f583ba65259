import {describe, expect, it} from "vitest";
import {calibratedStep} from "./calibrated-step.js";
import {calibration} from "./calibration.js";
import {request} from "./fixtures/request.js";

describe("calibratedStep", () => {
  const step = calibratedStep(calibration, request().target);
  const one = {decodes: 1, contextTokens: 2304, prefillTokens: 0, prefillPairs: 0, prefillEnds: 0};

  it("times a decode step and its power as an H100 does", () => {
    expect(step.stepMs(one)).toBeGreaterThan(5.9);
    expect(step.stepMs(one)).toBeLessThan(6.5);
    expect(step.powerW(one)).toBeGreaterThan(400);
    expect(step.powerW(one)).toBeLessThan(480);
  });

  it("draws idle power with nothing to do, and the cap at most", () => {
    expect(step.idleW).toBeGreaterThan(80);
    expect(step.idleW).toBeLessThan(200); // fitted under load: above the 122 W that the idle board was read at
    expect(step.powerW({...one, prefillTokens: 8192, prefillPairs: 1e7})).toBe(700);
  });

  it("grows the way in with the prompt", () => expect(step.hostMs(8192)).toBeGreaterThan(step.hostMs(16)));
});
