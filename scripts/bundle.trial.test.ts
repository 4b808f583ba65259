import {mkdtempSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {execa} from "execa";
import {beforeAll, expect, test} from "vitest";
import {readManifest} from "./sweep/run-folder.js";

const folder = mkdtempSync(join(tmpdir(), "sweepbook-bundle-"));
const spec = `name: bare
model: {name: Qwen/Qwen2.5-7B-Instruct}
targets: {laptop: {engine: simulated, gpu: h100-80gb-sxm, flags: {sim-speed: 20, sim-startup-s: 0}}}
servers:
  bf16: {}
workloads:
  - {input_tokens: 64, output_tokens: 16}
load: {concurrency: [1, 4]}
calibrate: false
`;

/** As on a host that has Node and nothing else: no node_modules, no npm, next to no environment. */
const bare = (...argv: string[]) =>
  execa(process.execPath, ["sweepbook.mjs", ...argv], {
    cwd: folder,
    extendEnv: false,
    env: {PATH: "/usr/bin:/bin", SWEEPBOOK_PROCESSES: join(folder, "processes")},
    reject: false,
    all: true
  });

beforeAll(async () => {
  const script = fileURLToPath(new URL("bundle.ts", import.meta.url));
  await execa(process.execPath, [
    "--import",
    import.meta.resolve("tsx"),
    script,
    "--out",
    join(folder, "sweepbook.mjs")
  ]);
  writeFileSync(join(folder, "bare.yaml"), spec);
});

test("one file is written", () => {
  expect(readdirSync(folder).sort()).toEqual(["bare.yaml", "sweepbook.mjs"]);
  expect(readFileSync(join(folder, "sweepbook.mjs")).length).toBeLessThan(5 * 2 ** 20);
});

test("it sweeps the simulated target in an empty folder: server, client and sampler come from the one file", async () => {
  const {exitCode, all} = await bare("sweep", "bare.yaml", "--runs", "runs");
  expect([exitCode, all]).toEqual([0, expect.stringContaining("2 points measured")]);
  const manifest = readManifest(join(folder, "runs/bare"))!;
  expect(manifest.points.map((point) => point.status)).toEqual(["ok", "ok"]);
  expect(manifest.client.name).toBe("sweepbook");
  expect(manifest.servers[0]!.command?.slice(1, 4)).toEqual([
    expect.stringMatching(/sweepbook\.mjs$/),
    "program",
    "simulated-server"
  ]);
  expect((await bare("sweep", "bare.yaml", "--runs", "runs")).exitCode).toBe(2);
});

test("its doctor says what can be measured, and that a vLLM spec cannot run here", async () => {
  writeFileSync(join(folder, "gpu.yaml"), spec.replace(/^targets.*\n/m, "").replace("name: bare", "name: gpu"));
  const {exitCode, stdout} = await bare("doctor", "--json", "--spec", "gpu.yaml", "--python", "/no/such/python");
  expect(exitCode).toBe(3);
  const {checks} = JSON.parse(stdout) as {checks: {id: string; status: string; fix: string | null}[]};
  expect(checks.find(({id}) => id === "spec bf16")).toMatchObject({status: "fail"});
  expect(checks.find(({id}) => id === "node")).toMatchObject({status: "ok"});
  expect(checks.filter(({status}) => status === "fail").every(({fix}) => fix !== null)).toBe(true);
});

test("an unknown command is a usage error", async () => {
  expect((await bare("swep")).exitCode).toBe(2);
});
