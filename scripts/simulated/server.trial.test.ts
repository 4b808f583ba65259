import {afterEach, describe, expect, test} from "vitest";
import {parseServerLog} from "../../loaders/server-log.js";
import {parsePrometheus, sumOf} from "../../loaders/prometheus.js";
import {diagnose} from "../sweep/failures.js";
import {cardOf} from "./card.js";
import {vllmLog} from "./log.js";
import {parseOptions} from "./options.js";
import {simulatedServer, type SimulatedServer} from "./server.js";
import {portTaken, startFailure} from "./start-failure.js";
import {logFailure, logLoad, logStart} from "./startup.js";

const model = "Qwen/Qwen2.5-7B-Instruct";
const running: SimulatedServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

async function serve(...argv: string[]): Promise<{url: string; died: () => boolean}> {
  const options = parseOptions([model, "--port", "0", "--sim-startup-s", "0", ...argv]);
  let died = false;
  const server = await simulatedServer(
    options,
    cardOf(options),
    vllmLog(() => {}),
    () => {
      died = true;
    }
  );
  running.push(server);
  return {url: `http://127.0.0.1:${server.port}`, died: () => died};
}

async function post(url: string, path: string, body: object): Promise<{status: number; text: string}> {
  const response = await fetch(url + path, {method: "POST", body: JSON.stringify(body)});
  return {status: response.status, text: await response.text()};
}

function events(text: string): unknown[] {
  const data = text.split("\n\n").filter((each) => each !== "");
  expect(data.at(-1)).toBe("data: [DONE]");
  return data.slice(0, -1).map((each) => JSON.parse(each.slice(6)) as unknown);
}

const stream = {model, stream: true, stream_options: {include_usage: true}, ignore_eos: true};

describe("answers", () => {
  test("a completion streams one chunk a token, then usage", async () => {
    const {url} = await serve("--sim-ttft-ms", "5", "--sim-itl-ms", "1");
    const {text} = await post(url, "/v1/completions", {...stream, prompt: [1, 2, 3], max_tokens: 4});
    const all = events(text);
    expect(all).toHaveLength(5);
    expect(all[0]).toMatchObject({object: "text_completion", choices: [{finish_reason: null}], usage: null});
    expect(all[3]).toMatchObject({choices: [{finish_reason: "length"}]});
    expect(all[4]).toMatchObject({choices: [], usage: {prompt_tokens: 3, completion_tokens: 4, total_tokens: 7}});
  });

  test("a chat streams the role first and counts its template", async () => {
    const {url} = await serve("--sim-ttft-ms", "5", "--sim-itl-ms", "1");
    const messages = [{role: "user", content: "t7 t8"}];
    const {text} = await post(url, "/v1/chat/completions", {...stream, messages, max_completion_tokens: 2});
    const all = events(text);
    expect(all[0]).toMatchObject({choices: [{delta: {role: "assistant", content: ""}}]});
    expect(all).toHaveLength(4);
    expect(all[3]).toMatchObject({usage: {prompt_tokens: 7, completion_tokens: 2}});
  });

  test("an answer that does not stream comes whole, and the same seed gives the same text", async () => {
    const ask = async (seed: string): Promise<string> => {
      const {url} = await serve("--sim-ttft-ms", "1", "--seed", seed);
      const body = {model, prompt: "t1 t2", max_tokens: 8, ignore_eos: true};
      const answer = JSON.parse((await post(url, "/v1/completions", body)).text) as {choices: [{text: string}]};
      return answer.choices[0].text;
    };
    expect(await ask("3")).toBe(await ask("3"));
    expect(await ask("3")).not.toBe(await ask("4"));
  });

  test("without ignore_eos some answers stop early", async () => {
    const {url} = await serve("--sim-ttft-ms", "1");
    const reasons = new Set<string>();
    for (let i = 0; i < 12; i++) {
      const body = {model, prompt: [i], max_tokens: 8};
      const answer = JSON.parse((await post(url, "/v1/completions", body)).text) as {
        choices: [{finish_reason: string}];
      };
      reasons.add(answer.choices[0].finish_reason);
    }
    expect(reasons).toContain("stop");
  });

  test("tokens of a text come back as that text", async () => {
    const {url} = await serve();
    const {text} = await post(url, "/tokenize", {model, prompt: " t5 t1042 t99999"});
    expect(JSON.parse(text)).toMatchObject({count: 3, tokens: [5, 1042, 99_999]});
    const back = await post(url, "/detokenize", {model, tokens: [5, 1042, 99_999]});
    expect(JSON.parse(back.text)).toEqual({prompt: " t5 t1042 t99999"});
  });

  test.each([
    [{model: "other", prompt: "a", max_tokens: 1}, 404, /does not exist/],
    [{model, prompt: [-1], max_tokens: 1}, 400, /prompt/],
    [{model, prompt: [200_000], max_tokens: 1}, 400, /out of vocabulary/],
    [{model, prompt: "a", max_tokens: 0}, 400, /max_tokens/],
    [{model, prompt: "a", max_tokens: 40_000}, 400, /maximum context length is 32768/]
  ])("refuses %j with %i", async (body, status, message) => {
    const {url} = await serve();
    const answer = await post(url, "/v1/completions", body);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(message);
  });

  test("tells its models, version and health", async () => {
    const {url} = await serve("--max-model-len", "4k");
    expect(await (await fetch(`${url}/v1/models`)).json()).toMatchObject({data: [{id: model, max_model_len: 4000}]});
    expect(await (await fetch(`${url}/version`)).json()).toEqual({version: "sweepbook simulated target 0.1.0"});
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
  });
});

