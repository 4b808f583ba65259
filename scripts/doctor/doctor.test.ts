import {chmodSync, mkdirSync, mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {gpuChecks} from "./gpu-checks.js";
import {hostChecks} from "./host-checks.js";
import {specChecks} from "./spec-checks.js";

const folder = mkdtempSync(join(tmpdir(), "sweepbook-doctor-"));
const before = process.env["PATH"];

/** A stand-in on PATH that answers what nvidia-smi answered on an H100, or what the test says instead. */
function nvidiaSmi(rows: {main?: string; apps?: string; fails?: string}): void {
  const main = rows.main ?? "0, NVIDIA H100 80GB HBM3, 580.159.04, 81559, 81082, Enabled, 700.00, 700.00, Disabled, 32";
  const script = `#!/bin/sh
${rows.fails === undefined ? "" : `echo "${rows.fails}"; exit 9`}
case "$*" in
  *compute-apps*) printf '%s' "${rows.apps ?? ""}";;
  *power.draw*) echo "121.69 W, 1980 MHz, 0x0000000000000000";;
  *) echo "${main}";;
esac
`;
  mkdirSync(join(folder, "bin"), {recursive: true});
  writeFileSync(join(folder, "bin/nvidia-smi"), script);
  chmodSync(join(folder, "bin/nvidia-smi"), 0o755);
}

beforeEach(() => {
  process.env["PATH"] = `${join(folder, "bin")}:${before}`;
});
afterEach(() => {
  process.env["PATH"] = before;
});

const byId = <T extends {id: string}>(checks: readonly T[]) =>
  Object.fromEntries(checks.map((check) => [check.id, check]));

test("a healthy H100 is fine in every respect", async () => {
  nvidiaSmi({});
  const {checks, state} = await gpuChecks();
  expect(checks.map(({id, status}) => `${id} ${status}`)).toEqual([
    "gpu ok",
    "driver ok",
    "persistence-mode ok",
    "power-cap ok",
    "mig ok",
    "gpu-processes ok",
    "telemetry ok"
  ]);
  expect(state).toEqual({count: 1, memory_total_mib: 81_559, memory_free_mib: 81_082});
});

test("persistence off, a lowered power cap and other processes each come with what they cost and the command", async () => {
  nvidiaSmi({
    main: "0, NVIDIA H100 80GB HBM3, 580.159.04, 81559, 5082, Disabled, 350.00, 700.00, Enabled, 32",
    apps: "4711, python3, 76000 MiB"
  });
  const checks = byId((await gpuChecks()).checks);
  expect(checks["persistence-mode"]).toMatchObject({status: "warn", fix: "sudo nvidia-smi -pm 1"});
  expect(checks["power-cap"]).toMatchObject({status: "warn", fix: "sudo nvidia-smi -i 0 -pl 700"});
  expect(checks["gpu-processes"]).toMatchObject({status: "warn", fix: "end them: kill 4711"});
  expect(checks["mig"]).toMatchObject({status: "warn"});
});

test("a lost GPU is told as such", async () => {
  nvidiaSmi({
    fails:
      "Unable to determine the device handle for GPU0: 0000:01:00.0: GPU is lost. Reboot the system to recover this GPU"
  });
  const {checks, state} = await gpuChecks();
  expect(checks).toMatchObject([{id: "gpu", status: "fail", fix: "restart the host"}]);
  expect(state.count).toBe(0);
});

test("Python without vLLM is told with the command that installs it", async () => {
  writeFileSync(
    join(folder, "python"),
    `#!/bin/sh\necho '{"python": "3.12.3", "packages": {"torch": "2.11.0+cu130"}}'\n`
  );
  chmodSync(join(folder, "python"), 0o755);
  const checks = byId(await hostChecks({python: join(folder, "python"), runs: folder, environment: {}}));
  expect(checks["vllm"]).toMatchObject({status: "fail", fix: expect.stringContaining("pip install vllm") as string});
  expect(checks["disk"]!.found).toMatch(/GiB free/);
});

test("a spec is checked against GPUs, folders, heads and context", async () => {
  const model = join(folder, "model");
  mkdirSync(model, {recursive: true});
  writeFileSync(join(model, "config.json"), JSON.stringify({num_attention_heads: 28, max_position_embeddings: 32_768}));
  const file = join(folder, "s.yaml");
  writeFileSync(
    file,
    `name: s
model: {name: q, path: ${model}}
servers:
  good: {}
  heads: {tensor_parallel: 3}
  long: {flags: {max-model-len: 131072}}
  yarn: {flags: {max-model-len: 131072, hf-overrides: {a: 1}}}
  gone: {model: {path: /no/such/model}}
  printed: {tensor_parallel: 4, expect: failure}
workloads: [{input_tokens: 8, output_tokens: 8}]
load: {concurrency: [1]}
`
  );
  const gpus = {count: 2, memory_total_mib: 81_559, memory_free_mib: 81_000};
  const checks = await specChecks(file, gpus, true);
  expect(checks.map(({id, status}) => `${id} ${status}`)).toEqual([
    "spec good ok",
    "spec heads fail",
    "spec heads fail",
    "spec long fail",
    "spec yarn ok",
    "spec gone fail",
    "spec printed warn"
  ]);
  expect(checks[2]!.found).toBe("tensor_parallel 3 does not divide 28 attention heads");
});
