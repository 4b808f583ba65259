import {describe, expect, it} from "vitest";
import {hardwareRow, model} from "../physics/fixtures/shapes.js";
import {calibration} from "./calibration.js";
import {request} from "./fixtures/request.js";
import {reach} from "./reach.js";
import type {HardwareRow} from "../tables/hardware.js";

describe("reach", () => {
  const {target} = request();
  const of = (changes: Partial<typeof target>, modelId: string | null = "qwen2.5-7b") =>
    reach(calibration, {...target, ...changes}, modelId);

  it("adds nothing on what was measured", () => expect(of({}).size).toBe(0));

  it("adds for a card, more for a generation, and for a model that was not", () => {
    const bandwidth = (gpu: HardwareRow): number => of({gpu}).get("weightBandwidthShare") ?? 0;
    const sibling = {...hardwareRow("h100-80gb-sxm"), gpu: "h100-nvl"};
    expect(bandwidth(sibling)).toBeGreaterThan(0);
    expect(bandwidth(hardwareRow("l40s"))).toBeGreaterThan(bandwidth(sibling));
    expect(of({}, null).get("layerMs")).toBeGreaterThan(0);
    expect(of({arch: model("mixtral-8x7b-v0.1")}, "mixtral-8x7b-v0.1").get("corner")).toBeGreaterThan(0);
    expect(of({precision: "fp8"}).get("layerMs")).toBeGreaterThan(0);
    expect(of({precision: "fp16"}).size).toBe(0); // computes and reads as bf16
  });
});