async function metric(url: string, name: string): Promise<number | null> {
  return sumOf(parsePrometheus(await (await fetch(`${url}/metrics`)).text(), "/metrics"), `vllm:${name}`);
}

describe("the engine", () => {
  const prompt = Array.from({length: 512}, (_, i) => i);

  test("a prompt that was seen is a hit in the prefix cache until it is reset, and never without the cache", async () => {
    const {url} = await serve("--sim-speed", "20");
    const ask = () => post(url, "/v1/completions", {...stream, prompt, max_tokens: 1});
    await ask();
    expect(await metric(url, "prefix_cache_hits_total")).toBe(0);
    await ask();
    expect(await metric(url, "prefix_cache_hits_total")).toBe(496); // 31 of 32 blocks: the last token is computed
    await fetch(`${url}/reset_prefix_cache`, {method: "POST"});
    await ask();
    expect(await metric(url, "prefix_cache_hits_total")).toBe(496);
    expect(await metric(url, "prefix_cache_queries_total")).toBe(3 * 512);
    const cold = await serve("--no-enable-prefix-caching", "--sim-speed", "20");
    for (let i = 0; i < 2; i++) await post(cold.url, "/v1/completions", {...stream, prompt, max_tokens: 1});
    expect(await metric(cold.url, "prefix_cache_queries_total")).toBe(0);
  });

  test("out of KV blocks it preempts, and every request still gets all its tokens", async () => {
    const {url} = await serve("--gpu-memory-utilization", "0.2", "--max-model-len", "1024", "--sim-speed", "20");
    // each request grows to 800 tokens: too many for all, enough for more than half
    const capacity = cardOf(parseOptions([model, "--gpu-memory-utilization", "0.2"])).kv_tokens;
    const n = Math.ceil(capacity / 500);
    const ask = (i: number) => {
      const own = Array.from({length: 400}, (_, k) => 1000 * i + k);
      return post(url, "/v1/completions", {...stream, prompt: own, max_tokens: 400});
    };
    const answers = await Promise.all(Array.from({length: n}, (_, i) => ask(i)));
    for (const {text} of answers) expect(events(text)).toHaveLength(401);
    expect(await metric(url, "num_preemptions_total")).toBeGreaterThan(0);
    expect(await metric(url, "kv_cache_usage_perc")).toBe(0);
    expect(await metric(url, "generation_tokens_total")).toBe(n * 400);
  });

  test("no more requests run than --max-num-seqs; the others wait", async () => {
    const {url} = await serve("--max-num-seqs", "2");
    const all = Promise.all(
      [1, 2, 3, 4, 5].map((i) => post(url, "/v1/completions", {...stream, prompt: [i], max_tokens: 100}))
    );
    await expect.poll(() => metric(url, "num_requests_waiting"), {interval: 5}).toBe(3);
    expect(await metric(url, "num_requests_running")).toBe(2);
    await all;
  });

  test("a client that goes away frees its place", async () => {
    const {url} = await serve();
    const gone = new AbortController();
    const body = JSON.stringify({...stream, prompt: [1], max_tokens: 2000});
    const asked = fetch(`${url}/v1/completions`, {method: "POST", body, signal: gone.signal});
    await asked;
    gone.abort();
    await expect.poll(() => metric(url, "num_requests_running")).toBe(0);
    expect(await metric(url, "kv_cache_usage_perc")).toBe(0);
  });
});

