import {expect, test} from "vitest";
import type {Manifest, ManifestPoint, ManifestServer} from "../../../loaders/manifest.js";
import {freshManifest} from "../manifest-entries.js";
import {planSweep} from "../plan.js";
import type {Spec} from "../spec.js";
import {hostsOf, mergeRun, splitRun} from "./share-runs.js";
import {sharesOf} from "./share.js";

const target = {engine: "simulated", via: "ssh"} as const;
const spec: Spec = {
  name: "t",
  model: {name: "m"},
  targets: {one: {...target, host: "one"}, two: {...target, host: "two"}},
  servers: {a: {target: "one"}, b: {target: "two"}},
  workloads: [{input_tokens: 8, output_tokens: 8}],
  load: {concurrency: [1]}
};
const [one, two] = sharesOf(spec, planSweep(spec, "/t.yaml"), "/t.yaml") as [never, never];

/** A run of one server with one point, as far as merging looks. */
function run(server: string, status: "ok" | "failed", client = "sweepbook"): Manifest {
  const point = {point: `${server}-i8-o8-c1`, repeat: 1, server, status} as ManifestPoint;
  const file = {path: `points/${point.point}/1/result.json.gz`, server, point: point.point, repeat: 1};
  return {
    ...freshManifest("t", spec, "simulated"),
    client: {name: client, version: "1", calibration: null},
    servers: [{server} as ManifestServer],
    points: [point],
    files: [file as Manifest["files"][number]],
    runner: {
      points: [{server, point: point.point}],
      servers: [],
      conditions: {[server]: {}},
      sessions: [{}],
      failures: status === "ok" ? [] : [{what: point.point, problem: "x"}],
      left_out: []
    }
  };
}

test("runs of shares come together, a later one of a share replaces its earlier one, and nothing of the other", () => {
  const whole = freshManifest("t", spec, "simulated");
  mergeRun(whole, run("a", "failed"), one);
  mergeRun(whole, run("b", "ok"), two);
  expect((whole.runner as {failures: unknown[]}).failures).toHaveLength(1);
  mergeRun(whole, run("a", "ok"), one);
  expect(whole.points.map(({point, status}) => [point, status])).toEqual([
    ["b-i8-o8-c1", "ok"],
    ["a-i8-o8-c1", "ok"]
  ]);
  expect(whole.files).toHaveLength(2);
  expect(whole.runner).toMatchObject({
    failures: [],
    conditions: {a: {}, b: {}},
    points: [{server: "b"}, {server: "a"}]
  });
  expect(Object.keys(hostsOf(whole))).toEqual(["one", "two"]);
});

test("what is split off is what was merged; a share without anything has no run", () => {
  const whole = freshManifest("t", spec, "simulated");
  mergeRun(whole, run("a", "ok"), one);
  expect(splitRun(whole, two)).toBeNull();
  const part = splitRun(whole, one)!;
  expect(part).toMatchObject({servers: [{server: "a"}], points: [{server: "a"}], client: {name: "sweepbook"}});
  expect(part.runner).toMatchObject({points: [{server: "a"}], conditions: {a: {}}, sessions: [{}]});
});

test("another client is noted: its numbers stand beside the others", () => {
  const whole = freshManifest("t", spec, "simulated");
  mergeRun(whole, run("a", "ok"), one);
  mergeRun(whole, run("b", "ok", "vllm"), two);
  expect(whole.notes.at(-1)).toBe("Target two was measured by the client vllm 1, others by sweepbook 1.");
});
