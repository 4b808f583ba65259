import {mkdtempSync, writeFileSync} from "node:fs";
import {createServer, type ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, describe, expect, test} from "vitest";
import {readResult} from "../../loaders/vllm-result.js";
import {cardOf} from "../simulated/card.js";
import {vllmLog} from "../simulated/log.js";
import {parseOptions} from "../simulated/options.js";
import {simulatedServer, type SimulatedServer} from "../simulated/server.js";
import {prepareLoad, runLoad} from "./load.js";
import {parseLoadSpec} from "./load-spec.js";
import {benchResult, type BenchResult} from "./result.js";

const model = "Qwen/Qwen2.5-7B-Instruct";
const running: SimulatedServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

async function serve(...argv: string[]): Promise<string> {
  const options = parseOptions([model, "--port", "0", ...argv]);
  const server = await simulatedServer(
    options,
    cardOf(options),
    vllmLog(() => {}),
    () => {}
  );
  running.push(server);
  return `http://127.0.0.1:${server.port}`;
}

interface Arrays {
  input_lens: number[];
  output_lens: number[];
  ttfts: number[];
  itls: number[][];
  latencies: number[];
  start_times: number[];
  queue_times: number[];
  errors: string[];
}

async function load(url: string, argv: string[], signal = new AbortController().signal): Promise<BenchResult & Arrays> {
  const spec = parseLoadSpec(["--base-url", url, "--model", model, "--ignore-eos", ...argv]);
  return benchResult(spec, await runLoad(spec, await prepareLoad(spec), signal), new Date()) as BenchResult & Arrays;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

const constant = ["--sim-ttft-ms", "30", "--sim-itl-ms", "4"];
const short = ["--random-input-len", "20", "--random-output-len", "10"];

describe("closed loop", () => {
  test("keeps as many in flight as asked and writes what vLLM's client writes", async () => {
    const url = await serve(...constant);
    const argv = [...short, "--num-prompts", "12", "--max-concurrency", "4", "--metadata", "x_run=1"];
    const result = await load(url, [...argv, "--metric-percentiles", "50,99"]);
    expect(result).toMatchObject({
      backend: "openai",
      model_id: model,
      num_prompts: 12,
      x_run: "1",
      request_rate: "inf",
      max_concurrency: 4,
      completed: 12,
      failed: 0,
      total_input_tokens: 240,
      total_output_tokens: 120,
      max_concurrent_requests: 4
    });
    const read = readResult(JSON.parse(JSON.stringify(result)), "result.json");
    expect(read.problems).toEqual([]);
    expect(read).toMatchObject({n: 12, e2eSource: "latencies"});
    for (const name of ["ttft", "tpot", "itl", "e2el"]) {
      for (const statistic of ["mean", "median", "std", "p50", "p99"]) {
        expect(result[`${statistic}_${name}_ms`]).toBeTypeOf("number");
      }
    }
    expect(result["median_ttft_ms"]).toBeGreaterThan(30);
    expect(result["mean_ttft_ms"]).toBeCloseTo(mean(result.ttfts) * 1e3, 6); // the arrays are in s
    expect(result["mean_tpot_ms"]).toBeGreaterThan(3);
    const tpots = result.latencies.map((latency, i) => (latency - result.ttfts[i]!) / (result.output_lens[i]! - 1));
    expect(result["mean_tpot_ms"]).toBeCloseTo(mean(tpots) * 1e3, 6);
  });

  test("every prompt is exact and its own; lengths of a range stay in it", async () => {
    const url = await serve(...constant);
    const argv = ["--random-input-len", "100", "--random-output-len", "10", "--random-range-ratio", "0.5"];
    const result = await load(url, [...argv, "--num-prompts", "40"]);
    expect(Math.min(...result.input_lens)).toBeGreaterThanOrEqual(50);
    expect(Math.max(...result.input_lens)).toBeLessThanOrEqual(150);
    expect(new Set(result.input_lens).size).toBeGreaterThan(10);
    expect(Math.min(...result.output_lens)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...result.output_lens)).toBeLessThanOrEqual(15);
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/prompt_tokens_total\{.*\} \d{4}/);
  });

  test("prompts of two seeds share no block, of one seed all of them", async () => {
    const url = await serve("--sim-speed", "50");
    const argv = ["--random-input-len", "256", "--random-output-len", "1", "--num-prompts", "8", "--seed"];
    const hits = async (): Promise<number> => {
      const page = await (await fetch(`${url}/metrics`)).text();
      return Number(/prefix_cache_hits_total\{.*\} (\d+)/.exec(page)?.[1]);
    };
    await load(url, [...argv, "1"]);
    await load(url, [...argv, "2"]);
    expect(await hits()).toBe(0);
    await load(url, [...argv, "1"]);
    expect(await hits()).toBe(8 * 240);
  });

  test("words are brought to the length that the server counts", async () => {
    const url = await serve(...constant);
    const words = [...short, "--num-prompts", "6", "--prompt-form", "text"];
    expect((await load(url, words)).input_lens).toEqual([20, 20, 20, 20, 20, 20]);
    const chat = await load(url, [...short, "--num-prompts", "6", "--backend", "openai-chat"]);
    expect(chat.input_lens).toEqual([25, 25, 25, 25, 25, 25]); // the template's five beside the twenty asked
    expect(chat.output_lens).toEqual([10, 10, 10, 10, 10, 10]);
    expect(chat.itls[0]).toHaveLength(9);
  });
});

