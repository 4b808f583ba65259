import {appendFileSync, cpSync, rmSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {loadHardware} from "./hardware.js";
import type {ManifestPoint} from "./manifest.js";
import {loadRun, type RunTables} from "./run.js";
import {realRuns, realText, repository, seedResult} from "./testing/real.js";
import {temporaryFolder, writeTestRun, type TestFile} from "./testing/run-folder.js";

const hardware = loadHardware(repository);

describe("the Qwen2.5-7B run, as it was accounted for by hand", () => {
  const tables = loadRun(realRuns, "h100-bf16", hardware);
  // Output tok/s, TTFT p50 ms, TPOT p50 and p99 ms, board W, SM clock mean MHz, share at the power cap, J per output token.
  const account: Record<string, [number, number, number, number, number, number, number, number]> = {
    "i2048-o512-c1#1": [159, 58, 6.17, 6.24, 444, 1977, 0.11, 2.79],
    "i2048-o512-c4#1": [586, 186, 6.53, 6.84, 462, 1954, 0.16, 0.788],
    "i2048-o512-c8#1": [1070, 313, 6.87, 7.35, 483, 1940, 0.18, 0.451],
    "i2048-o512-c16#1": [1918, 471, 7.47, 8.17, 536, 1900, 0.24, 0.279],
    "i2048-o512-c32#1": [3060, 714, 9.08, 10.23, 581, 1830, 0.33, 0.19],
    "i2048-o512-c64#1": [4204, 867, 13.55, 14.97, 630, 1769, 0.43, 0.15],
    "i2048-o512-c128#1": [5362, 1643, 20.8, 23.22, 686, 1692, 0.68, 0.128],
    "i256-o256-c1#1": [157, 24, 6.3, 6.44, 432, 1980, 0, 2.74],
    "i256-o256-c32#1": [4156, 210, 6.87, 7.42, 518, 1943, 0.26, 0.125],
    "i8192-o128-c1#1": [124, 227, 6.47, 6.75, 487, 1901, 0.46, 3.93],
    "i8192-o128-c8#1": [409, 1001, 11.85, 17.89, 622, 1657, 0.75, 1.52],
    "i2048-o512-r4#1": [1883, 71, 8.66, 9.76, 538, 1897, 0.78, 0.286],
    "i2048-o512-c1#2": [157, 58, 6.27, 6.33, 447, 1977, 0.09, 2.85]
  };
  test.each(Object.entries(account))("%s", (id, [rate, ttft, p50, p99, watts, mhz, cap, joules]) => {
    const row = tables.points.find(({point_id}) => point_id === `measured/h100-bf16/${id}`)!;
    expect(row).toMatchObject({
      status: "ok",
      problems: null,
      energy_valid: true,
      n_failed: 0,
      n_short: 0,
      gpu: "h100-80gb-sxm"
    });
    expect(Math.abs(row.output_tokens_per_s! - rate)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(row.ttft_p50_ms! - ttft)).toBeLessThanOrEqual(0.7);
    expect(Math.abs(row.tpot_p50_ms! - p50)).toBeLessThanOrEqual(0.005);
    expect(Math.abs(row.tpot_p99_ms! - p99)).toBeLessThanOrEqual(0.005);
    // The window's ends were found a little differently by hand: half a percent, one sample of clock and cap.
    expect(Math.abs(row.power_mean_w! / watts - 1)).toBeLessThan(0.005);
    expect(Math.abs(row.energy_j_per_output_token! / joules - 1)).toBeLessThan(0.006);
    expect(Math.abs(row.sm_clock_mean_mhz! - mhz)).toBeLessThan(2);
    expect(Math.abs(row.power_cap_share! - cap)).toBeLessThan(0.011);
  });

  test("prefix cache hits are those of the warm-up's prompts", () => {
    expect(tables.points[0]).toMatchObject({prefix_cache_hit_tokens: 4064, n_preemptions: 0, kv_cache_usage_max: null});
  });

  test("peak concurrency comes from starts and ends, never above what was asked", () => {
    for (const {load, concurrency, concurrency_max} of tables.points) {
      if (load === "closed") expect(concurrency_max).toBe(concurrency);
    }
    expect(tables.points.find(({point}) => point === "i2048-o512-r4")).toMatchObject({
      load: "open",
      request_rate_per_s: 4,
      concurrency: null,
      burstiness: 1
    });
  });

  test("all points share one offset, with its uncertainty", () => {
    const {clock, clock_uncertainty_s} = tables.points[0]!;
    expect(clock).toBe("offset");
    expect(clock_uncertainty_s).toBeCloseTo(2.774, 3);
    expect(new Set(tables.points.map((row) => row.clock_uncertainty_s)).size).toBe(1);
  });

  test("telemetry lies on one axis with the points", () => {
    expect(tables.telemetry).toHaveLength(2564);
    const inWindow = tables.telemetry.filter(({point_id}) => point_id === "measured/h100-bf16/i2048-o512-c128#1");
    expect(inWindow).toHaveLength(365);
    expect(tables.telemetry[0]).toMatchObject({
      point_id: null,
      power_w: 121.69,
      power_limit_w: 700,
      power_capped: false
    });
  });

  test("gaps are those of the answers, every one counted", () => {
    const gaps = tables.itl.filter(({point_id}) => point_id === "measured/h100-bf16/i2048-o512-c128#1");
    expect(gaps.reduce((sum, {n}) => sum + n, 0)).toBe(387_309);
  });

  test("the server's row says what its log says", () => {
    expect(tables.servers).toEqual([
      expect.objectContaining({
        status: "ok",
        problems: null,
        gpu_name: "NVIDIA H100 80GB HBM3",
        driver: "580.159.04",
        cuda: "13.0",
        weights: "dummy",
        kv_cache_tokens: 1_041_472,
        power_limit_w: 700,
        prefix_caching: true
      })
    ]);
  });
});

test("the Llama-3.1-8B run has a clock pair a point and no cache hit", () => {
  const {points} = loadRun(realRuns, "h100-llama-3.1-8b", hardware);
  expect(points.map(({output_tokens_per_s}) => Math.round(output_tokens_per_s! * 10) / 10)).toEqual([
    148.5, 538.4, 1633.6, 3315.3, 353.5, 3921.4
  ]);
  const account = [441, 472, 530, 662, 621, 545];
  for (const [i, row] of points.entries()) {
    expect(row).toMatchObject({
      status: "ok",
      problems: null,
      clock: "pair",
      prefix_cache_hit_tokens: 0,
      energy_valid: true
    });
    expect(row.clock_uncertainty_s).toBeLessThan(1e-4);
    expect(Math.abs(row.power_mean_w! / account[i]! - 1)).toBeLessThan(0.007);
  }
});

describe("what is wrong with a raw file is said of its point or server, and gives no number", () => {
  const result = (text: string, more: Partial<TestFile> = {}): TestFile => ({
    path: "p.json",
    role: "result",
    text,
    point: "p",
    ...more
  });
  function load(files: TestFile[], points: (Partial<ManifestPoint> & {point: string})[] = [{point: "p"}]): RunTables {
    const runs = temporaryFolder();
    writeTestRun(runs, "r", files, points);
    return loadRun(runs, "r", hardware);
  }
  const damage = (change: (fields: Record<string, any>) => void): string => {
    const fields = JSON.parse(seedResult()) as Record<string, any>;
    change(fields);
    return JSON.stringify(fields);
  };
  const expectFailed = (tables: RunTables, problem: RegExp): void => {
    const [row] = tables.points;
    expect(row).toMatchObject({
      status: "failed",
      output_tokens_per_s: null,
      ttft_p50_ms: null,
      energy_j: null,
      energy_valid: false
    });
    expect(row!.problems).toMatch(problem);
    expect(tables.itl).toEqual([]);
  };

  test("the seed itself is fine", () => {
    const [row] = load([result(seedResult())]).points;
    expect(row).toMatchObject({status: "ok", problems: null, n_completed: 32, clock: "none", energy_valid: false});
    expect(row!.energy_reasons).toBe("no telemetry was recorded; no clock ties the result to UTC");
  });

  test("truncated JSON", () => {
    expectFailed(load([result(seedResult().slice(0, 50_000))]), /^p\.json\.gz: the JSON is cut off: /);
  });

  test("a bare NaN in a summary is said, and does no harm to what is recomputed", () => {
    const text = seedResult().replace(/"p99_ttft_ms": [\d.]+/, '"p99_ttft_ms": NaN');
    const [row] = load([result(text)]).points;
    expect(row).toMatchObject({status: "ok", problems: "p99_ttft_ms holds a bare NaN, which is not JSON"});
    expect(row!.ttft_p99_ms).toBeGreaterThan(0);
  });

  test("a bare NaN in an array", () => {
    const text = seedResult().replace(/"ttfts": \[[\d.]+/, '"ttfts": [NaN');
    expectFailed(
      load([result(text)]),
      /^p\.json\.gz: ttfts\[0\] is not a number of seconds: null; ttfts holds a bare NaN/
    );
  });

  test("JSON lines: each object is a repeat", () => {
    const holds = [1, 2].map((repeat) => ({point: "p", repeat}));
    const file: TestFile = {
      path: "p.json",
      role: "result",
      text: `${seedResult().trim()}\n${seedResult().slice(0, 900)}`,
      holds
    };
    const {points} = load([file], [{point: "p"}, {point: "p", repeat: 2}]);
    expect(points.map(({point_id, status}) => [point_id, status])).toEqual([
      ["measured/r/p#1", "ok"],
      ["measured/r/p#2", "failed"]
    ]);
    expect(points[1]!.problems).toMatch(/object 2: the JSON is cut off/);
  });

  test("more results in a file than the manifest lists", () => {
    expectFailed(
      load([result(`${seedResult()}\n${seedResult()}`)]),
      /^p\.json\.gz: holds 2 results where the manifest lists 1$/
    );
  });

  test("nothing but failures", () => {
    const text = damage((x) => {
      x["errors"].fill("ServerDisconnectedError");
      x["output_lens"].fill(0);
      Object.assign(x, {completed: 0, failed: 32});
    });
    const tables = load([result(text)]);
    expectFailed(tables, /^all 32 requests failed: ServerDisconnectedError$/);
    expect(tables.points[0]).toMatchObject({n_requests: 32, n_completed: 0, n_failed: 32});
    expect(tables.requests.every(({ok, ttft_ms}) => !ok && ttft_ms === null)).toBe(true);
  });

  test("some failures: they count, and their latencies do not", () => {
    const text = damage((x) => {
      x["errors"][3] = "TimeoutError";
      x["ttfts"][3] = 500;
    });
    const [row] = load([result(text)]).points;
    expect(row).toMatchObject({status: "ok", n_failed: 1, n_completed: 31});
    expect(row!.ttft_p99_ms).toBeLessThan(2000);
    expect(row!.problems).toMatch(/^1 of 32 requests failed; .*completed is printed as 32 but the arrays give 31/);
  });

  test("wrong types", () => {
    expectFailed(load([result(damage((x) => (x["duration"] = "11.6")))]), /^p\.json\.gz: duration: .*: "11\.6"$/);
  });

  test("no arrays", () => {
    const text = damage((x) => ["itls", "ttfts", "errors"].forEach((key) => delete x[key]));
    expectFailed(load([result(text)]), /^p\.json\.gz: itls is missing: .*--save-detailed$/);
  });

  test("missing e2el: it is recomputed all the same", () => {
    const text = damage((x) =>
      Object.keys(x)
        .filter((key) => key.includes("e2el"))
        .forEach((key) => delete x[key])
    );
    const [row] = load([result(text)]).points;
    expect(row).toMatchObject({status: "ok", problems: null});
    expect(row!.e2e_p50_ms).toBeGreaterThan(2000);
  });

  test("a shorter output than asked", () => {
    const text = damage((x) => {
      x["output_lens"][0] = 100;
      x["total_output_tokens"] -= 28;
    });
    const [row] = load([result(text)], [{point: "p", output_tokens: 128, n_requests: 32}]).points;
    expect(row).toMatchObject({status: "ok", n_short: 1, output_tokens: 128});
    expect(row!.problems).toContain("1 of 32 answers are shorter than the 128 tokens asked");
    expect(row!.output_tokens_mean).toBeCloseTo(128 - 28 / 32, 9);
  });

  test("another load than the manifest says", () => {
    const [row] = load([result(seedResult())], [{point: "p", concurrency: 16, n_requests: 33}]).points;
    expect(row!.problems).toBe(
      "concurrency asked is 16 but the result says 8; number of requests asked is 33 but the result says 32"
    );
  });

  test("no result file, or a point that the runner calls failed", () => {
    expectFailed(load([]), /^no result file$/);
    const failed = {point: "p", status: "failed", problem: "the client timed out"} as const;
    expectFailed(load([result(seedResult())], [failed]), /^the client timed out$/);
  });

  test("no log", () => {
    const {servers} = load([result(seedResult())]);
    expect(servers[0]).toMatchObject({
      status: "unknown",
      kv_cache_tokens: null,
      problems: "no server log: memory, KV cache and kernels are not known"
    });
  });

  test("a log that is cut off before the server was up", () => {
    const whole = realText("h100-llama-3.1-8b", "server.log");
    const log = whole.slice(0, whole.indexOf("Available KV cache"));
    const {servers} = load([result(seedResult()), {path: "server.log", role: "server-log", text: log}]);
    expect(servers[0]).toMatchObject({
      status: "failed",
      problems: "the log ends before the server was up",
      model_memory_gib: 15,
      kv_cache_tokens: null
    });
  });

  test("telemetry cut mid-line, and with a gap inside the window", () => {
    const clock_pair = {epoch_s: 1795518812.6706448, monotonic_s: 325.364295067, error_s: 0};
    const lines = realText("h100-llama-3.1-8b", "telemetry.csv").split("\n");
    const telemetry = (text: string): TestFile => ({path: "telemetry.csv", role: "telemetry", text});
    const whole = load([result(seedResult()), telemetry(lines.join("\n"))], [{point: "p", clock_pair}]);
    expect(whole.points[0]).toMatchObject({energy_valid: true, problems: null});
    expect(whole.points[0]!.power_mean_w).toBeCloseTo(617.4, 1);

    const inside = lines.findIndex((line) => line.startsWith("2026/11/24 11:13:40"));
    const cut = load(
      [result(seedResult()), telemetry(`${lines.slice(0, inside).join("\n")}\n${lines[inside]!.slice(0, 40)}`)],
      [{point: "p", clock_pair}]
    );
    expect(cut.servers[0]!.problems).toMatch(/^telemetry\.csv\.gz, line \d+: cut off, left out; /);
    expect(cut.points[0]).toMatchObject({status: "ok", energy_valid: false, energy_j: null, power_mean_w: null});
    expect(cut.points[0]!.problems).toMatch(/^energy: telemetry ends [\d.]+ s before the window ends$/);

    const holed = [...lines.slice(0, inside), ...lines.slice(inside + 20)].join("\n");
    const gap = load([result(seedResult()), telemetry(holed)], [{point: "p", clock_pair}]);
    expect(gap.points[0]!.energy_reasons).toMatch(/^telemetry has a gap of [34]\.\d s in the measured window$/);
  });

  test("telemetry of more GPUs than served, and nothing that says which", () => {
    const two = realText("h100-llama-3.1-8b", "telemetry.csv")
      .split("\n")
      .flatMap((line) => [line, line.replace(", 0, ", ", 1, ")])
      .slice(1)
      .join("\n");
    const [row] = load([result(seedResult()), {path: "telemetry.csv", role: "telemetry", text: two}]).points;
    expect(row!.energy_reasons).toContain("telemetry shows 2 GPUs, the server used 1, and nothing says which");
  });

  test("a metrics page that is none, and counters that fall", () => {
    const page = (role: "metrics-before" | "metrics-after", text: string): TestFile => ({
      path: `p.${role}.txt`,
      role,
      text,
      point: "p"
    });
    const broken = load([result(seedResult()), page("metrics-before", "<html>\n404\n")]);
    expect(broken.points[0]!.problems).toBe('p, metrics before, line 1: not a Prometheus sample: "<html>"');
    const fallen = load([
      result(seedResult()),
      page("metrics-before", "vllm:num_preemptions_total 5\n"),
      page("metrics-after", "vllm:num_preemptions_total 1\n")
    ]);
    expect(fallen.points[0]).toMatchObject({
      n_preemptions: null,
      problems: "vllm:num_preemptions_total falls from 5 to 1: the server was started again within the point"
    });
  });

  test("pages taken while the requests ran give the highest KV use, others do not", () => {
    const clock_pair = {epoch_s: 1795518812.6706448, monotonic_s: 325.364295067, error_s: 0};
    const page = (epochS: number, use: number): string =>
      `# sweepbook_epoch_s ${epochS}\nvllm:kv_cache_usage_perc ${use}\n`;
    const kv = (text: string): number | null => {
      const files = [result(seedResult()), {path: "p.during.txt", role: "metrics-during" as const, text, point: "p"}];
      return load(files, [{point: "p", clock_pair}]).points[0]!.kv_cache_usage_max;
    };
    expect(kv(page(1795518815, 0.25) + page(1795518820, 0.5) + page(1795518830, 0.9))).toBe(0.5);
    expect(kv(page(1795518810, 0))).toBeNull();
  });

  test("a file that was changed, or removed, after it was stored", () => {
    const runs = temporaryFolder();
    cpSync(join(realRuns, "h100-llama-3.1-8b"), join(runs, "h100-llama-3.1-8b"), {recursive: true});
    const at = (name: string): string => join(runs, "h100-llama-3.1-8b", name);
    appendFileSync(at("i2048-o512-c1.json.br"), "x");
    rmSync(at("i2048-o512-c4.json.br"));
    appendFileSync(at("server.log.br"), "x");
    appendFileSync(at("telemetry.csv.br"), "x");
    const {points, servers} = loadRun(runs, "h100-llama-3.1-8b", hardware);
    expect(points[0]).toMatchObject({status: "failed", output_tokens_per_s: null});
    expect(points[0]!.problems).toMatch(/^i2048-o512-c1\.json\.br: changed since it was stored/);
    expect(points[1]!.problems).toMatch(/^i2048-o512-c4\.json\.br: the manifest lists this file but it cannot be read/);
    expect(points[2]).toMatchObject({status: "ok", energy_valid: false});
    expect(servers[0]!.problems).toMatch(/telemetry\.csv\.br: changed since .*; server\.log\.br: changed since/);
    expect(servers[0]!.kv_cache_tokens).toBeNull();
  });
});
