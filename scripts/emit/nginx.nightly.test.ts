import {execa} from "execa";
import {connect} from "node:tls";
import {mkdtempSync, readFileSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {correct} from "../../src/model/deployment/correct.js";
import {expectation} from "../../src/model/deployment/expectation.js";
import {articleWish, gpu} from "../../src/model/deployment/fixtures/wishes.js";
import {nginxConf} from "../../src/model/deployment/nginx-conf.js";
import {calibration} from "../../src/model/prediction/calibration.js";
import {percentile} from "../../src/model/statistics/percentile.js";
import {prepareLoad, runLoad, type LoadRun} from "../client/load.js";
import {parseLoadSpec} from "../client/load-spec.js";
import {benchResult} from "../client/result.js";
import {startSimulated, type Running} from "../simulated/start-simulated.js";
import {freePort} from "../sweep/free-port.js";
import {whyNot} from "../testing/debian.js";

const reason = await whyNot("nginx", "nginx-light");
const folder = mkdtempSync(join(tmpdir(), "sweepbook-nginx-"));
const users = 8;
const deployment = correct(
  articleWish("web-service", {
    gpu: gpu("h100-80gb-sxm"),
    gpus: 2,
    tensor_parallel: 1,
    load: {input_tokens: 64, output_tokens: 64, concurrency: users}
  })
);
let replicas: Running[] = [];
let stopProxy = async (): Promise<void> => {};
let url = "";

/** Debian's nginx with the emitted configuration, in the foreground, two simulated servers behind it. */
async function start(): Promise<void> {
  replicas = await Promise.all([0, 1].map(() => startSimulated(["--sim-ttft-ms", "30", "--sim-itl-ms", "10"])));
  const port = await freePort();
  const [certificate, key] = [join(folder, "tls.crt"), join(folder, "tls.key")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"];
  await execa("openssl", [
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-keyout",
    key,
    "-out",
    certificate,
    ...subject
  ]);
  const conf = join(folder, "nginx.conf");
  const upstreams = replicas.map((replica) => new URL(replica.base_url).host);
  const place = {upstreams, listen_tls: `127.0.0.1:${port}`, listen_plain: null, certificate, key, logs: folder};
  writeFileSync(conf, `${nginxConf(deployment, expectation(calibration, deployment), place)}\n`);
  const proxy = execa("nginx", ["-p", folder, "-c", conf, "-g", `daemon off; pid ${folder}/nginx.pid;`], {
    reject: false,
    env: {PATH: `${process.env["PATH"] ?? ""}:/usr/sbin`}
  });
  stopProxy = async () => {
    proxy.kill("SIGTERM");
    await proxy;
  };
  url = `https://127.0.0.1:${port}`;
  process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0"; // the certificate is this test's own
  for (let i = 0; i < 100; i++) {
    if (
      await fetch(`${url}/health`).then(
        (answer) => answer.ok,
        () => false
      )
    )
      return;
    await sleep(100);
  }
  throw new Error(`nginx did not start: ${readFileSync(join(folder, "error.log"), "utf8")}`);
}

async function load(
  base: string,
  requests: number,
  concurrency: number
): Promise<{run: LoadRun; result: ReturnType<typeof benchResult>}> {
  const spec = parseLoadSpec([
    "--base-url",
    base,
    "--model",
    "Qwen/Qwen2.5-7B-Instruct",
    "--random-input-len",
    "64",
    "--random-output-len",
    "64",
    "--num-prompts",
    String(requests),
    "--max-concurrency",
    String(concurrency),
    "--ignore-eos"
  ]);
  const run = await runLoad(spec, await prepareLoad(spec), new AbortController().signal);
  return {run, result: benchResult(spec, run, new Date())};
}

const gapP99 = (result: ReturnType<typeof benchResult>): number =>
  1e3 * percentile(Float64Array.from((result["itls"] as number[][]).flat()).sort(), 0.99);

describe.skipIf(reason !== null)(
  `the emitted proxy in Debian's nginx${reason === null ? "" : ` (skipped: ${reason})`}`,
  () => {
    beforeAll(start);
    afterAll(async () => {
      delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
      await stopProxy();
      await Promise.all(replicas.map((replica) => replica.stop()));
    });

    test("tokens pass one by one: every chunk arrives, and the growth of the p99 gap is printed", async () => {
      const direct = await load(replicas[0]!.base_url, 32, 4);
      const through = await load(url, 32, 4);
      expect([direct.result.failed, through.result.failed]).toEqual([0, 0]);
      // 64 tokens at 10 ms: held back, they would come in one piece
      const gaps = (through.result["itls"] as number[][]).map((each) => each.length);
      expect(gaps.every((n) => n >= 60)).toBe(true);
      const [a, b] = [gapP99(direct.result), gapP99(through.result)];
      console.log(
        `token gap p99: ${a.toFixed(2)} ms direct, ${b.toFixed(2)} ms through nginx, ${(b - a).toFixed(2)} ms more`
      );
    });

    test("what the service does not offer stays inside; too large a request is refused", async () => {
      expect((await fetch(`${url}/metrics`)).status).toBe(404);
      const large = await fetch(`${url}/v1/completions`, {method: "POST", body: "x".repeat(2 * 2 ** 20)});
      expect(large.status).toBe(413);
    });

    test("one caller cannot hold more than twice the planned users; others are served meanwhile", async () => {
      const {result} = await load(url, 4 * users, 4 * users);
      expect((result["errors"] as string[]).filter((error) => error.startsWith("HTTP 429")).length).toBeGreaterThan(0);
      await sleep(1500);
    });

    test("slow senders of one caller hold no replica, and do not lock another caller out", async () => {
      const {hostname, port} = new URL(url);
      const sockets = Array.from({length: 20}, () =>
        connect(
          {host: hostname, port: Number(port), rejectUnauthorized: false},
          function (this: ReturnType<typeof connect>) {
            this.write("POST /v1/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"); // and no more
          }
        )
      );
      await sleep(500);
      process.env["OPENAI_API_KEY"] = "another-caller";
      const {result} = await load(url, 16, 4);
      delete process.env["OPENAI_API_KEY"];
      for (const socket of sockets) socket.destroy();
      expect(result["errors"]).toEqual(Array(16).fill(""));
      const seen = await Promise.all(replicas.map(async ({base_url}) => (await fetch(`${base_url}/metrics`)).text()));
      // a request that is not whole never reaches a replica
      expect(seen.every((page) => /vllm:num_requests_running\{[^}]*\} 0\b/.test(page))).toBe(true);
      console.log(`token gap p99 beside 20 slow senders: ${gapP99(result).toFixed(2)} ms`);
    });

    test("a replica is killed: requests under way on it break off, no new one is lost", async () => {
      const under = load(url, 48, 6);
      await sleep(400);
      process.kill(replicas[1]!.pid, "SIGKILL");
      const {run, result} = await under;
      const killedAt = run.start_ms + 400;
      const errors = result["errors"] as string[];
      const lost = errors
        .map((error, i) => ({error, start: run.outcomes[i]!.start_ms}))
        .filter(({error}) => error !== "");
      console.log(
        `${lost.length} requests under way broke off: ${[...new Set(lost.map(({error}) => error))].join("; ")}`
      );
      expect(lost.filter(({start}) => start > killedAt + 50)).toEqual([]);
      expect(lost.length).toBeLessThanOrEqual(6);
      const after = await load(url, 24, 6);
      expect(after.result.failed).toBe(0);
    });
  }
);
