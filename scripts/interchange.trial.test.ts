import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {execa} from "execa";
import {expect, test} from "vitest";
import {loadHardware} from "../loaders/hardware.js";
import {loadRun} from "../loaders/run.js";
import {seedResult} from "../loaders/testing/real.js";
import {temporaryFolder} from "../loaders/testing/run-folder.js";
import {scriptCommand} from "./programs.js";

const fixtures = "src/model/interchange/fixtures";
const folder = temporaryFolder;
const run = (script: string, args: readonly string[], runs = "unused") => {
  const [file, ...start] = scriptCommand(script);
  return execa(file, [...start, ...args], {reject: false, env: {SWEEPBOOK_RUNS: runs}});
};

test("import of four tools makes a run of kind imported, whose points export and read back alike", async () => {
  const base = folder();
  const runs = join(base, "runs");
  const tools = ["guidellm", "aiperf", "inference-perf", "schema-only"].map((name) => `${fixtures}/${name}`);
  const imported = await run("import", [...tools, "--name", "theirs", "--json"], runs);
  expect(imported.stderr).toBe("");
  expect(imported.exitCode).toBe(0);
  const {rows} = JSON.parse(imported.stdout) as {rows: {kind: string; point_id: string; ttft_p50_ms: number | null}[]};
  expect(rows).toHaveLength(14);
  expect(new Set(rows.map(({kind}) => kind))).toEqual(new Set(["imported"]));
  const kept = readdirSync(join(runs, "theirs"), {recursive: true}).join();
  expect(kept).toContain("guidellm/benchmarks.json.gz");

  const reports = await run(
    "export",
    ["theirs", "--format", "benchmark-report", "--out", join(base, "reports"), "--json"],
    runs
  );
  expect(JSON.parse(reports.stdout)).toMatchObject({n_points: 14, left_out: []});
  const back = await run("import", [join(base, "reports"), "--json"]);
  const again = (JSON.parse(back.stdout) as {rows: typeof rows}).rows;
  const values = (list: typeof rows): string[] => list.map((row) => row.ttft_p50_ms?.toPrecision(12) ?? "none").sort();
  expect(values(again)).toEqual(values(rows));
});

test("what served, said by the caller, stands where the files leave it open, and is read back", async () => {
  const runs = join(folder(), "runs");
  const said = ["--model", "llama-3.1-8b", "--gpu", "l40s", "--precision", "bf16"];
  const {exitCode, stdout} = await run("import", [`${fixtures}/aiperf`, "--name", "theirs", ...said, "--json"], runs);
  expect(exitCode).toBe(0);
  const {rows} = JSON.parse(stdout) as {rows: unknown[]};
  expect(rows[0]).toMatchObject({gpu: "l40s", gpus: 1, precision: "bf16"});
  expect(loadRun(runs, "theirs", loadHardware(".")).points).toMatchObject(rows.map(() => ({gpu: "l40s", gpus: 1})));
  const wrong = await run("import", [`${fixtures}/aiperf`, "--gpu", "l40"], runs);
  expect(wrong).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('no such GPU in data/hardware.yaml: "l40"') as string
  });
});

test("a damaged file: which, what was expected, what was found; nothing is stored unless asked", async () => {
  const base = folder();
  const [runs, source] = [join(base, "runs"), join(base, "source")];
  mkdirSync(source);
  writeFileSync(join(source, "good.json"), seedResult());
  writeFileSync(join(source, "cut.json"), seedResult().slice(0, 9000));
  writeFileSync(join(source, "notes.yaml"), "hello: world\n");
  const refused = await run("import", [source, "--name", "x"], runs);
  expect(refused.exitCode).toBe(2);
  expect(refused.stdout).toMatch(
    /DAMAGED {2}cut\.json: the JSON is cut off: expected its end, found the end of the file/
  );
  expect(refused.stdout).toContain("unknown  notes.yaml: no results of a known tool");
  expect(existsSync(runs)).toBe(false);
  const [skipped, nothing, missing] = await Promise.all([
    run("import", [source, "--name", "x", "--skip-damaged"], runs),
    run("import", [join(source, "notes.yaml")]),
    run("import", [join(source, "gone.json")])
  ]);
  expect(skipped.exitCode).toBe(1);
  expect(JSON.parse(readFileSync(join(runs, "x/manifest.json"), "utf8"))).toMatchObject({
    kind: "imported",
    origin: "import"
  });
  expect(nothing.exitCode).toBe(2);
  expect(nothing.stderr).toContain("no file holds results of a known tool");
  expect(missing.stderr).toContain("no such file or folder");
});

test("what identifies is gone from a run that is imported, rows and names included, and counted in its manifest", async () => {
  const base = folder();
  const [runs, source] = [join(base, "runs"), join(base, "for-orca")];
  mkdirSync(source);
  const result = JSON.parse(seedResult()) as Record<string, unknown>;
  const named = {...result, model_id: "/home/alice/models/q", host: "gpu17", remark: "no route to 10.1.2.3"};
  writeFileSync(join(source, "orca.json"), JSON.stringify(named));
  const {exitCode, stderr, stdout} = await run(
    "import",
    [source, "--name", "x", "--hide", "orca", "--note", "on orca"],
    runs
  );
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("redacted: home 1, host 1, ip 1");
  const manifest = readFileSync(join(runs, "x/manifest.json"), "utf8");
  expect(manifest).not.toMatch(/alice|gpu17|10\.1\.2\.3|orca/);
  expect(JSON.parse(manifest)).toMatchObject({
    notes: ["on [host]"],
    servers: [{model: "[home]/models/q"}],
    files: [{path: "[host].json.gz", redacted: {home: 1, host: 1, ip: 1}}]
  });
});
