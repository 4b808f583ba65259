import {mkdtempSync, readFileSync, existsSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {fileURLToPath} from "node:url";
import {expect, test} from "vitest";
import {startGpuSampler} from "./gpu-sampler.js";
import {telemetryHeader} from "./telemetry-header.js";

const stub = fileURLToPath(new URL("./fixtures/stub-nvidia-smi.sh", import.meta.url));
const path = (): string => join(mkdtempSync(join(tmpdir(), "sweepbook-gpu-")), "telemetry.csv");
const until = (condition: () => boolean): Promise<void> => expect.poll(condition, {timeout: 20_000}).toBe(true);
const lines = (file: string): string[] => readFileSync(file, "utf8").trimEnd().split("\n");

test("appends nvidia-smi's lines as they are, in UTC, and leaves no process behind", async () => {
  const file = path();
  const sampler = startGpuSampler({path: file, command: ["sh", stub, "run"]});
  await until(() => sampler.summary().n_samples > 3);
  const summary = await sampler.stop();
  const [header, ...rows] = lines(file);
  expect(header).toBe(telemetryHeader);
  expect(rows[0]).toMatch(/^2026\/11\/24 05:13:53\.001, 0, GPU-UTC, /);
  expect(summary).toMatchObject({available: true, kind: "measured", n_restarts: 0, problem: null, utc_offset_s: 0});
  expect(summary.n_samples).toBe(rows.length);
  expect(rows.length).toBeGreaterThan(3);
  await sleep(200);
  expect(lines(file)).toHaveLength(rows.length + 1);
});

test("starts a source again that dies, with one header in the file", async () => {
  const file = path();
  const sampler = startGpuSampler({path: file, command: ["sh", stub, "die"]});
  await until(() => sampler.summary().n_restarts >= 2 && sampler.summary().n_samples >= 6);
  const summary = await sampler.stop();
  expect(summary.n_restarts).toBeGreaterThanOrEqual(2);
  expect(summary.n_samples).toBeGreaterThanOrEqual(6);
  expect(lines(file).filter((line) => line.startsWith("timestamp"))).toHaveLength(1);
  expect(summary.gap_max_s).toBeGreaterThan(0.25);
});

test("starts a source again that falls silent", async () => {
  const file = path();
  const sampler = startGpuSampler({path: file, command: ["sh", stub, "hang"], interval_ms: 50, hang_ms: 400});
  await until(() => sampler.summary().n_samples >= 6);
  const summary = await sampler.stop();
  expect(summary.n_restarts).toBeGreaterThanOrEqual(1);
  expect(summary.n_samples).toBeGreaterThanOrEqual(6);
});

test("asks an older driver by the older name", async () => {
  const file = path();
  const sampler = startGpuSampler({path: file, command: ["sh", stub, "old-driver"]});
  await until(() => sampler.summary().available);
  const summary = await sampler.stop();
  expect(summary.available).toBe(true);
});

test("says so where there is no nvidia-smi, and where it does not work", async () => {
  const file = path();
  const none = startGpuSampler({path: file, command: ["/nonexistent/nvidia-smi"]});
  await until(() => none.summary().problem !== null);
  expect(await none.stop()).toMatchObject({
    available: false,
    path: null,
    n_samples: 0,
    problem: expect.stringMatching(/not on this host/) as string
  });
  const broken = startGpuSampler({path: file, command: ["sh", stub, "broken"]});
  await until(() => broken.summary().problem !== null);
  expect(await broken.stop()).toMatchObject({available: false, path: null});
  expect(existsSync(file)).toBe(false);
});
