import {readdirSync} from "node:fs";
import {join} from "node:path";
import {afterEach, expect, test} from "vitest";
import {SweepFixture} from "./sweep-fixture.js";

// One point of some seconds between short ones: there is time to interrupt it.
const shape = {input_tokens: 64, output_tokens: 16};
const longPoint = {
  sentinel: "none",
  workloads: [
    {...shape, load: {concurrency: [1]}, stage: 1},
    {...shape, load: {concurrency: [2]}, n_requests: 1200, stage: 2}
  ]
};

let left: SweepFixture | null = null;
afterEach(() => {
  for (const pid of left?.processes() ?? []) process.kill(pid, "SIGKILL");
});

async function inTheLongPoint(sweep: SweepFixture): Promise<void> {
  left = sweep;
  const raw = join(sweep.runs, "t", ".work", "raw");
  await sweep.until(() => {
    try {
      return sweep.complete.length === 1 && readdirSync(join(raw, "bf16-i64-o16-c2#1")).includes("metrics-during.txt");
    } catch {
      return false;
    }
  });
}

test("killed in a point: --resume measures nothing again that is complete, loses nothing, and no process stays", async () => {
  const sweep = new SweepFixture(longPoint);
  const runner = sweep.start();
  await inTheLongPoint(sweep);
  runner.kill("SIGKILL");
  await runner;
  const before = sweep.manifest;
  expect(before.points.map((point) => point.status)).toEqual(["ok"]);
  await sweep.until(() => sweep.processes().length === 1); // the server alone: client and sampler end with the runner
  sweep.write({...longPoint, workloads: [longPoint.workloads[0]!, {...longPoint.workloads[1]!, n_requests: 20}]});
  const resumed = await sweep.start("--resume");
  expect([resumed.exitCode, resumed.all]).toEqual([0, expect.stringContaining("that a killed runner left behind")]);
  const after = sweep.manifest;
  expect(after.points[0]).toEqual(before.points[0]);
  expect(sweep.complete).toEqual(["bf16-i64-o16-c1#1", "bf16-i64-o16-c2#1"]);
  // The log of the server that was killed is kept, beside that of the new one.
  expect(after.files.filter((file) => file.role === "server-log").map((file) => file.server)).toEqual([
    "bf16",
    "bf16.2"
  ]);
  expect(sweep.processes()).toEqual([]);
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s: exit code 130, what is complete is kept, no process stays",
  async (signal) => {
    const sweep = new SweepFixture(longPoint);
    const runner = sweep.start();
    await inTheLongPoint(sweep);
    runner.kill(signal);
    const {exitCode, all} = await runner;
    expect([exitCode, all]).toEqual([130, expect.stringContaining("--resume goes on")]);
    expect(sweep.complete).toEqual(["bf16-i64-o16-c1#1"]);
    expect(sweep.processes()).toEqual([]);
    expect(sweep.manifest.files.some((file) => file.role === "server-log")).toBe(true);
  }
);
