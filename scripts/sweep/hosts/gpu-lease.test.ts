import {mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import {gpusInUse, leaseGpus} from "./gpu-lease.js";

test("GPUs in use: Slurm's own numbers before the job's view of them, then the first ones", () => {
  expect(gpusInUse({SLURM_JOB_GPUS: "2,3", CUDA_VISIBLE_DEVICES: "0,1"}, 2)).toEqual(["2", "3"]);
  expect(gpusInUse({CUDA_VISIBLE_DEVICES: "1"}, 1)).toEqual(["1"]);
  expect(gpusInUse({}, 2)).toEqual(["0", "1"]);
  expect(gpusInUse({}, 0)).toEqual([]);
});

test("a GPU has one sweep: a second one is refused, the other GPU is free, a dead owner is no owner", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-lease-"));
  const release = await leaseGpus(["0"], folder);
  await expect(leaseGpus(["0", "1"], folder)).rejects.toMatchObject({exitCode: 3});
  const other = await leaseGpus(["1"], folder);
  release();
  other();
  writeFileSync(join(folder, "0.json"), JSON.stringify({pid: process.pid, started: "1", boot: "another"}));
  (await leaseGpus(["0"], folder))();
});
