import {expect, test} from "vitest";
import {parseNvidiaSmiQ} from "./nvidia-smi-q.js";
import {realText} from "./testing/real.js";

test("parseNvidiaSmiQ reads a real board", () => {
  expect(parseNvidiaSmiQ(realText("h100-bf16", "nvidia-smi-q.txt"))).toEqual({
    driver: "580.159.04",
    cuda: "13.0",
    gpuNames: ["NVIDIA H100 80GB HBM3"],
    powerLimitW: 700,
    memoryMib: 81559
  });
});

test("parseNvidiaSmiQ of something else says nothing", () => {
  const nothing = {driver: null, cuda: null, gpuNames: [], powerLimitW: null, memoryMib: null};
  expect(parseNvidiaSmiQ("Driver Version : N/A\nNo devices were found")).toEqual(nothing);
});
