import {existsSync, mkdtempSync, readFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {afterAll, beforeAll, expect, test} from "vitest";
import {hardwareRow, model} from "../../src/model/physics/fixtures/shapes.js";
import {calibratedStep} from "../../src/model/prediction/calibrated-step.js";
import {calibration} from "../../src/model/prediction/calibration.js";
import {startSimulated, type Running} from "../simulated/start-simulated.js";
import {metricsPage, startMetricsSampler} from "./metrics-sampler.js";
import {startSimulatedGpuSampler} from "./simulated-gpu-sampler.js";
import {telemetryHeader} from "./telemetry-header.js";

let server: Running;

beforeAll(async () => {
  server = await startSimulated(["--sim-gpu", "h100-80gb-sxm"]);
});
afterAll(() => server.stop());

const file = (): string => join(mkdtempSync(join(tmpdir(), "sweepbook-metrics-")), "samples.txt");

async function load(): Promise<void> {
  const body = {model: "Qwen/Qwen2.5-7B-Instruct", prompt: Array.from({length: 512}, (_, i) => i), max_tokens: 120};
  const post = {method: "POST", body: JSON.stringify({...body, ignore_eos: true})};
  await Promise.all([0, 1, 2].map(async () => (await fetch(`${server.base_url}/v1/completions`, post)).text()));
}

test("a page has vLLM's names and the configuration of the cache", async () => {
  const page = await metricsPage(server.base_url);
  expect(page).toMatch(/^vllm:kv_cache_usage_perc\{engine="0",model_name="Qwen\/Qwen2.5-7B-Instruct"\} 0$/m);
  expect(page).toMatch(/^vllm:cache_config_info\{block_size="16",.*num_gpu_blocks="6\d{4}"\} 1\.0$/m);
});

test("no page is told with the address", async () => {
  await expect(metricsPage("http://127.0.0.1:9")).rejects.toThrow("no /metrics page");
});

test("samples during a load, each headed by its instant and cut to the lines that matter", async () => {
  const path = file();
  const sampler = startMetricsSampler({path, base_url: server.base_url, interval_ms: 100, kind: "simulated"});
  const before = Date.now() / 1e3;
  const running = (): number[] =>
    [...readFileSync(path, "utf8").matchAll(/^vllm:num_requests_running\{.*\} (\d+)$/gm)].map((m) => Number(m[1]));
  // as often as it takes: on a busy machine a load may be over between two samples
  do await load();
  while (running().length < 4 || !running().includes(3));
  const summary = await sampler.stop();
  const text = readFileSync(path, "utf8");
  const instants = [...text.matchAll(/^# sweepbook_epoch_s (\d+\.\d{3})$/gm)].map((match) => Number(match[1]));
  expect(instants.length).toBe(summary.n_samples);
  expect(instants.length).toBeGreaterThanOrEqual(4);
  expect(instants[0]).toBeGreaterThan(before - 0.5);
  expect(Math.max(...running())).toBe(3);
  expect(text).not.toContain("_bucket");
  expect(text.split("\n").filter((line) => line.startsWith("vllm:")).length).toBe(8 * instants.length);
});

test("plays the card's telemetry in nvidia-smi's form, marked as simulated", async () => {
  const path = file();
  const sampler = startSimulatedGpuSampler({path, base_url: server.base_url, interval_ms: 50});
  const powersSoFar = (): number[] =>
    (existsSync(path) ? readFileSync(path, "utf8") : "")
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((row) => Number.parseFloat(row.split(", ")[7]!));
  while (powersSoFar().length === 0) await sleep(20); // idle
  do await load();
  while (Math.max(...powersSoFar()) <= 350);
  const summary = await sampler.stop();
  const [header, ...rows] = readFileSync(path, "utf8").trimEnd().split("\n");
  expect(header).toBe(telemetryHeader);
  expect(summary).toMatchObject({kind: "simulated", available: true, problem: null});
  const powers = rows.map((row) => Number.parseFloat(row.split(", ")[7]!));
  const {idleW} = calibratedStep(calibration, {
    arch: model("qwen2.5-7b"),
    precision: "bf16",
    gpu: hardwareRow("h100-80gb-sxm"),
    tensorParallel: 1
  });
  expect(Math.min(...powers)).toBeCloseTo(idleW, 0); // as fitted under load: idle boards were read at 121 to 125 W
  expect(Math.max(...powers)).toBeGreaterThan(350);
  expect(rows.every((row) => row.includes("SIMULATED-0"))).toBe(true);
});