describe("open loop", () => {
  test("requests leave when they are due, whatever the server does", async () => {
    // It answers none before all are there: a client that waited for an answer would wait for ever.
    const held: ServerResponse[] = [];
    const answer = (response: ServerResponse): void => {
      response.writeHead(200, {"content-type": "text/event-stream"});
      response.end('data: {"choices": [{"text": " a", "finish_reason": "length"}]}\n\ndata: [DONE]\n\n');
    };
    const server = createServer((request, response) => {
      request.resume();
      if (request.url !== "/v1/completions") response.writeHead(404).end();
      else if (held.push(response) === 40) held.forEach(answer);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const result = await load(url, [...short, "--num-prompts", "40", "--request-rate", "20"]);
    server.close();
    expect(result).toMatchObject({completed: 40, max_concurrent_requests: 40, request_rate: 20});
    expect(Math.max(...result.start_times) - Math.min(...result.start_times)).toBeGreaterThan(0.5); // due over 2 s
  });

  test("waiting for a place counts from when the request was due", async () => {
    const url = await serve("--sim-ttft-ms", "50", "--sim-itl-ms", "1");
    const argv = [...short, "--num-prompts", "10", "--request-rate", "1000", "--max-concurrency", "1"];
    const result = await load(url, argv);
    const waits = result.queue_times;
    expect(waits.at(-1)).toBeGreaterThan(0.5); // nine answers of 60 ms before it
    expect(waits.every((wait, i) => i === 0 || wait > waits[i - 1]!)).toBe(true);
    // and is not in the TTFT: the last waited for the nine before it, less the 10 ms after which it was due
    expect(sum(result.ttfts.slice(0, 9))).toBeLessThan(waits.at(-1)! + 0.02);
  });

  test("a trace gives lengths, instants and shared beginnings", async () => {
    const url = await serve("--sim-speed", "50");
    const path = join(mkdtempSync(join(tmpdir(), "sweepbook-trace-")), "trace.jsonl");
    const row = (timestamp: number, input_length: number, hash_ids: number[]) =>
      JSON.stringify({timestamp, input_length, output_length: 3, hash_ids});
    writeFileSync(path, [row(0, 64, [1, 2, 3, 4]), row(1, 50, [1, 2, 3, 9])].join("\n"));
    const argv = ["--dataset-name", "timed_trace", "--dataset-path", path, "--num-prompts", "2"];
    const result = await load(url, argv);
    expect(result.input_lens).toEqual([64, 50]);
    expect(result.start_times[1]! - result.start_times[0]!).toBeGreaterThan(0.5); // due 1 s apart
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/prefix_cache_hits_total\{.*\} 48\n/);
    await expect(load(url, [...argv.slice(0, -1), "3"])).rejects.toThrow("fewer than 3 lines");
    writeFileSync(path, "{}\n");
    await expect(load(url, [...argv.slice(0, -1), "1"])).rejects.toThrow(/trace\.jsonl:1: timestamp/);
  });
});

describe("faults", () => {
  const argv = [...short, "--num-prompts", "8", "--max-concurrency", "2"];

  test.each([
    ["status-500:after=2,times=2", /HTTP 500: .*encountered an issue/, 2],
    ["status-429:after=7", /HTTP 429/, 1],
    ["half-stream:after=3,times=1", /broke off/, 1],
    ["garbage:after=3,times=1", /broke off|not a server-sent event|socket hang up/, 1]
  ])("%s fails those requests and no others", async (fault, message, failed) => {
    const url = await serve(...constant, "--sim-fault", fault);
    const result = await load(url, argv);
    expect(result).toMatchObject({completed: 8 - failed, failed});
    for (const [i, error] of result.errors.entries()) {
      if (error === "") continue;
      expect(error).toMatch(message);
      expect([result.ttfts[i], result.itls[i], result.latencies[i], result.output_lens[i]]).toEqual([0, [], 0, 0]);
    }
  });

  test("a request that hangs fails at its time limit; the others go on", async () => {
    const url = await serve(...constant, "--sim-fault", "hang:after=1,times=1");
    const result = await load(url, [...argv, "--request-timeout-s", "3"]);
    expect(result).toMatchObject({completed: 7, failed: 1});
    expect(result.errors.find((error) => error !== "")).toBe("no end within 3 s");
  });

  test("no server at all fails every request, at once", async () => {
    const result = await load("http://127.0.0.1:9", argv);
    expect(result).toMatchObject({completed: 0, failed: 8, mean_ttft_ms: 0});
    expect(result.errors[0]).toMatch(/ECONNREFUSED/);
  });

  test("an abort ends it and leaves no request in flight", async () => {
    const url = await serve("--sim-ttft-ms", "5000");
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(new Error("stop now")), 150);
    await expect(load(url, argv, interrupt.signal)).rejects.toThrow("stop now");
    await expect
      .poll(async () =>
        (await (await fetch(`${url}/metrics`)).text()).includes(
          'requests_running{engine="0",model_name="Qwen/Qwen2.5-7B-Instruct"} 0'
        )
      )
      .toBe(true);
  });
});

test("options that make no sense are refused with flag and value", () => {
  const parse = (...argv: string[]) => parseLoadSpec(["--model", "m", ...argv]);
  expect(() => parse("--request-rate", "0")).toThrow(/--request-rate/);
  expect(() => parse("--num-prompts", "many")).toThrow("--num-prompts");
  expect(() => parse("--endpoint", "/v2")).toThrow(/--endpoint.*"\/v2"/);
  expect(() => parse("--backend", "openai-chat", "--prompt-form", "ids")).toThrow("chat takes no token ids");
});

test("the result keeps to the file's key order of vLLM, without texts", async () => {
  const url = await serve(...constant);
  const keys = Object.keys(await load(url, [...short, "--num-prompts", "1"]));
  expect(keys.slice(0, 7)).toEqual([
    "date",
    "endpoint_type",
    "backend",
    "label",
    "model_id",
    "tokenizer_id",
    "num_prompts"
  ]);
  expect(keys).not.toContain("generated_texts");
});
