import {chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync} from "node:fs";
import {hostname, tmpdir} from "node:os";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import {afterAll, beforeAll, expect, test} from "vitest";
import {loadHardware} from "../../loaders/hardware.js";
import {loadRun} from "../../loaders/run.js";
import {programCommand} from "../programs.js";
import {SweepFixture} from "./sweep-fixture.js";

// A host with vLLM and a GPU, played by stand-ins on PATH: `vllm serve` is the simulated server, nvidia-smi answers as it
// did on an H100, Python tells versions.
const bin = join(mkdtempSync(join(tmpdir(), "sweepbook-host-")), "bin");
const before = process.env["PATH"];
const uuid = "GPU-4203c4e1-47d8-0ed9-2798-429f2b4fd038";

function script(name: string, body: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(bin, name), 0o755);
}

beforeAll(() => {
  mkdirSync(bin, {recursive: true});
  const [file, ...args] = programCommand("simulated-server");
  script(
    "vllm",
    `shift; exec "${file}" ${args.map((arg) => `"${arg}"`).join(" ")} "$@" --sim-speed 20 --sim-startup-s 0`
  );
  script("python3", `echo '{"python": "3.12.3", "packages": {"vllm": "0.26.0", "torch": "2.11.0+cu130"}}'`);
  script(
    "nvidia-smi",
    `case "$*" in
  *-lms*)
    echo "timestamp, index, uuid, utilization.gpu [%], utilization.memory [%], memory.used [MiB], memory.total [MiB], power.draw [W], power.limit [W], temperature.gpu, clocks.current.sm [MHz], clocks.current.memory [MHz], clocks_event_reasons.active"
    while true; do echo "$(date -u +%Y/%m/%d\\ %H:%M:%S.%3N), 0, ${uuid}, 90 %, 50 %, 73391 MiB, 81559 MiB, 441.69 W, 700.00 W, 40, 1980 MHz, 2619 MHz, 0x0000000000000000"; sleep 0.05; done;;
  *memory.used*) echo "0, NVIDIA H100 80GB HBM3, 580.159.04, 81559, 4";;
  -q) printf 'Driver Version : 580.159.04\\nCUDA Version : 13.0\\nGPU 00000000:04:00.0\\n    Product Name : NVIDIA H100 80GB HBM3\\n    Serial Number : 1650123456789\\n    GPU UUID : ${uuid}\\n';;
  *) echo "| NVIDIA-SMI 580.159.04   Driver Version: 580.159.04   CUDA Version: 13.0 |";;
esac`
  );
  process.env["PATH"] = `${bin}:${before}`;
});
afterAll(() => {
  process.env["PATH"] = before;
});

test("a run on a GPU host is measured: board, versions, telemetry and flags stored, nothing that identifies the host", async () => {
  const sweep = new SweepFixture({
    model: {name: "Qwen/Qwen2.5-7B-Instruct", weights: "dummy"},
    targets: {host: {vllm: ["vllm"], environment: {VLLM_SERVER_DEV_MODE: 1}}},
    client: "builtin",
    n_requests: 80,
    load: {concurrency: [1, 2]}
  });
  const report = await sweep.run();
  expect(report.failures).toEqual([]);
  const {manifest} = sweep;
  expect(manifest.kind).toBe("measured");
  expect(manifest.servers[0]).toMatchObject({
    gpu: null, // found by the driver's name
    gpu_name: "NVIDIA H100 80GB HBM3",
    engine_version: "0.26.0",
    driver: "580.159.04",
    cuda: "13.0",
    weights: "dummy",
    environment: {VLLM_SERVER_DEV_MODE: "1"}
  });
  expect(manifest.servers[0]!.command).toContain("--no-enable-prefix-caching");
  expect(manifest.servers[0]!.command).toContain("dummy");
  expect(manifest.files.map((file) => file.role)).toEqual(
    expect.arrayContaining(["nvidia-smi-q", "telemetry", "server-log", "environment"])
  );
  const everything =
    manifest.files.map((file) => gunzipSync(readFileSync(join(sweep.runs, "t", file.path))).toString()).join("\n") +
    JSON.stringify(manifest);
  for (const secret of [uuid, "1650123456789", hostname()]) expect(everything).not.toContain(secret);
  const tables = loadRun(sweep.runs, "t", loadHardware(process.cwd()));
  expect(
    tables.points.map(({kind, gpu, energy_valid, power_mean_w}) => ({kind, gpu, energy_valid, power_mean_w}))
  ).toEqual(
    [1, 2].map(() => ({
      kind: "measured",
      gpu: "h100-80gb-sxm",
      energy_valid: true,
      power_mean_w: expect.closeTo(441.69, 2) as number
    }))
  );
  const account = manifest.runner as {servers: {event: string; gpu_memory_left_mib?: number}[]};
  expect(account.servers.find(({event}) => event === "stopped")?.gpu_memory_left_mib).toBe(0);
});
