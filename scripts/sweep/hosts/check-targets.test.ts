import {expect, test} from "vitest";
import type {SpecTarget} from "../spec.js";
import {checkTargets} from "./check-targets.js";

const told = (targets: Record<string, SpecTarget>) =>
  checkTargets(Object.entries(targets)).map(({path, rule}) => `${path.slice(1).join(".")}: ${rule}`);
const box = (gpus?: string): SpecTarget => ({
  via: "ssh",
  host: "box",
  ...(gpus === undefined ? {} : {environment: {CUDA_VISIBLE_DEVICES: gpus}})
});

test("a field of one way of reaching a host is refused where another is taken", () => {
  expect(told({a: {host: "x"}, b: {via: "ssh", host: "x", slurm: {}}})).toEqual([
    "a.host: is for via: ssh or slurm",
    "b.slurm: is for via: slurm"
  ]);
  expect(told({a: {via: "ssh"}})).toEqual(["a: via: ssh needs a host"]);
  expect(told({a: {via: "ssh", host: "x", container: {kind: "pyxis", image: "i"}}})).toEqual([
    "a.container.kind: pyxis is a part of Slurm"
  ]);
});

test("what Slurm chooses is not set: GPUs and ports of two jobs on one node differ", () => {
  const environment = {CUDA_VISIBLE_DEVICES: 0};
  expect(told({a: {via: "slurm", port: 8000, environment}})).toEqual([
    "a.port: is chosen on the node: two jobs of one node need two ports",
    "a.environment.CUDA_VISIBLE_DEVICES: is set by Slurm"
  ]);
});

test("two targets of one host measure at once, so they name different GPUs", () => {
  expect(told({a: box("0"), b: box("1,2")})).toEqual([]);
  expect(told({a: box("0"), b: box("1,0")})).toEqual(["b: measures on the GPUs of target a at the same time"]);
  expect(told({a: box("0"), b: box()})).toHaveLength(1);
  expect(told({a: box(), b: box("0")})).toHaveLength(1);
  expect(told({a: box(), b: {via: "ssh", host: "another"}})).toEqual([]);
});
