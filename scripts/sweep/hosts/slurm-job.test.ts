import {execFileSync} from "node:child_process";
import {mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import type {SpecTarget} from "../spec.js";
import {batchScript, limitSeconds, sbatchArguments, type SlurmJobPlan} from "./slurm-job.js";

const plan = (target: Omit<SpecTarget, "via">, over: Partial<SlurmJobPlan> = {}): SlurmJobPlan => ({
  name: "sweepbook-t-0a1b2c3d4e-bf16",
  target: {via: "slurm", ...target},
  gpus: 2,
  base: "/shared/me/sweepbook/t-0a1b2c3d4e",
  bundle: "/shared/me/sweepbook/t-0a1b2c3d4e/sweepbook-0123456789ab.mjs",
  folders: new Map([[null, "/shared/me/sweepbook/t-0a1b2c3d4e/cluster.bf16"]]),
  ...over
});

const cases: Record<string, SlurmJobPlan> = {
  plain: plan({}),
  everything: plan({
    node: "/opt/node 20/bin/node",
    environment: {HF_HOME: "/shared/it's here", VLLM_LOGGING_LEVEL: "INFO"},
    slurm: {
      partition: "gpu",
      account: "lab",
      qos: "high",
      constraint: "h100&nvlink",
      reservation: "bench",
      nodelist: "node[01-04]",
      exclude: "node02",
      time_limit: "1:30:00",
      gres: "gpu:h100",
      cpus: 16,
      memory: "64G",
      exclusive: true,
      arguments: ["--hint=nomultithread"].map((each) => each)
    }
  }),
  array: plan(
    {slurm: {partition: "gpu"}},
    {
      folders: new Map([
        [1, "/shared/me/sweepbook/t-0a1b2c3d4e/cluster.bf16.1"],
        [3, "/shared/me/sweepbook/t-0a1b2c3d4e/cluster.bf16.3"]
      ])
    }
  ),
  apptainer: plan({
    container: {
      kind: "apptainer",
      image: "/shared/images/vllm.sif",
      mounts: ["/models:/models:ro", "/opt/node:/opt/node"],
      arguments: ["--cleanenv"]
    },
    node: "/opt/node/bin/node"
  }),
  pyxis: plan({
    container: {
      kind: "pyxis",
      image: "vllm/vllm-openai:v0.26.0",
      mounts: ["/models:/models"],
      arguments: ["--container-writable"]
    }
  })
};

test.each(Object.entries(cases))(
  "the job %s is submitted as the golden file says (npx vitest -u rewrites it)",
  async (name, job) => {
    const text = `${sbatchArguments(job).join("\n")}\n\n${batchScript(job)}`;
    await expect(text).toMatchFileSnapshot(`fixtures/${name}.job.txt`);
  }
);

test("the script of an array runs the folder of its index, whatever the names hold", () => {
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-script-"));
  const script = join(folder, "job.sh");
  const folders = new Map([
    [1, "/a b/one"],
    [2, "/a'b/$two"]
  ]);
  writeFileSync(script, batchScript(plan({node: "echo"}, {folders, bundle: "/x y.mjs"})));
  const run = (index: string) =>
    execFileSync("sh", [script], {
      encoding: "utf8",
      env: {PATH: process.env["PATH"], SLURM_ARRAY_TASK_ID: index}
    }).trim();
  expect(run("2")).toBe("/x y.mjs host /a'b/$two");
  expect(run("1")).toBe("/x y.mjs host /a b/one");
  expect(() => run("3")).toThrow(/Command failed/);
});

test.each([
  ["90", 5400],
  ["10:30", 630],
  ["1:30:00", 5400],
  ["1-12", 129_600],
  ["1-12:30:10", 131_410]
])("a time limit of %s is %i s", (text, seconds) => {
  expect(limitSeconds(text)).toBe(seconds);
});
