import {spawnSync} from "node:child_process";
import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterEach, expect, test} from "vitest";
import {SweepFixture} from "./sweep-fixture.js";

const shape = {input_tokens: 64, output_tokens: 16};
const longPoint = {
  sentinel: "none",
  timeouts: {point_s: 40, stop_s: 2},
  workloads: [
    {...shape, load: {concurrency: [1]}, stage: 1},
    {...shape, load: {concurrency: [2]}, n_requests: 800, stage: 2},
    {...shape, load: {concurrency: [4]}, stage: 3}
  ]
};

let left: SweepFixture | null = null;
afterEach(() => {
  for (const pid of left?.processes() ?? []) process.kill(pid, "SIGKILL");
});

/** Once the long point is under way. */
async function inTheLongPoint(sweep: SweepFixture): Promise<void> {
  left = sweep;
  await sweep.until(() => {
    try {
      return readdirSync(join(sweep.runs, "t/.work/raw/bf16-i64-o16-c2#1")).includes("metrics-during.txt");
    } catch {
      return false;
    }
  });
}

/** The process of the sweep whose command line holds a text, once the long point is under way. */
async function victim(sweep: SweepFixture, text: string): Promise<number> {
  await inTheLongPoint(sweep);
  const pid = sweep.processes().find((each) => readFileSync(`/proc/${each}/cmdline`, "utf8").includes(text));
  if (pid === undefined) throw new Error(`no process ${text}`);
  return pid;
}

test("a server that hangs: ended at the point's time limit, a new one started, the point measured there", async () => {
  const sweep = new SweepFixture(longPoint);
  const runner = sweep.start();
  process.kill(await victim(sweep, "simulated/serve"), "SIGSTOP");
  const {exitCode, all} = await runner;
  expect([exitCode, all]).toEqual([0, expect.stringContaining("the server hangs")]);
  expect(sweep.complete).toHaveLength(3);
  expect(sweep.manifest.servers.map(({server, status}) => `${server} ${status}`)).toEqual(["bf16 failed", "bf16.2 ok"]);
  expect(sweep.processes()).toEqual([]);
});

/** A file system of 96 MiB for a sweep's runs; false where this machine lets nobody mount one. */
function mountSmall(sweep: SweepFixture): boolean {
  mkdirSync(sweep.runs);
  return spawnSync("mount", ["-t", "tmpfs", "-o", "size=96m", "tmpfs", sweep.runs]).status === 0;
}

test("a disk that is full in the middle of a point: code 3, what is complete is kept, --resume does the rest", async ({
  skip
}) => {
  const sweep = new SweepFixture(longPoint);
  skip(!mountSmall(sweep), "no file system can be mounted here");
  try {
    const runner = sweep.start();
    await inTheLongPoint(sweep);
    const filler = join(sweep.runs, "filler");
    expect(() => {
      for (;;) writeFileSync(filler, Buffer.alloc(65_536), {flag: "a"});
    }).toThrow("ENOSPC");
    const {exitCode, all} = await runner;
    expect([exitCode, all]).toEqual([3, expect.stringContaining("the disk is full")]);
    expect(sweep.processes()).toEqual([]);
    const before = sweep.manifest.points;
    expect(sweep.complete).toEqual(["bf16-i64-o16-c1#1"]);
    rmSync(filler);
    expect((await sweep.start("--resume")).exitCode).toBe(0);
    expect(sweep.complete).toHaveLength(3);
    expect(sweep.manifest.points[0]).toEqual(before[0]);
  } finally {
    spawnSync("umount", ["--lazy", sweep.runs]);
  }
});

test("a client that crashes: the point again with a new one, on the same server", async () => {
  const sweep = new SweepFixture(longPoint);
  const runner = sweep.start();
  process.kill(await victim(sweep, "client/cli"), "SIGKILL");
  const {exitCode, all} = await runner;
  expect([exitCode, all]).toEqual([0, expect.stringContaining("tried once more")]);
  expect(sweep.complete).toHaveLength(3);
  expect(sweep.manifest.servers.map(({server, status}) => `${server} ${status}`)).toEqual(["bf16 ok"]);
  expect(sweep.processes()).toEqual([]);
});

test("a GPU that is lost: recorded with its words, a new start tried, the sweep ends with code 1", async () => {
  const sweep = new SweepFixture({
    servers: {bf16: {flags: {"sim-fault": "gpu-lost:after=3"}}},
    load: {concurrency: [1, 2]}
  });
  left = sweep;
  const {exitCode, all} = await sweep.start();
  expect([exitCode, all]).toEqual([1, expect.stringMatching(/failed:/)]);
  const {servers} = sweep.manifest;
  expect(servers.some(({problem}) => problem !== null && /the GPU was lost/.test(problem))).toBe(true);
  expect(sweep.processes()).toEqual([]);
});

test("killed again and again at any moment: in the end every point is there once, and nothing was measured twice", async () => {
  const sweep = new SweepFixture({sentinel: "none", load: {concurrency: [1, 2, 3, 4]}, n_requests: 60});
  left = sweep;
  const seen = new Map<string, number | null>();
  for (const afterMs of [900, 1300, 1700, 2100, 2500, 3000]) {
    const runner = sweep.start("--resume");
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    runner.kill("SIGKILL");
    await runner;
    remember(sweep, seen);
  }
  const {exitCode} = await sweep.start("--resume");
  expect(exitCode).toBe(0);
  remember(sweep, seen);
  expect(sweep.complete.sort()).toEqual([1, 2, 3, 4].map((c) => `bf16-i64-o16-c${c}#1`));
  expect(sweep.processes()).toEqual([]);
});

/** A point that was complete once keeps its time for ever. */
function remember(sweep: SweepFixture, seen: Map<string, number | null>): void {
  if (sweep.complete.length === 0) return;
  for (const {point, status, start_epoch_s} of sweep.manifest.points) {
    if (status !== "ok") continue;
    if (seen.has(point)) expect(start_epoch_s).toBe(seen.get(point));
    seen.set(point, start_epoch_s);
  }
}
