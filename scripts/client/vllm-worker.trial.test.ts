import {spawnSync} from "node:child_process";
import {mkdtempSync, readFileSync, existsSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {afterEach, describe, expect, test} from "vitest";
import {warmupOf, type Client, type PointPlan} from "./client.js";
import {vllmProcessClient} from "./vllm-process.js";
import {vllmWorkerClient} from "./vllm-worker.js";

const stub = fileURLToPath(new URL("./fixtures/stub-vllm", import.meta.url));
const open: Client[] = [];

afterEach(async () => {
  for (const client of open.splice(0)) await client.close();
});

function worker(fault = "", more: Record<string, string> = {}): Client {
  const environment = {PYTHONPATH: stub, STUB_VLLM_FAULT: fault, ...more};
  const client = vllmWorkerClient({python: ["python3"], environment});
  open.push(client);
  return client;
}

function process(fault = ""): Client {
  const client = vllmProcessClient({command: [join(stub, "bin/vllm")], environment: {STUB_VLLM_FAULT: fault}});
  open.push(client);
  return client;
}

function plan(more: Partial<PointPlan> = {}): PointPlan {
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-vllm-"));
  return {
    base_url: "http://127.0.0.1:9",
    model: "m",
    tokenizer: "tok",
    endpoint: "/v1/completions",
    workload: {kind: "random", input_tokens: 64, output_tokens: 8, range_ratio: 0},
    load: {kind: "closed", concurrency: 4},
    n_requests: 6,
    seed: 1001,
    result_path: join(folder, "point.json"),
    log_path: join(folder, "point.stdout.txt"),
    metadata: {x_point: "c4"},
    request_timeout_s: null,
    timeout_s: 20,
    extra_arguments: [],
    ...more
  };
}

interface Result {
  completed: number;
  x_point: string;
  seed?: number;
  start_times: number[];
  generated_texts: string[];
}

const result = (path: string | null): Result => JSON.parse(readFileSync(path!, "utf8")) as Result;

const hasPython = spawnSync("python3", ["--version"]).status === 0;

describe.skipIf(!hasPython).each([
  ["worker", worker],
  ["process", process]
] as const)("vLLM's client as a %s", (name, make) => {
  test("starts, says its version and measures", async () => {
    const client = make();
    expect(await client.start()).toEqual({version: "0.0.0+stub"});
    const point = plan();
    const measured = await client.measure(point);
    expect(measured).toMatchObject({ok: true, problem: null, completed: 6, failed: 0});
    const written = result(point.result_path);
    expect(written).toMatchObject({completed: 6, x_point: "c4"});
    expect(existsSync(`${point.result_path}.part`)).toBe(false);
    expect(readFileSync(point.log_path!, "utf8")).toContain("Namespace(");
    // the pair and the result's own starts are on one clock
    const pair = measured.clock_pair!;
    const startUtc = pair.epoch_s + written.start_times[0]! - pair.monotonic_s;
    const slack = pair.error_s + 0.01; // epochs of two programs
    expect(startUtc).toBeGreaterThan(measured.start_epoch_s - slack);
    expect(startUtc).toBeLessThan(measured.end_epoch_s + slack);
  });

  test("warms up with prompts of another seed and keeps no result", async () => {
    const client = make();
    const point = plan();
    const warm = warmupOf(point, 2);
    expect((await client.measure(warm)).ok).toBe(true);
    expect(existsSync(point.result_path!)).toBe(false);
    expect(warm.seed).not.toBe(point.seed);
  });

  test.each([
    ["raise", /Invalid result|code 1/],
    ["crash", /code 9/],
    ["half-result", /not whole/],
    ["failed-requests", /every request failed: Connection refused/]
  ])("tells a %s and leaves no result that is not whole", async (fault, problem) => {
    const point = plan();
    const measured = await make(fault).measure(point);
    expect(measured.ok).toBe(false);
    expect(measured.problem).toMatch(problem);
    expect(existsSync(point.result_path!)).toBe(fault === "failed-requests");
    expect(existsSync(`${point.result_path}.part`)).toBe(false);
  });

  test("ends a call that hangs, by its time limit", async () => {
    const measured = await make("hang").measure(plan({timeout_s: 1}));
    expect(measured.problem).toMatch(/within 1 s/);
  });

  test("ends a call on abort and passes the reason on", async () => {
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(new Error("interrupted by a test")), 300);
    await expect(make("hang").measure(plan(), interrupt.signal)).rejects.toThrow("interrupted by a test");
  });

  test("says when it cannot run here", async () => {
    const client =
      name === "worker" ? worker("no-import") : vllmProcessClient({command: ["/nonexistent/vllm"], environment: {}});
    await expect(client.start()).rejects.toMatchObject({exitCode: 3});
  });
});

test.skipIf(!hasPython)("the worker is started again after it has died", async () => {
  const client = worker();
  await client.measure(plan());
  expect((await client.measure(plan({timeout_s: 0.01}))).ok).toBe(false);
  expect((await client.measure(plan())).ok).toBe(true);
});

test.skipIf(!hasPython)("prompts made ahead are those of the call itself", async () => {
  const list = join(mkdtempSync(join(tmpdir(), "sweepbook-vllm-")), "made");
  const seeds = (): number[] => readFileSync(list, "utf8").trim().split("\n").map(Number);
  const client = worker("", {STUB_VLLM_MADE: list});
  const [ahead, plain] = [plan(), plan()];
  const warmup = warmupOf(ahead, 2);
  const warm = client.measure(warmup);
  await client.prepare(ahead);
  await warm;
  expect(seeds().sort((a, b) => a - b)).toEqual([ahead.seed, warmup.seed]);
  expect((await client.measure(ahead)).prompts_s).not.toBeNull();
  expect(seeds()).toHaveLength(2); // not made again
  await client.measure(plain);
  expect(seeds().slice(2)).toEqual([plain.seed]);
  expect(result(ahead.result_path).generated_texts).toEqual(result(plain.result_path).generated_texts);
});
