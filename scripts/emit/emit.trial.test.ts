import {execa} from "execa";
import {chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import {repository} from "../../loaders/testing/real.js";
import {scriptCommand} from "../programs.js";

const folder = mkdtempSync(join(tmpdir(), "sweepbook-emit-"));
const [emitter, ...start] = scriptCommand("emit");
const emit = (...argv: string[]) => execa(emitter, [...start, ...argv], {cwd: repository, reject: false});
const plan = (name: string, over: Record<string, unknown> = {}): string => {
  const file = join(folder, name);
  writeFileSync(
    file,
    JSON.stringify({
      schema: "sweepbook-plan/1",
      name: "chat",
      model: "Qwen/Qwen2.5-7B-Instruct",
      gpu: "h100-80gb-sxm",
      gpus: 2,
      tensor_parallel: 1,
      precision: "bf16",
      load: {input_tokens: 2048, output_tokens: 512, concurrency: 8},
      slo: ["ttft_p90_ms<=1000"],
      ...over
    })
  );
  return file;
};

test("a plan becomes a script that starts each replica on its own cards and port, with just the flags that were told", async () => {
  const out = join(folder, "out");
  const {exitCode, stdout} = await emit("--plan", plan("plan.json"), "--to", "vllm", "--out", out);
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining("serve.sh")]);
  expect(readdirSync(out).sort()).toEqual(["EXPECTED.md", "expected.json", "monitoring", "vllm"]);
  // stands in for vLLM: prints how it was called
  const bin = join(folder, "bin");
  mkdirSync(bin);
  writeFileSync(
    join(bin, "vllm"),
    '#!/bin/sh\necho "cards=$CUDA_VISIBLE_DEVICES"; for word in "$@"; do echo "$word"; done\n'
  );
  chmodSync(join(bin, "vllm"), 0o755);
  const served = await execa(join(out, "vllm/serve.sh"), ["1"], {env: {PATH: `${bin}:${process.env["PATH"]}`}});
  expect(served.stdout.split("\n")).toEqual([
    "cards=1",
    "serve",
    "Qwen/Qwen2.5-7B-Instruct",
    "--served-model-name",
    "Qwen/Qwen2.5-7B-Instruct",
    "--dtype",
    "bfloat16",
    "--max-model-len",
    "32768",
    "--max-num-seqs",
    "256",
    "--gpu-memory-utilization",
    "0.9",
    "--host",
    "127.0.0.1",
    "--port",
    "8001"
  ]);
  const wrong = await execa(join(out, "vllm/serve.sh"), ["2"], {reject: false});
  expect([wrong.exitCode, wrong.stderr]).toEqual([2, "not a replica from 0 to 1: 2"]);
});

test("files that somebody changed are not overwritten; --force does", async () => {
  const out = join(folder, "kept");
  const args = ["--plan", plan("plan.json"), "--to", "slurm", "--out", out];
  await emit(...args);
  expect((await execa("bash", ["-n", join(out, "slurm/serve.sbatch")])).exitCode).toBe(0);
  writeFileSync(join(out, "EXPECTED.md"), "mine\n");
  const refused = await emit(...args);
  expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining("another content")]);
  expect(readFileSync(join(out, "EXPECTED.md"), "utf8")).toBe("mine\n");
  expect((await emit(...args, "--force")).exitCode).toBe(0);
});

test.each([
  [{gpus: 0}, /gpus: .*: 0/],
  [{gpu: "abacus"}, /no such GPU.*abacus/],
  [{name: "../up"}, /name: must be lower case/],
  [{model: "x; rm -rf /"}, /model: must be a name/],
  [{model: "own/model"}, /shapes of the model are not known/],
  [{slo: ["speed<=1"]}, /not a service level/],
  [{surprise: 1}, /surprise/]
])("refuses %j with exit code 2 and its reason", async (over, reason) => {
  const {exitCode, stderr} = await emit("--plan", plan("bad.json", over), "--to", "vllm", "--out", join(folder, "no"));
  expect([exitCode, stderr]).toEqual([2, expect.stringMatching(reason)]);
});
