import {mkdtempSync} from "node:fs";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import {planSweep} from "./plan.js";
import type {PlannedServer} from "./planned.js";
import {ProcessRegister} from "./process-register.js";
import {isAlive, processIdentity} from "./process-identity.js";
import {RunningServer} from "./running-server.js";
import {counterOf} from "./server-api.js";
import type {SpecServer, SpecTarget} from "./spec.js";

const folder = mkdtempSync(join(tmpdir(), "sweepbook-server-"));

function planned(server: SpecServer, target: SpecTarget = {}): PlannedServer {
  const spec = {
    name: "t",
    model: {name: "Qwen/Qwen2.5-7B-Instruct"},
    targets: {laptop: {engine: "simulated" as const, gpu: "h100-80gb-sxm", ...target}},
    servers: {s: server},
    workloads: []
  };
  return planSweep(spec, join(folder, "t.yaml")).servers[0]!;
}

let n = 0;
const start = (server: PlannedServer, start_s = 20, signal = new AbortController().signal) =>
  RunningServer.start(server, {
    log: join(folder, `${n++}.log`),
    start_s,
    stop_s: 5,
    register: new ProcessRegister(join(folder, "registry")),
    signal
  });

test("a server becomes ready, answers, and ends with its group", async () => {
  const server = await start(planned({}));
  if (!server.ok) throw new Error(server.problem);
  const leader = processIdentity(server.pid)!;
  expect(await server.api.isHealthy(2000)).toBe(true);
  const page = await server.api.metrics();
  expect(counterOf(page, "vllm:num_preemptions_total")).toBe(0);
  expect(counterOf(page, "no_such")).toBeNull();
  expect(await server.api.resetPrefixCache()).toBe(true);
  expect(server.death()).toBeNull();
  expect((await server.stop()).forced).toBe(false);
  expect(isAlive(leader)).toBe(false);
  expect(server.death()?.problem).toContain("ended with code 0");
});

test.each([
  ["oom", /ran out of memory|leave no GPU memory|GiB/],
  ["max-model-len", /above the .* tokens/],
  ["tp-gpus", /wants \d+ GPUs/],
  ["model-not-found", /not found/]
])("a start that fails by %s is told with cause and remedy", async (fault, problem) => {
  const failure = await start(planned({flags: {"sim-fault": fault}}));
  expect(failure.ok).toBe(false);
  if (failure.ok) return;
  expect(failure.problem).toMatch(problem);
  expect(failure.diagnosis?.remedy.length).toBeGreaterThan(5);
  expect(failure.tail.length).toBeGreaterThan(0);
});

test("a server that never gets healthy is ended at the time limit", async () => {
  const failure = await start(planned({flags: {"sim-fault": "never-healthy"}}), 2);
  expect(failure).toMatchObject({ok: false, problem: expect.stringContaining("not ready within 2 s") as string});
});

test("a port that a stranger listens on is told, and nobody is ended", async () => {
  const stranger = createServer();
  await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
  const {port} = stranger.address() as {port: number};
  const failure = await start(planned({}, {port}));
  expect(failure).toMatchObject({ok: false, problem: expect.stringContaining("port is taken") as string});
  expect(stranger.listening).toBe(true);
  stranger.close();
});

test("a program that is not there is told", async () => {
  const failure = await start({...planned({}), command: ["/no/such/vllm", "serve"]});
  expect(failure).toMatchObject({ok: false, problem: expect.stringContaining("cannot start") as string});
});

test("aborted while it waits, the server is ended", async () => {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 600);
  await expect(start(planned({flags: {"sim-fault": "never-healthy"}}), 30, abort.signal)).rejects.toThrow();
});
