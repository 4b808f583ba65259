import {mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {loadHardware} from "../../loaders/hardware.js";
import {manifestSchema, type ManifestFile} from "../../loaders/manifest.js";
import {readManifest} from "../../loaders/manifest-file.js";
import {loadRun} from "../../loaders/run.js";
import {sha256} from "../../loaders/sha256.js";
import {readStored} from "../../loaders/store.js";
import {realRuns, realText, seedResult} from "../../loaders/testing/real.js";
import {temporaryFolder} from "../../loaders/testing/run-folder.js";
import {assemble, type Declared} from "./assemble.js";
import {readSource} from "./source.js";
import {writeRun} from "./write-run.js";

const hardware = loadHardware(join(realRuns, "../.."));
const declared: Declared = {
  run: "trial",
  kind: "measured",
  server: null,
  gpu: null,
  gpus: null,
  precision: null,
  weights: "unknown",
  model: null,
  engine: "vllm",
  engineVersion: null,
  clientVersion: null,
  telemetryUtcOffsetS: 0,
  notes: [],
  hide: []
};
const context = {hardware, toolVersion: "0", createdUtc: "2026-11-24T00:00:00.000Z", progress: () => Promise.resolve()};

async function take(files: Record<string, string>, more: Partial<Declared> = {}) {
  const source = Object.entries(files).map(([path, text]) => ({path, bytes: Buffer.from(text)}));
  const assembled = await assemble(source, {...declared, ...more}, context);
  expect(manifestSchema.parse(assembled.manifest)).toEqual(assembled.manifest);
  const runs = temporaryFolder();
  const tables = writeRun(runs, assembled, {
    replace: false,
    check: (parent) => loadRun(parent, declared.run, hardware)
  });
  return {...assembled, tables, runs};
}

const plain = (path: string): string => path.replace(/\.(?:gz|br)$/, "");

/** What a manifest says of its files but for how they are compressed: the committed runs were packed anew. */
const contents = (files: readonly ManifestFile[]) =>
  files.map(({path, encoding: _how, stored_bytes: _bytes, stored_sha256: _hash, ...file}) => ({
    ...file,
    path: plain(path)
  }));

/** What ingest was given, but for the answers and what identified. */
const original = (run: string): Record<string, string> =>
  Object.fromEntries(
    readManifest(realRuns, run).manifest.files.map((file) => [
      plain(file.path),
      readStored(join(realRuns, run), file).toString()
    ])
  );

test("a real folder becomes the run that is committed", async () => {
  const {manifest} = readManifest(realRuns, "h100-llama-3.1-8b");
  // The two largest points are left out for time: compression is slow.
  const small = (name: string): boolean => !/^i2048-o512-c(?:16|64)\b/.test(name);
  const files = Object.entries(original("h100-llama-3.1-8b")).filter(([path]) => small(path));
  const made = await take(Object.fromEntries(files), {precision: "bf16"});
  expect(made.manifest.points).toEqual(manifest.points.filter(({point}) => small(point)));
  expect(contents(made.manifest.files)).toEqual(contents(manifest.files.filter(({path}) => small(path))));
  expect(made.manifest).toMatchObject({clock_source: "pair", left_out: []});
  expect(made.manifest.servers[0]).toMatchObject({
    server: "bf16",
    gpu: "h100-80gb-sxm",
    gpus: 1,
    model: "meta-llama/Llama-3.1-8B",
    engine_version: "0.26.0",
    driver: "580.159.04"
  });
});

test("a point measured again is a repeat and a sentinel, with its own pages", async () => {
  const files = original("h100-bf16");
  const some = Object.fromEntries(
    Object.entries(files).filter(([path]) => /^(?:i2048-o512-c1(?:-again)?\.|points|telemetry|server)/.test(path))
  );
  const {manifest, tables} = await take(some);
  expect(manifest.points.map(({point, repeat, sentinel}) => [point, repeat, sentinel])).toEqual([
    ["i2048-o512-c1", 1, false],
    ["i2048-o512-c1", 2, true]
  ]);
  const pages = manifest.files.filter(({role}) => role === "metrics-after").map(({path, repeat}) => [path, repeat]);
  expect(pages).toEqual([
    ["i2048-o512-c1-again.metrics-after.txt.gz", 2],
    ["i2048-o512-c1.metrics-after.txt.gz", 1]
  ]);
  expect(tables.points.map(({problems}) => problems)).toEqual([null, null]);
});

test("results alone are enough; what is not known is null", async () => {
  const {manifest, tables} = await take({"openai-infqps-concurrency8-Llama-20261124-111339.json": seedResult()});
  expect(manifest.points[0]).toMatchObject({
    point: "i8192-o128-c8",
    load: "closed",
    concurrency: 8,
    output_tokens: null
  });
  expect(manifest.clock_source).toBe("none");
  expect(tables.points[0]).toMatchObject({status: "ok", n_short: null, gpu: null, energy_valid: false});
  expect(tables.servers[0]).toMatchObject({status: "unknown", weights: "unknown", precision: null});
});

test("lengths and seed come from the client's output where no log of points lies beside", async () => {
  const {manifest} = await take({
    "i8192-o128-c8.json": seedResult(),
    "stdout.txt": realText("h100-llama-3.1-8b", "stdout.txt")
  });
  expect(manifest.points[0]).toMatchObject({input_tokens: 8192, output_tokens: 128, seed: 5, n_requests: 32});
});

test("results appended to one file are points of their own", async () => {
  const other = seedResult().replace('"max_concurrency": 8', '"max_concurrency": 4');
  const lines = [seedResult(), seedResult(), other].map((text) => text.trim()).join("\n");
  const {manifest, tables} = await take({"all.json": lines});
  expect(manifest.files[0]).toMatchObject({
    point: null,
    holds: [
      {point: "i8192-o128-c8", repeat: 1},
      {point: "i8192-o128-c8", repeat: 2},
      {point: "i8192-o128-c4", repeat: 1}
    ]
  });
  expect(tables.points.map(({point_id, status}) => `${point_id} ${status}`)).toEqual([
    "measured/trial/i8192-o128-c8#1 ok",
    "measured/trial/i8192-o128-c8#2 ok",
    "measured/trial/i8192-o128-c4#1 ok"
  ]);
});

test("appended results keep their names whatever their dates, and one that is cut off harms no other", async () => {
  const early = realText("h100-llama-3.1-8b", "i2048-o512-c1.json").trim();
  const {tables} = await take({"all.json": [seedResult().trim(), early, seedResult().slice(0, 4000)].join("\n")});
  expect(tables.points.map(({point_id, status, input_tokens_mean}) => [point_id, status, input_tokens_mean])).toEqual([
    ["measured/trial/i2048-o512-c1#1", "ok", 2048],
    ["measured/trial/all#1", "failed", null],
    ["measured/trial/i8192-o128-c8#1", "ok", 8192]
  ]);
  expect(tables.points[1]!.problems).toMatch(/^all\.json\.gz, object 3: the JSON is cut off: /);
});

test("a result that is cut off is kept, and its row says what is wrong", async () => {
  const {manifest, tables} = await take({"a.json": seedResult().slice(0, 4000), "b.json": seedResult()});
  expect(manifest.points.map(({point, status}) => [point, status])).toEqual([
    ["a", "failed"],
    ["i8192-o128-c8", "ok"]
  ]);
  expect(tables.points[0]!.problems).toMatch(/^a\.json\.gz: the JSON is cut off: /);
});

test("answers, names and what is not recognised do not get in", async () => {
  const answer = '"generated_texts": ["my secret"], "errors"';
  const {manifest, stored} = await take(
    {
      "p.json": seedResult().replace('"errors"', answer),
      "server.log": "INFO vLLM API server version 0.9.1 on orca at 10.1.2.3 by /home/alice\n",
      "notes.txt": "the password is sesame"
    },
    {hide: [{class: "host", value: "orca"}]}
  );
  expect(manifest.files.map(({path, dropped, redacted}) => ({path, dropped, redacted}))).toEqual([
    {path: "p.json.gz", dropped: ["generated_texts"], redacted: {}},
    {path: "server.log.gz", dropped: [], redacted: {host: 1, ip: 1, home: 1}}
  ]);
  expect(manifest.left_out).toEqual([
    {path: "notes.txt", bytes: 22, sha256: sha256("the password is sesame"), why: "not recognised as part of a run"}
  ]);
  expect([...stored.keys()]).toEqual(["p.json.gz", "server.log.gz"]);
});

test("a folder without a result is refused", async () => {
  await expect(take({})).rejects.toThrow(
    'no file is a result of `vllm bench serve --save-result --save-detailed`: "0 files"'
  );
});

test("a run is written whole or not at all, and never over another", async () => {
  const assembled = await assemble([{path: "p.json", bytes: Buffer.from(seedResult())}], declared, context);
  const runs = temporaryFolder();
  const fine = {replace: false, check: () => 0};
  writeRun(runs, assembled, fine);
  expect(() => writeRun(runs, assembled, fine)).toThrow(
    'a run of this name exists: "trial"; choose another --name, or --replace it'
  );
  const before = readFileSync(join(runs, "trial/manifest.json"));
  const failing = {
    replace: true,
    check: () => {
      throw new Error("does not load");
    }
  };
  expect(() => writeRun(runs, assembled, failing)).toThrow("does not load");
  expect(readdirSync(runs)).toEqual(["trial"]);
  expect(readFileSync(join(runs, "trial/manifest.json")).equals(before)).toBe(true);
  writeRun(runs, {...assembled, manifest: {...assembled.manifest, notes: ["new"]}}, {...fine, replace: true});
  expect(readManifest(runs, "trial").manifest.notes).toEqual(["new"]);
  expect(readdirSync(runs)).toEqual(["trial"]);
});

test("readSource reads files below a folder, and only folders", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "deep/er"), {recursive: true});
  mkdirSync(join(folder, ".git"));
  writeFileSync(join(folder, "deep/er/a.json"), "1");
  writeFileSync(join(folder, "b.txt"), "2");
  writeFileSync(join(folder, ".git/config"), "3");
  expect(readSource(folder).map(({path}) => path)).toEqual(["b.txt", "deep/er/a.json"]);
  expect(() => readSource(join(folder, "b.txt"))).toThrow("not a folder");
  expect(() => readSource(join(folder, "none"))).toThrow("no such folder");
});
