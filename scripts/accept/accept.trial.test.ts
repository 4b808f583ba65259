import {execa} from "execa";
import {mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {repository} from "../../loaders/testing/real.js";
import {scriptCommand} from "../programs.js";
import {startSimulated, type Running} from "../simulated/start-simulated.js";
import type {Accepted} from "./accept-service.js";

const folder = mkdtempSync(join(tmpdir(), "sweepbook-accept-"));
const plan = join(folder, "plan.yaml");
let slow: Running;
beforeAll(async () => {
  writeFileSync(
    plan,
    `schema: sweepbook-plan/1
name: chat
model: Qwen/Qwen2.5-7B-Instruct
gpu: h100-80gb-sxm
gpus: 1
precision: bf16
load: {input_tokens: 64, output_tokens: 16, concurrency: 2}
slo: ["ttft_p50_ms<=60000,tpot_p50_ms<=30"]
`
  );
  slow = await startSimulated(["--sim-ttft-ms", "20", "--sim-itl-ms", "60"]);
});
afterAll(() => slow.stop());

const [file, ...start] = scriptCommand("accept");
const accept = (...argv: string[]) =>
  execa(file, [...start, "--plan", plan, ...argv], {
    cwd: repository,
    reject: false,
    env: {OPENAI_API_KEY: "sk-test-of-a-key"}
  });

test("a service slower than its plan fails on TPOT and throughput, passes on TTFT, and says it is simulated", async () => {
  const {exitCode, stdout, stderr} = await accept(
    "--url",
    slow.base_url,
    "--repeats",
    "2",
    "--requests",
    "16",
    "--json"
  );
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining("run 2 of 2")]);
  const {kind, checks, runs} = JSON.parse(stdout) as Accepted;
  expect(kind).toBe("simulated");
  expect(Object.fromEntries(checks.map(({check, outcome}) => [check, outcome]))).toEqual({
    ttft_p50_ms: "pass",
    tpot_p50_ms: "fail",
    "output throughput": "fail",
    energy: "undecided"
  });
  expect(runs.map((run) => run.e2e_ms.length)).toEqual([16, 16]);
  expect(stdout + stderr).not.toContain("sk-test-of-a-key");
});

test("what cannot be reached, or is not the plan's, is told with its exit code", async () => {
  const nobody = await accept("--url", "http://127.0.0.1:1");
  expect([nobody.exitCode, nobody.stderr]).toEqual([3, expect.stringContaining("does not answer")]);
  const key = await accept("--url", "http://user:secret@127.0.0.1:1");
  expect([key.exitCode, key.stderr]).toEqual([2, expect.stringContaining("OPENAI_API_KEY")]);
  expect(key.stderr).not.toContain("secret");
  const other = await startSimulated(["--served-model-name", "other"]);
  const wrong = await accept("--url", other.base_url);
  await other.stop();
  expect([wrong.exitCode, wrong.stderr]).toEqual([3, expect.stringMatching(/does not serve.*serves other/)]);
});
