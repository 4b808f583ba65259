import {describe, expect, it} from "vitest";
import {Problem} from "../problem.js";
import {fitCalibration, fitObservations} from "./fit-calibration.js";
import {h100Runs} from "./fixtures/runs.js";
import {observations, type Observation} from "./observation.js";
import {outcomeNames} from "./outcome.js";
import {priorLogs, priors} from "./parameters.js";
import {replay} from "./replay.js";

const dataset = h100Runs();

describe("fitObservations", () => {
  it("finds parameters that reproduce a world they were simulated in", () => {
    const truth = priorLogs();
    const set = (name: string, factor: number): void => {
      const i = priors.findIndex((prior) => prior.name === name);
      truth[i] = (truth[i] as number) + Math.log(factor);
    };
    set("layerMs", 1.4);
    set("linearShare", 0.85);
    set("kvBandwidthShare", 0.9);
    set("computePowerShare", 1.3);
    const world = observations(dataset)
      .filter(({concurrency}) => concurrency !== null && concurrency <= 32)
      .map((point): Observation => ({...point, run: "world", measured: replay(point.simulation, truth, 4).mean}));
    const fit = fitObservations(world);
    const logs = fit.parameters.map(({median}) => Math.log(median));
    for (const point of world) {
      const found = replay(point.simulation, logs, 4).mean;
      for (const name of ["tpot_p50_ms", "output_tokens_per_s", "power_mean_w"] as const) {
        expect(Math.abs(found[name] / (point.measured[name] as number) - 1)).toBeLessThan(0.015);
      }
    }
    expect(fit.model_error.tpot_p50_ms).toBeLessThan(0.015);
    expect(fit.parameters.find(({name}) => name === "kvBandwidthShare")?.median).toBeCloseTo(0.85 * 0.9, 1);
  });
});

describe("fitCalibration", () => {
  it("fits the H100 runs to their measured spread, and keeps priors for what they cannot say", () => {
    const calibration = fitCalibration(dataset);
    expect(calibration.fitted_on).toMatchObject({
      runs: ["h100-bf16", "h100-llama-3.1-8b"],
      gpus: ["h100-80gb-sxm"],
      models: ["llama-3.1-8b", "qwen2.5-7b"],
      precisions: ["bf16"]
    });
    expect(calibration.fitted_on.points).toHaveLength(19);
    expect(calibration.model_error.output_tokens_per_s).toBeLessThan(0.03);
    expect(calibration.model_error.tpot_p50_ms).toBeLessThan(0.05);
    const int4 = calibration.parameters.find(({name}) => name === "int4Bandwidth");
    expect(int4).toMatchObject({median: int4?.prior_median, spread: int4?.prior_spread});
    expect(calibration.parameters.every(({spread, prior_spread: prior}) => spread <= prior)).toBe(true);
    expect(Object.keys(calibration.model_error)).toEqual([...outcomeNames]);
  });

  it("fits named runs only, and says when they hold no point", () => {
    expect(observations(dataset, ["h100-bf16"]).every(({run}) => run === "h100-bf16")).toBe(true);
    expect(() => fitCalibration(dataset, ["h100-fp8"])).toThrow(Problem);
  });
});