describe("faults", () => {
  const ask = (url: string) => post(url, "/v1/completions", {...stream, prompt: [1], max_tokens: 10});
  const constant = ["--sim-ttft-ms", "1", "--sim-itl-ms", "1", "--sim-fault"];

  test("a status strikes after so many requests and so many times", async () => {
    const {url} = await serve(...constant, "status-500:after=1,times=1", "status-429:after=2,times=1");
    const seen: number[] = [];
    for (let i = 0; i < 4; i++) seen.push((await ask(url)).status);
    expect(seen).toEqual([200, 500, 429, 200]);
  });

  test("a rate strikes the same requests for the same seed", async () => {
    const run = async (): Promise<number[]> => {
      const {url} = await serve(...constant, "status-500:rate=0.5", "--seed", "7");
      const seen: number[] = [];
      for (let i = 0; i < 16; i++) seen.push((await ask(url)).status);
      return seen;
    };
    const first = await run();
    expect(first).toEqual(await run());
    expect(new Set(first)).toEqual(new Set([200, 500]));
  });

  test.each(["half-stream", "garbage"])("%s breaks an answer off in the middle", async (kind) => {
    const {url} = await serve(...constant, kind);
    await expect(ask(url)).rejects.toThrow();
  });

  test("a slow first byte delays the answer, a hang never gives one", async () => {
    const slow = await serve(...constant, "slow-first-byte:ms=120");
    const start = performance.now();
    expect((await ask(slow.url)).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(119);
    const {url} = await serve(...constant, "hang");
    const body = JSON.stringify({...stream, prompt: [1], max_tokens: 1});
    const hung = fetch(`${url}/v1/completions`, {method: "POST", body, signal: AbortSignal.timeout(200)});
    await expect(hung).rejects.toThrow(/timeout/);
  });

  test("die and never-healthy do what they say", async () => {
    const dying = await serve(...constant, "die:after=0");
    void ask(dying.url).catch(() => {});
    await expect.poll(dying.died).toBe(true);
    const sick = await serve("--sim-fault", "never-healthy");
    expect((await fetch(`${sick.url}/health`)).status).toBe(503);
  });

  test("an unknown fault is refused with the known ones", () => {
    expect(() => parseOptions([model, "--sim-fault", "fire"])).toThrow(/no such fault: "fire"; known: oom/);
    expect(() => parseOptions([model, "--sim-fault", "die:when=3"])).toThrow(/after=N/);
  });
});

describe("the log", () => {
  const write = (...argv: string[]): string => {
    let text = "";
    const options = parseOptions([model, ...argv]);
    const log = vllmLog((line) => (text += line));
    logStart(options, log);
    logFailure(startFailure(options, options.config === null ? null : cardOf(options)) ?? "started", log);
    return text;
  };

  test.each([
    ["max-model-len", ["--max-model-len", "131072"]],
    ["tp-not-dividing", ["-tp", "3"]],
    ["too-many-gpus", ["-tp", "4", "--sim-gpus", "1"]],
    ["out-of-memory", ["--sim-fault", "oom"]],
    ["out-of-memory", ["--gpu-memory-utilization", "0.1"]],
    ["kv-cache-too-small", ["--sim-gpu", "a10g", "--gpu-memory-utilization", "0.75"]],
    ["quantisation-unsupported", ["--quantization", "int3"]],
    ["port-taken", ["--sim-fault", "port-taken"]]
  ])("names %s as vLLM does for %j", (id, argv) => {
    expect(diagnose(write(...argv))?.id).toBe(id);
  });

  test("names a model that is not there, and a port that is taken", () => {
    const options = parseOptions(["models/none"]);
    expect(options.config).toBeNull();
    expect(diagnose(startFailure(options, null) ?? "")?.id).toBe("model-not-found");
    expect(diagnose(portTaken(8000))?.id).toBe("port-taken");
  });

  test("says what the loader reads of a server, and that it is simulated", async () => {
    let text = "";
    const options = parseOptions([model, "--sim-startup-s", "0", "--max-num-seqs", "64", "--no-enable-prefix-caching"]);
    const log = vllmLog((line) => (text += line));
    logStart(options, log);
    await logLoad(options, cardOf(options), log);
    expect(text).toContain("sweepbook simulated target");
    expect(parseServerLog(text)).toMatchObject({
      tensorParallel: 1,
      maxModelLen: 32_768,
      maxNumSeqs: 64,
      maxNumBatchedTokens: 8192,
      gpuMemoryUtilization: 0.9,
      prefixCaching: false,
      dtype: "bfloat16"
    });
    const {modelMemoryGib, kvCacheGib, kvCacheTokens} = parseServerLog(text);
    expect(modelMemoryGib).toBeCloseTo(14.29, 0); // read on an H100
    expect(kvCacheGib).toBeCloseTo(55.62, 0);
    expect(kvCacheTokens! / 1_041_472).toBeCloseTo(1, 2);
  });
});
