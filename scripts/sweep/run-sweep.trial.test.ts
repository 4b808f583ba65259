import {readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {describe, expect, test} from "vitest";
import {loadHardware} from "../../loaders/hardware.js";
import {loadRun} from "../../loaders/run.js";
import {SweepFixture} from "./sweep-fixture.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("a sweep of the simulated target", () => {
  test("measures every point, stores what loaders take as it is, marks the sentinel, and leaves nothing else", async () => {
    const sweep = new SweepFixture({
      // with the cache on, no hit proves that the warm-up shares no prompt with what is measured
      servers: {bf16: {}, int4: {precision: "gptq-int4", flags: {"enable-prefix-caching": true}}},
      sentinel: "i64-o16-c2",
      load: {concurrency: [1, 2, 4, 8]},
      interval_ms: 50 // the whole sweep lasts a second or two
    });
    const report = await sweep.run();
    expect(report.failures).toEqual([]);
    expect(report.measured).toBe(12);
    expect(report.overhead_max_s).toBeGreaterThan(0);
    const {manifest} = sweep;
    expect(manifest.kind).toBe("simulated");
    expect(manifest.points.filter((point) => point.sentinel)).toHaveLength(6);
    expect(
      manifest.points.every((point) => point.clock_pair !== null && /^[0-9a-f]{64}$/.test(point.fingerprint!))
    ).toBe(true);
    const tables = loadRun(sweep.runs, "t", loadHardware(root));
    expect(tables.points.map((point) => `${point.status} ${point.n_completed}`)).toEqual(
      Array<string>(12).fill("ok 8")
    );
    expect(
      tables.points.every(
        (point) =>
          point.kind === "simulated" &&
          point.prefix_cache_hit_tokens === 0 &&
          point.clock === "pair" &&
          point.gpu === "h100-80gb-sxm"
      )
    ).toBe(true);
    expect(
      tables.servers.map((server) => [
        server.server,
        server.status,
        server.prefix_caching,
        server.kv_cache_tokens! > 1e5
      ])
    ).toEqual([
      ["bf16", "ok", false, true],
      ["int4", "ok", true, true]
    ]);
    expect(new Set(tables.telemetry.map((row) => row.server))).toEqual(new Set(["bf16", "int4"]));
    expect(readdirSync(join(sweep.runs, "t")).sort()).toEqual(["manifest.json", "points", "servers"]);
    expect(readdirSync(sweep.registry)).toEqual([]);
  });
});

describe("what goes wrong is recorded, and the sweep goes on", () => {
  test("a server that is expected to fail is evidence, not a failure; one that then starts is a finding", async () => {
    const sweep = new SweepFixture({
      servers: {printed: {flags: {"max-model-len": 131_072}, expect: "failure"}, fine: {expect: "failure"}},
      workloads: []
    });
    const report = await sweep.run();
    expect(report.expected_failures).toMatchObject([
      {server: "printed", problem: expect.stringContaining("131072") as string}
    ]);
    expect(report.failures).toEqual([{what: "server fine", problem: "was expected to fail and became ready"}]);
  });

  test("a server that dies in a point: a new start, the point again, nothing lost", async () => {
    const sweep = new SweepFixture({servers: {bf16: {flags: {"sim-fault": "die:after=15,times=1"}}}, sentinel: "none"});
    const report = await sweep.run();
    expect(report.failures).toEqual([]);
    expect(sweep.complete).toHaveLength(3);
    const {servers} = sweep.manifest;
    expect(servers.length).toBeGreaterThanOrEqual(2);
    expect(servers[0]).toMatchObject({
      server: "bf16",
      status: "failed",
      problem: expect.stringContaining("ended by SIGKILL") as string
    });
    expect(sweep.events.some((event) => event.kind === "point-failed" && event.retried)).toBe(true);
  });

  test("a full disk stops the sweep with what is complete kept; with room again --resume does the rest", async () => {
    const sweep = new SweepFixture({sentinel: "none"});
    let writes = 0;
    const full = (path: string, bytes: Uint8Array): void => {
      if (++writes > 12) throw Object.assign(new Error("ENOSPC: no space left on device"), {code: "ENOSPC"});
      writeFileSync(path, bytes);
    };
    await expect(sweep.run({write: full}).then((report) => report.failures)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("disk is full") as string
    });
    expect(readdirSync(sweep.registry)).toEqual([]);
    const kept = sweep.manifest.points.map((point) => point.start_epoch_s);
    await sweep.run({resume: true});
    expect(sweep.complete).toHaveLength(3);
    for (const start of kept) expect(sweep.manifest.points.map((point) => point.start_epoch_s)).toContain(start);
  });
});

describe("one run, one set of conditions", () => {
  test("other flags are refused by name, and nothing is measured", async () => {
    const sweep = new SweepFixture({load: {concurrency: [1]}});
    await sweep.run();
    sweep.write({load: {concurrency: [1, 2]}, servers: {bf16: {flags: {"max-num-seqs": 8}}}});
    await expect(sweep.run({resume: true})).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/other conditions: flags: .*max-num-seqs/) as string
    });
    expect(sweep.complete).toEqual(["bf16-i64-o16-c1#1"]);
  });

  test("a point that the spec now asks for otherwise is refused by name; one whose files are damaged is measured again", async () => {
    const sweep = new SweepFixture({load: {concurrency: [1]}});
    await sweep.run();
    sweep.write({load: {concurrency: [1]}, n_requests: 9});
    await expect(sweep.run({resume: true})).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("bf16-i64-o16-c1#1 (n_requests: 8 then, 9 now)") as string
    });
    sweep.write({load: {concurrency: [1]}});
    const stored = join(sweep.runs, "t", sweep.manifest.files.find((file) => file.role === "result")!.path);
    writeFileSync(stored, readFileSync(stored).subarray(0, 100));
    expect((await sweep.run({resume: true})).measured).toBe(1);
    expect(sweep.events).toContainEqual({
      kind: "note",
      text: expect.stringMatching(/c1#1 counts as not measured: .*changed since it was stored/) as string
    });
    expect(loadRun(sweep.runs, "t", loadHardware(root)).points).toMatchObject([{status: "ok", n_completed: 8}]);
  });

  test("no client that can run is an environment problem", async () => {
    const sweep = new SweepFixture({
      client: "vllm",
      targets: {laptop: {engine: "simulated", python: "/no/such/python"}}
    });
    await expect(sweep.run()).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("no client can run") as string
    });
  });
});
