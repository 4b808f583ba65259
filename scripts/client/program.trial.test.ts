import {spawn, spawnSync, type ChildProcess} from "node:child_process";
import {existsSync, mkdtempSync, readFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {createInterface} from "node:readline";
import {setTimeout as sleep} from "node:timers/promises";
import {afterAll, beforeAll, expect, test} from "vitest";
import {embeddedText} from "../embedded.js";
import {programCommand} from "../programs.js";
import {startSimulated, type Running} from "../simulated/start-simulated.js";

let server: Running;
let slow: Running;
beforeAll(async () => {
  [server, slow] = await Promise.all([
    startSimulated(["--sim-ttft-ms", "10", "--sim-itl-ms", "2", "--sim-fault", "status-500:after=20"]),
    startSimulated(["--sim-ttft-ms", "60000"])
  ]);
});
afterAll(() => Promise.all([server.stop(), slow.stop()]));

function start(argv: readonly string[]): ChildProcess {
  const [file, ...args] = programCommand("client");
  return spawn(file, [...args, ...argv], {stdio: ["pipe", "pipe", "pipe"]});
}

async function ended(child: ChildProcess): Promise<{code: number | null; out: string}> {
  let out = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (out += text));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return {code, out};
}

const options = (url: string, n: number): string[] => {
  const lengths = ["--random-input-len", "8", "--random-output-len", "4"];
  return ["--base-url", url, "--model", "Qwen/Qwen2.5-7B-Instruct", ...lengths, "--num-prompts", String(n)];
};

test("the command writes its result, prints a summary, and ends with 1 when a request failed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-client-"));
  const save = ["--save-result", "--result-dir", join(folder, "new"), "--result-filename", "point.json"];
  const good = await ended(start([...options(server.base_url, 12), "--max-concurrency", "3", ...save]));
  expect(good).toMatchObject({code: 0});
  expect(good.out).toMatch(/Successful requests: +12\n/);
  const result = JSON.parse(readFileSync(join(folder, "new", "point.json"), "utf8")) as {completed: number};
  expect(result.completed).toBe(12);
  const bad = await ended(start(options(server.base_url, 12)));
  expect(bad.code).toBe(1);
  expect(bad.out).toMatch(/Error 0: HTTP 500/);
});

test("bad options end with 2, an interrupt with 130 and no result", async () => {
  expect((await ended(start(["--model", "m", "--num-prompts", "0"]))).code).toBe(2);
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-client-"));
  const save = ["--save-result", "--result-dir", folder, "--result-filename", "never.json"];
  const child = start([...options(slow.base_url, 4), ...save]);
  const done = ended(child);
  await inFlight(4);
  child.kill("SIGINT");
  expect((await done).code).toBe(130);
  expect(existsSync(join(folder, "never.json"))).toBe(false);
});

/** Waits until the slow server has so many requests. */
async function inFlight(n: number): Promise<void> {
  const running = async (): Promise<number> => {
    const page = await (await fetch(`${slow.base_url}/metrics`)).text();
    return Number(/num_requests_running\{.*\} (\d+)/.exec(page)?.[1]);
  };
  await expect.poll(running, {timeout: 20_000}).toBe(n);
}

/** Sends one call to a worker and closes its stdin, as the death of its runner does. */
async function orphan(child: ChildProcess, argv: readonly string[], busy: Promise<void>): Promise<number | null> {
  const done = ended(child);
  child.stdin?.write(`${JSON.stringify({id: 1, op: "measure", argv, log: null})}\n`);
  await busy;
  child.stdin?.end();
  return (await done).code;
}

test("a worker ends with its runner, in the middle of a load too", async () => {
  expect(await orphan(start(["--worker"]), options(slow.base_url, 4), inFlight(4))).toBe(0);
});

const hasPython = spawnSync("python3", ["--version"]).status === 0;

test.skipIf(!hasPython)("the Python worker does so too", async () => {
  const stub = new URL("./fixtures/stub-vllm", import.meta.url).pathname;
  const env = {...process.env, PYTHONPATH: stub, STUB_VLLM_FAULT: "hang"};
  const child = spawn("python3", ["-c", embeddedText("scripts/client/vllm_worker.py")], {env});
  expect(await orphan(child, ["--model", "m", "--num-prompts", "1"], sleep(800))).toBe(0);
});

test("a worker answers each call by its id, and tells a bad one without ending", async () => {
  const child = start(["--worker"]);
  const answers: {id: number; ok: boolean; error?: string; completed?: number}[] = [];
  const lines = createInterface({input: child.stdout!});
  lines.on("line", (line) => answers.push(JSON.parse(line) as (typeof answers)[0]));
  const call = (id: number, op: string, argv: readonly string[]) =>
    child.stdin?.write(`${JSON.stringify({id, op, argv, log: null})}\n`);
  call(1, "hello", []);
  call(2, "measure", ["--model", "m", "--burstiness", "-1"]);
  call(3, "measure", options("http://127.0.0.1:9", 2));
  await expect.poll(() => answers.length, {timeout: 10_000}).toBe(3);
  child.stdin?.end();
  expect(answers.map(({id, ok}) => [id, ok])).toEqual([
    [1, true],
    [2, false],
    [3, true]
  ]);
  expect(answers[1]?.error).toMatch(/--burstiness/);
  expect(answers[2]).toMatchObject({completed: 0});
});
