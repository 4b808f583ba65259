import {existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import type {Manifest, ManifestPoint} from "../../loaders/manifest.js";
import {readStored} from "../../loaders/store.js";
import {readManifest, RunFolder, type Commit} from "./run-folder.js";

const fresh = (): Manifest => ({
  schema: "sweepbook-run/2",
  run: "t",
  kind: "simulated",
  created_utc: "2026-11-24T00:00:00Z",
  origin: "sweep",
  tool_version: "0.1.0",
  spec: {notes: ["on node secret-host"]},
  clock_source: "pair",
  client: {name: "sweepbook", version: null, calibration: null},
  servers: [],
  points: [],
  files: [],
  left_out: [],
  notes: [],
  runner: {points: [], servers: []}
});

const point = (repeat: number): ManifestPoint => ({
  point: "s-i8-o8-c1",
  repeat,
  server: "s",
  status: "ok",
  problem: null,
  sentinel: false,
  load: "closed",
  concurrency: 1,
  request_rate_per_s: null,
  burstiness: null,
  input_tokens: 8,
  output_tokens: 8,
  n_requests: 2,
  seed: 1,
  start_epoch_s: 1,
  end_epoch_s: 2,
  clock_pair: null,
  command: ["client"],
  fingerprint: null
});

const secrets = [{class: "host" as const, value: "secret-host"}];
const newPath = () => join(mkdtempSync(join(tmpdir(), "sweepbook-run-")), "run");

function step(folder: RunFolder, repeat: number): Commit {
  const raw = folder.rawFolder(`p${repeat}`);
  writeFileSync(join(raw, "result.json"), `{"completed": 2, "node": "secret-host", "generated_texts": ["x"]}`);
  return {
    folder: `points/s-i8-o8-c1/${repeat}`,
    raw: `p${repeat}`,
    files: [
      {name: "result.json", role: "result"},
      {name: "not-there.txt", role: "client-log"}
    ],
    server: "s",
    point: point(repeat),
    serverEntry: null,
    account: {overhead_s: 0.5}
  };
}

test("a step is stored: redacted, compressed, listed with both hashes, raw files gone", () => {
  const folder = RunFolder.open(newPath(), fresh(), {secrets});
  const commit = step(folder, 1);
  folder.record(commit);
  folder.store(commit);
  const manifest = readManifest(folder.path)!;
  expect(manifest.points).toEqual([point(1)]);
  expect(manifest.files.map((file) => [file.path, file.role, file.point, file.repeat])).toEqual([
    ["points/s-i8-o8-c1/1/result.json.gz", "result", "s-i8-o8-c1", 1]
  ]);
  expect(manifest.files[0]!.dropped).toEqual(["generated_texts"]);
  expect(readStored(folder.path, manifest.files[0]!).toString()).toBe(`{"completed": 2, "node": "[host]"}`);
  expect(JSON.stringify(manifest)).not.toContain("secret-host");
  expect(folder.orphans()).toEqual([]);
  expect((manifest.runner as {points: unknown[]}).points).toEqual([{overhead_s: 0.5}]);
});

test("killed before the record: nothing of the step is there", () => {
  const path = newPath();
  step(RunFolder.open(path, fresh(), {secrets}), 1);
  const again = RunFolder.open(path, fresh(), {secrets});
  expect(again.manifest.points).toEqual([]);
  expect(again.orphans()).toEqual(["p1"]);
});

test.each([
  ["after the record", () => undefined],
  ["while files are staged", (folder: RunFolder, commit: Commit) => failAt(folder, commit, 0)]
])("killed %s: the next start finishes the step, once", (_, interrupt) => {
  const path = newPath();
  const folder = RunFolder.open(path, fresh(), {secrets});
  const commit = step(folder, 1);
  folder.record(commit);
  interrupt(folder, commit);
  expect(readManifest(path)!.points).toEqual([]);
  const again = RunFolder.open(path, fresh(), {secrets});
  expect(again.manifest.points).toHaveLength(1);
  expect(again.manifest.files).toHaveLength(1);
  const third = RunFolder.open(path, fresh(), {secrets});
  expect(third.manifest.points).toHaveLength(1);
  expect(third.account.points).toHaveLength(1);
});

test("killed between the rename and the manifest: the files are stored again and listed once", () => {
  const path = newPath();
  const folder = RunFolder.open(path, fresh(), {secrets});
  const commit = step(folder, 1);
  folder.record(commit);
  folder.writeManifest = () => {
    throw new Error("killed");
  };
  expect(() => folder.store(commit)).toThrow("killed");
  expect(readdirSync(join(path, commit.folder))).toEqual(["result.json.gz"]);
  const again = RunFolder.open(path, fresh(), {secrets});
  expect(again.manifest.files).toHaveLength(1);
  expect(readStored(path, again.manifest.files[0]!).length).toBeGreaterThan(0);
});

test("a full disk leaves the manifest as it was, and the step is finished when there is room", () => {
  const path = newPath();
  const full = Object.assign(new Error("ENOSPC: no space left on device"), {code: "ENOSPC"});
  const folder = RunFolder.open(path, fresh(), {
    secrets,
    write: () => {
      throw full;
    }
  });
  const commit = step(folder, 1);
  folder.record(commit);
  expect(() => folder.store(commit)).toThrow("ENOSPC");
  expect(readManifest(path)!.files).toEqual([]);
  expect(existsSync(join(path, commit.folder))).toBe(false);
  expect(RunFolder.open(path, fresh(), {secrets}).manifest.points).toHaveLength(1);
});

test("a failed measurement made good replaces its record", () => {
  const folder = RunFolder.open(newPath(), fresh(), {secrets});
  const failed = {
    ...step(folder, 1),
    folder: "failures/1",
    point: {...point(1), status: "failed" as const, problem: "client crashed"}
  };
  folder.record(failed);
  folder.store(failed);
  const good = step(folder, 1);
  folder.record(good);
  folder.store(good);
  expect(folder.manifest.points).toEqual([point(1)]);
});

test("a manifest that is none is refused", () => {
  const path = newPath();
  RunFolder.open(path, fresh(), {secrets});
  writeFileSync(join(path, "manifest.json"), "{}");
  expect(() => RunFolder.open(path, fresh(), {secrets})).toThrow("not a manifest");
});

function failAt(folder: RunFolder, commit: Commit, _file: number): void {
  const writes = (folder as unknown as {write: () => void}).write;
  (folder as unknown as {write: () => void}).write = () => {
    throw new Error("killed");
  };
  expect(() => folder.store(commit)).toThrow("killed");
  (folder as unknown as {write: () => void}).write = writes;
}

test("a complete point is known by its content: without it, or with another, it counts as not measured", () => {
  const path = newPath();
  const folder = RunFolder.open(path, fresh(), {secrets});
  for (const repeat of [1, 2, 3]) {
    const commit = step(folder, repeat);
    folder.record(commit);
    folder.store(commit);
  }
  writeFileSync(join(path, "points/s-i8-o8-c1/1/result.json.gz"), "half");
  rmSync(join(path, "points/s-i8-o8-c1/3"), {recursive: true});
  const again = RunFolder.open(path, fresh(), {secrets});
  expect(again.dropDamaged().map(({repeat, why}) => [repeat, why])).toEqual([
    [1, expect.stringContaining("changed since it was stored")],
    [3, expect.stringContaining("cannot be read")]
  ]);
  const {points, files} = readManifest(path)!;
  expect([points.map((each) => each.repeat), files.map((each) => each.repeat)]).toEqual([[2], [2]]);
  expect(again.dropDamaged()).toEqual([]);
});
