import {existsSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {describe, expect, test} from "vitest";
import {loadHardware} from "../../loaders/hardware.js";
import {loadRun} from "../../loaders/run.js";
import {SweepFixture} from "./sweep-fixture.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("a sweep of the simulated target", () => {
  test("open loop, repeats on a fresh server, and one name for each start", async () => {
    const sweep = new SweepFixture({load: {request_rate_per_s: [50]}, repeats: {count: 2, boots: 2}});
    await sweep.run();
    expect(sweep.manifest.servers.map((server) => server.server)).toEqual(["bf16", "bf16.2"]);
    expect(
      sweep.manifest.points.map((point) => [point.repeat, point.server, point.load, point.request_rate_per_s])
    ).toEqual([
      [1, "bf16", "open", 50],
      [2, "bf16.2", "open", 50]
    ]);
    expect(sweep.manifest.files.filter((file) => file.role === "server-log").map((file) => file.server)).toEqual([
      "bf16",
      "bf16.2"
    ]);
  });

  test("a trace in a closed loop and at its own times, a range of lengths, bursty arrivals", async () => {
    const sweep = new SweepFixture({
      workloads: [
        {trace: "calls.jsonl", load: {concurrency: [2], timestamps: true}},
        {input_tokens: {min: 64, max: 192}, output_tokens: {min: 8, max: 24}, load: {concurrency: [4]}},
        {input_tokens: 64, output_tokens: 8, load: {request_rate_per_s: [100], burstiness: 0.2}}
      ],
      n_requests: 40,
      sentinel: "none"
    });
    const calls = Array.from({length: 40}, (_, i) => ({timestamp: i / 10, input_length: 20 + i, output_length: 4}));
    writeFileSync(join(sweep.folder, "calls.jsonl"), calls.map((call) => JSON.stringify(call)).join("\n"));
    expect((await sweep.run()).failures).toEqual([]);
    const {requests} = loadRun(sweep.runs, "t", loadHardware(root));
    const of = (point: string) => requests.filter((row) => row.point_id.endsWith(`/bf16-${point}#1`));
    for (const point of ["calls-c2", "calls-t"]) {
      const lengths = of(point).map((row) => row.input_tokens);
      expect(lengths.sort((a, b) => a - b)).toEqual(calls.map((call) => call.input_length));
    }
    // the trace lasts 4 s and this server answers all of it at once in a tenth of that
    expect(Math.max(...of("calls-t").map((row) => row.start_s!))).toBeGreaterThan(1);
    const lengths = of("i64to192-o8to24-c4").map((row) => row.input_tokens);
    expect([Math.min(...lengths) >= 64, Math.max(...lengths) <= 192, new Set(lengths).size > 10]).toEqual([
      true,
      true,
      true
    ]);
    expect(sweep.manifest.points.find((point) => point.request_rate_per_s === 100)).toMatchObject({
      point: "bf16-i64-o8-r100-b0.2",
      burstiness: 0.2
    });
    const account = sweep.manifest.runner as {points: {point: string; trace?: {sha256: string}}[]};
    expect(account.points.find((each) => each.point === "bf16-calls-t")?.trace?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test("a search and a knee add points of their own and say what they found", async () => {
    const lengths = {input_tokens: 64, output_tokens: 16};
    const sweep = new SweepFixture({
      load: {concurrency: [1]},
      n_requests: {at_least: 11, per_stream: 1},
      searches: [
        {kind: "slo", name: "never", ...lengths, limits: {e2e_p50_ms: 0.001}, to: 4},
        {kind: "slo", name: "always", ...lengths, limits: {e2e_p50_ms: 60_000}, to: 4},
        {kind: "knee", ...lengths, to: 2}
      ]
    });
    const report = await sweep.run();
    expect(report.searches).toMatchObject([
      {name: "never", server: "bf16", binding: "e2e_p50_ms", result: {passed: null, failed: 1, complete: true}},
      {name: "always", binding: null, result: {passed: 4, failed: null, complete: true}},
      {name: "knee-3", result: {tested_to: 2, complete: true}}
    ]);
    expect(sweep.complete).toContain("bf16-i64-o16-c4#2");
  });

  test("adaptive repeats go on from five until the interval is narrow or the most is reached", async () => {
    const sweep = new SweepFixture({load: {concurrency: [1]}, repeats: {count: 1, until_half_width: 0.9, at_most: 8}});
    await sweep.run();
    expect(sweep.complete).toHaveLength(5);
    expect((sweep.manifest.runner as {adaptive: unknown[]}).adaptive).toMatchObject([
      {point: "bf16-i64-o16-c1", n: 5, why: "below target"}
    ]);
  });

  test("time that is used up leaves points out, keeps the last sentinel, and --resume measures them", async () => {
    const lengths = {input_tokens: 64, output_tokens: 16};
    const short = {...lengths, load: {concurrency: [1, 2, 4, 8]}};
    const long = {...lengths, load: {concurrency: [16]}, n_requests: 1_000_000};
    const sweep = new SweepFixture({workloads: [short, long], sentinel: "i64-o16-c1", servers: {bf16: {budget_s: 30}}});
    const first = await sweep.run();
    expect(first.left_out).toMatchObject([
      {why: "the server's budget_s (30 s) is used up", points: [{point: "bf16-i64-o16-c16"}]}
    ]);
    expect(first.failures).toEqual([]);
    expect(sweep.manifest.points.filter((point) => point.sentinel)).toHaveLength(3);
    sweep.write({workloads: [short, {...long, n_requests: 16}], sentinel: "i64-o16-c1"});
    expect((await sweep.run({resume: true})).measured).toBe(1);
    expect(sweep.complete).toContain("bf16-i64-o16-c16#1");
  });
});

describe("what goes wrong is recorded, and the sweep goes on", () => {
  test("a server that does not start: cause and remedy in the manifest, its log stored, the next server measured", async () => {
    const sweep = new SweepFixture({servers: {broken: {flags: {"sim-fault": "oom"}}, bf16: {}}});
    const report = await sweep.run();
    expect(report.failures).toHaveLength(1);
    expect(report.measured).toBe(3);
    expect(report.left_out[0]?.why).toBe("the server did not start");
    expect(sweep.manifest.servers[0]).toMatchObject({
      server: "broken",
      status: "failed",
      problem: expect.stringMatching(/memory/) as string
    });
    expect(sweep.manifest.files.some((file) => file.role === "server-log" && file.server === "broken")).toBe(true);
  });

  test("a server that always dies is given up after a few starts, and the other server is measured", async () => {
    const sweep = new SweepFixture({
      servers: {dying: {flags: {"sim-fault": "die:after=3"}}, bf16: {}},
      load: {concurrency: [1]}
    });
    const report = await sweep.run();
    expect(report.measured).toBe(1);
    expect(report.failures[0]).toMatchObject({what: "point dying-i64-o16-c1#1"});
    expect(sweep.manifest.points[0]).toMatchObject({
      status: "failed",
      problem: expect.stringContaining("ended") as string
    });
  });

  test("a request that hangs runs into the point's time limit; the point is recorded, the next one measured", async () => {
    const sweep = new SweepFixture({
      servers: {bf16: {flags: {"sim-fault": "hang:after=4,times=1"}}},
      load: {concurrency: [1, 2]},
      sentinel: "none",
      timeouts: {point_s: 30} // the second try starts its client anew within it
    });
    const report = await sweep.run();
    expect(sweep.events.some((event) => event.kind === "point-failed" && /within|limit|time/.test(event.problem))).toBe(
      true
    );
    expect(report.failures).toEqual([]); // the second try went well
    expect(sweep.complete).toHaveLength(2);
  });

  test("requests that fail are told, and the point is kept with its failures counted", async () => {
    const sweep = new SweepFixture({
      servers: {bf16: {flags: {"sim-fault": "status-500:after=4,times=2"}}},
      load: {concurrency: [1]}
    });
    const report = await sweep.run();
    expect(report.failures).toEqual([{what: "point bf16-i64-o16-c1#1", problem: "2 of 8 requests failed"}]);
    expect(loadRun(sweep.runs, "t", loadHardware(root)).points[0]).toMatchObject({
      status: "ok",
      n_failed: 2,
      n_completed: 6
    });
  });
});

describe("one run, one set of conditions", () => {
  test("a run that is there is not overwritten; --resume of a complete run measures nothing", async () => {
    const sweep = new SweepFixture({load: {concurrency: [1]}});
    await sweep.run();
    await expect(sweep.run()).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("--resume") as string
    });
    const before = sweep.manifest;
    expect((await sweep.run({resume: true})).measured).toBe(0);
    expect(sweep.manifest.points).toEqual(before.points);
    expect(sweep.manifest.servers).toEqual(before.servers);
  });

  test("more load levels may join a run later", async () => {
    const sweep = new SweepFixture({load: {concurrency: [1]}});
    await sweep.run();
    sweep.write({load: {concurrency: [1, 2]}});
    expect((await sweep.run({resume: true})).measured).toBe(1);
    expect(sweep.complete).toEqual(["bf16-i64-o16-c1#1", "bf16-i64-o16-c2#1"]);
  });

  test("two runners never work in one folder", async () => {
    const sweep = new SweepFixture({load: {concurrency: [1]}});
    const first = sweep.run();
    await sweep.until(() => existsSync(join(sweep.runs, "t", "manifest.json")));
    await expect(sweep.run({resume: true})).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("another runner") as string
    });
    expect((await first).measured).toBe(1);
  });
});
