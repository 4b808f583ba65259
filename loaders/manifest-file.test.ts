import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import type {Manifest} from "./manifest.js";
import {readManifest} from "./manifest-file.js";
import {listRuns, runsFolder} from "./runs.js";
import {realRuns} from "./testing/real.js";
import {temporaryFolder, writeTestRun} from "./testing/run-folder.js";

function damaged(change: (manifest: Manifest) => void) {
  const runs = temporaryFolder();
  const manifest = writeTestRun(runs, "r", [], [{point: "a"}]);
  change(manifest);
  writeFileSync(join(runs, "r/manifest.json"), JSON.stringify(manifest));
  return () => readManifest(runs, "r");
}

test("readManifest names file, rule and value of what is wrong", () => {
  expect(damaged((m) => (m.run = "other"))).toThrow('r/manifest.json: names another run than its folder: "other"');
  expect(damaged((m) => (m.points[0]!.server = "t"))).toThrow('point a#1 names a server that is not listed: "t"');
  expect(damaged((m) => m.points.push(m.points[0]!))).toThrow('r/manifest.json: lists a point twice: "a#1"');
  const outside = {path: "../../secret", role: "other"} as Manifest["files"][number];
  expect(damaged((m) => m.files.push(outside))).toThrow(
    /files\.0\.path: must be a relative path inside the run folder: "\.\.\/\.\.\/secret"/
  );
});

test("readManifest says when the file is no JSON", () => {
  const runs = temporaryFolder();
  writeTestRun(runs, "r", [], []);
  writeFileSync(join(runs, "r/manifest.json"), "{");
  expect(() => readManifest(runs, "r")).toThrow("r/manifest.json: not JSON");
});

test("the committed manifests name each stored file, and every stored file is named", () => {
  for (const run of listRuns(realRuns)) {
    const {manifest, bytes} = readManifest(realRuns, run);
    expect(bytes.equals(readFileSync(join(realRuns, run, "manifest.json")))).toBe(true);
    expect(manifest.files.every(({path}) => readFileSync(join(realRuns, run, path)).length > 0)).toBe(true);
  }
});

test("runs are listed by name; unfinished and hidden folders are passed over", () => {
  const runs = temporaryFolder();
  writeTestRun(runs, "b", [], []);
  writeTestRun(runs, "a", [], []);
  mkdirSync(join(runs, "unfinished"));
  mkdirSync(join(runs, ".ingest-x"));
  expect(listRuns(runs)).toEqual(["a", "b"]);
  expect(listRuns(join(runs, "none"))).toEqual([]);
});

test("SWEEPBOOK_RUNS replaces data/runs", () => {
  expect(runsFolder("r", {})).toBe("r/data/runs");
  expect(runsFolder("r", {SWEEPBOOK_RUNS: ""})).toBe("r/data/runs");
  expect(runsFolder("r", {SWEEPBOOK_RUNS: "/other"})).toBe("/other");
});
