import {appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {tableFromIPC} from "apache-arrow";
import {expect, test} from "vitest";
import {loadDataset} from "./dataset.js";
import {prepare, type TableFiles} from "./prepare.js";
import {readPrepared} from "./prepared.js";
import {sha256} from "./sha256.js";
import {realRuns, repository, seedResult} from "./testing/real.js";
import {temporaryFolder, writeTestRun} from "./testing/run-folder.js";

function workplace() {
  const base = temporaryFolder();
  const runsDir = join(base, "runs");
  const options = {root: repository, runsDir, cacheDir: join(base, "cache"), outDir: join(base, "out")};
  const add = (run: string): void =>
    void writeTestRun(runsDir, run, [{path: "p.json", role: "result", text: seedResult(), point: "p"}], [{point: "p"}]);
  const bytes = (file: string): Buffer => readFileSync(join(options.outDir, file));
  return {runsDir, options, add, bytes};
}

test("after one new run only that run is read, and only what it changes is written", async () => {
  const {options, add} = workplace();
  add("a");
  expect((await prepare(options)).read).toEqual(["a"]);
  expect(await prepare(options)).toEqual({read: [], changed: []});
  add("b");
  const {read, changed} = await prepare(options);
  expect(read).toEqual(["b"]);
  expect(changed).toContain("points.arrow");
  expect(changed).not.toContain("hardware.arrow");
  expect(readPrepared(options.outDir).points.map(({run}) => run)).toEqual(["a", "b"]);
});

test("a changed raw byte changes the result, though the manifest stays", async () => {
  const {options, add, runsDir} = workplace();
  add("a");
  await prepare(options);
  appendFileSync(join(runsDir, "a/p.json.gz"), "x");
  expect((await prepare(options)).read).toEqual(["a"]);
  const [point] = readPrepared(options.outDir).points;
  expect(point).toMatchObject({status: "failed"});
  expect(point!.problems).toMatch(/changed since it was stored/);
});

test("a damaged cache is read anew", async () => {
  const {options, add, bytes} = workplace();
  add("a");
  await prepare(options);
  const before = bytes("points.arrow");
  const entry = readdirSync(options.cacheDir).find((name) => name.startsWith("a-"));
  writeFileSync(join(options.cacheDir, entry!, "points.arrow"), "damaged");
  expect(await prepare(options)).toEqual({read: ["a"], changed: []});
  expect(bytes("points.arrow").equals(before)).toBe(true);
});

test("two preparations give the same bytes and times, with a cache or without", async () => {
  const first = workplace();
  const second = workplace();
  for (const {runsDir} of [first, second])
    cpSync(join(realRuns, "h100-llama-3.1-8b"), join(runsDir, "h100-llama-3.1-8b"), {recursive: true});
  await prepare(first.options);
  await prepare(second.options);
  rmSync(second.options.outDir, {recursive: true});
  await prepare(second.options);
  for (const file of ["points.arrow", "requests.csv", "telemetry.arrow", "files.json", "models.json"]) {
    expect(first.bytes(file).equals(second.bytes(file)), file).toBe(true);
    expect(statSync(join(first.options.outDir, file)).mtime.toISOString()).toBe("2000-01-01T00:00:00.000Z");
  }
});

test("what is read back is what the loaders give", async () => {
  const {options, runsDir} = workplace();
  cpSync(join(realRuns, "h100-llama-3.1-8b"), join(runsDir, "h100-llama-3.1-8b"), {recursive: true});
  await prepare(options);
  expect(readPrepared(options.outDir)).toEqual(loadDataset({root: repository, runsDir}));
});

test("two threads give the bytes of one, and tell of what cannot be read", async () => {
  const {options, add, runsDir} = workplace();
  for (const run of ["a", "b", "c"]) add(run);
  await prepare(options);
  const other = {...options, cacheDir: `${options.cacheDir}-2`, outDir: `${options.outDir}-2`, threads: 2};
  expect((await prepare(other)).read).toEqual(["a", "b", "c"]);
  for (const file of ["points.arrow", "requests.csv", "files.json"])
    expect(readFileSync(join(other.outDir, file)).equals(readFileSync(join(options.outDir, file))), file).toBe(true);
  writeFileSync(join(runsDir, "b/manifest.json"), "{}");
  await expect(prepare(other)).rejects.toThrow("b/manifest.json");
});

test("files.json describes every file, and the hashes are right", async () => {
  const {options, add, bytes} = workplace();
  add("a");
  await prepare(options);
  const list = JSON.parse(bytes("files.json").toString()) as TableFiles[];
  expect(list.map(({name}) => name)).toEqual([
    "points",
    "requests",
    "itl",
    "telemetry",
    "servers",
    "published",
    "hardware",
    "prices"
  ]);
  for (const {files} of list) {
    for (const {file, bytes: size, sha256: hash} of files) {
      expect(sha256(bytes(file))).toBe(hash);
      expect(bytes(file)).toHaveLength(size);
    }
  }
  const points = list[0]!;
  expect(points).toMatchObject({kind: "measured", rows: 1});
  expect(points.columns.find(({name}) => name === "power_mean_w")).toMatchObject({
    unit: "W",
    type: "number",
    nullable: true
  });
  expect(Object.keys(points.inputs)).toEqual([
    "data/hardware.yaml",
    "data/runs/a/manifest.json",
    "data/runs/a/p.json.gz"
  ]);
  const inArrow = tableFromIPC(bytes("points.arrow")).schema.metadata.get("inputs_sha256");
  expect(JSON.parse(inArrow!)).toEqual(points.inputs);
});

test("no runs give empty tables, and the rest stands", async () => {
  const {options, runsDir} = workplace();
  await prepare(options);
  expect(readPrepared(options.outDir)).toMatchObject({points: [], requests: [], itl: [], telemetry: [], servers: []});
  mkdirSync(runsDir);
  expect(await prepare(options)).toEqual({read: [], changed: []});
  const {published, hardware, prices, models, article} = readPrepared(options.outDir);
  expect([published.length, hardware.length, prices.length, models.length].every((n) => n > 0)).toBe(true);
  expect(article.model.name).toBe("Qwen2.5-7B-Instruct");
});

test("readPrepared of nothing says what to run", () => {
  expect(() => readPrepared(temporaryFolder())).toThrow("points.arrow: the tables are not prepared; run npm run build");
});

test("progress is told after each run", async () => {
  const {options, add} = workplace();
  add("a");
  add("b");
  const seen: unknown[] = [];
  await prepare({...options, onProgress: (progress) => seen.push(progress)});
  expect(seen).toEqual([
    {run: "a", cached: false, done: 1, total: 2},
    {run: "b", cached: false, done: 2, total: 2}
  ]);
});
