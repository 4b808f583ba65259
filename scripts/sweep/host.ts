import {existsSync, readFileSync} from "node:fs";
import {arch, cpus, hostname, release, totalmem, userInfo} from "node:os";
import {execa} from "execa";
import {z} from "zod";
import type {KnownSecret} from "../../loaders/redact.js";
import {sha256} from "../../loaders/sha256.js";
import {knownGpus} from "./known-gpus.js";
import type {PlannedServer} from "./planned.js";
import {toolVersion} from "./tool-version.js";

/** A GPU as the driver sees it. */
export interface GpuFacts {
  readonly index: number;
  readonly name: string;
  readonly memory_total_mib: number | null;
  readonly memory_used_mib: number | null;
}

/** What a host is, as far as it affects a number; null is what could not be read. */
export interface HostFacts {
  readonly engine: "vllm" | "simulated";
  readonly engine_version: string | null;
  readonly torch: string | null;
  readonly python: string | null;
  readonly packages: Readonly<Record<string, string>>;
  readonly driver: string | null;
  readonly cuda: string | null;
  readonly gpus: readonly GpuFacts[];
  readonly gpu_name: string | null;
  readonly kernel: string;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memory_gib: number;
  readonly clock_source: string | null;
  /** Variables of the allow-list that are set for the server. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Variables that change how an engine runs; nothing else of the environment is kept. */
const allowed =
  /^(?:CUDA_|NVIDIA_VISIBLE|NCCL_|VLLM_|TORCH|PYTORCH_|TRITON_|HF_HUB_OFFLINE$|TRANSFORMERS_OFFLINE$|OMP_|TOKENIZERS_PARALLELISM$|PYTHONPATH$)/;
const secret = /KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL/;

const versionsScript = `
import json, platform, sys
from importlib.metadata import PackageNotFoundError, version
def of(name):
    try: return version(name)
    except PackageNotFoundError: return None
names = ["vllm", "torch", "transformers", "triton", "flashinfer-python", "numpy", "aiohttp", "xgrammar"]
print(json.dumps({"python": platform.python_version(), "packages": {n: of(n) for n in names if of(n)}}))
`;
const versions = z.object({python: z.string(), packages: z.record(z.string(), z.string())});

/** Reads what the host of a server is. Nothing here fails: what cannot be read is null. */
export async function hostFacts(
  server: PlannedServer,
  environment: NodeJS.ProcessEnv = process.env
): Promise<HostFacts> {
  const merged = {...environment, ...server.environment};
  const variables = Object.fromEntries(
    Object.entries(merged)
      .filter(
        (entry): entry is [string, string] => entry[1] !== undefined && allowed.test(entry[0]) && !secret.test(entry[0])
      )
      .sort(([a], [b]) => (a < b ? -1 : 1))
  );
  const machine = {
    kernel: release(),
    node: process.version,
    cpu: `${cpus()[0]?.model ?? "unknown"} (${arch()})`,
    cores: cpus().length,
    memory_gib: Math.round(totalmem() / 2 ** 30),
    clock_source: readText("/sys/devices/system/clocksource/clocksource0/current_clocksource"),
    variables
  };
  if (server.engine === "simulated") {
    const gpu_name = simulatedName(server.gpu);
    const none = {torch: null, python: null, packages: {}, driver: null, cuda: null, gpus: []};
    return {engine: "simulated", engine_version: toolVersion(), ...none, gpu_name, ...machine};
  }
  const [python, gpus, cuda] = await Promise.all([
    pythonFacts(server.python, merged),
    gpuFacts(server.environment),
    cudaVersion()
  ]);
  return {
    engine: "vllm",
    engine_version: python?.packages["vllm"] ?? null,
    torch: python?.packages["torch"] ?? null,
    python: python?.python ?? null,
    packages: python?.packages ?? {},
    driver: gpus.driver,
    cuda,
    gpus: gpus.gpus,
    gpu_name: gpus.gpus[0]?.name ?? null,
    ...machine
  };
}

/** What must be the same for two points of one configuration to stand in one run; the rest is kept in environment.json. */
export function hostFingerprint(facts: HostFacts): Record<string, unknown> {
  const {engine, engine_version, packages, python, driver, cuda} = facts;
  // Which of several equal GPUs it was is no condition: Slurm gives another one after a requeue.
  const {CUDA_VISIBLE_DEVICES: _which, ...variables} = facts.variables;
  return {engine, engine_version, packages, python, driver, cuda, variables, gpus: facts.gpus.map((gpu) => gpu.name)};
}

/** Names of this host and user, to be taken out of everything that is stored. */
export function knownSecrets(): KnownSecret[] {
  const host = hostname();
  const user = userInfo().username;
  // Names that images and services give to accounts and hosts, or that a log holds anyway.
  const common = new Set(
    "root user localhost runner ubuntu debian centos fedora ec2-user admin administrator node nobody nogroup daemon build builder buildkite jenkins gitlab-runner circleci docker container app dev devel test vllm sweep sweepbook bench benchmark report data model models server client host gpu cuda default main worker guest vagrant azureuser opc jovyan".split(
      " "
    )
  );
  const names = [host, host.split(".")[0]!].filter((name) => name.length > 2 && !common.has(name.toLowerCase()));
  return [
    ...names.map((value) => ({class: "host" as const, value})),
    ...(user.length > 2 && !common.has(user.toLowerCase()) ? [{class: "user" as const, value: user}] : []),
    // A command that is started here names its files by the whole path: where this repository lies is nobody's business.
    ...(process.cwd() === "/" ? [] : [{class: "home" as const, value: process.cwd()}])
  ];
}

/** SHA-256 of the model's config.json; null when it is not on this host. */
export function configSha256(path: string | null): string | null {
  return path !== null && existsSync(path) ? sha256(readFileSync(path)) : null;
}

export async function pythonFacts(
  python: string,
  environment: NodeJS.ProcessEnv
): Promise<z.infer<typeof versions> | null> {
  const found = await execa(python, ["-c", versionsScript], {reject: false, timeout: 60_000, env: environment});
  try {
    return versions.parse(JSON.parse(found.stdout.trim().split("\n").at(-1) ?? ""));
  } catch {
    return null;
  }
}

/** Arguments of nvidia-smi for the GPUs that a server may use: those of CUDA_VISIBLE_DEVICES, else all. */
export function visibleGpus(environment: Readonly<Record<string, string>>): string[] {
  const visible = environment["CUDA_VISIBLE_DEVICES"] ?? process.env["CUDA_VISIBLE_DEVICES"] ?? "";
  return visible === "" || /NoDevFiles|^-1/.test(visible) ? [] : ["-i", visible];
}

/** The GPUs of this host that a server may use, by nvidia-smi; none when it does not run. */
export async function gpuFacts(
  environment: Readonly<Record<string, string>> = {}
): Promise<{readonly driver: string | null; readonly gpus: readonly GpuFacts[]}> {
  const query = "index,name,driver_version,memory.total,memory.used";
  const found = await execa(
    "nvidia-smi",
    [...visibleGpus(environment), `--query-gpu=${query}`, "--format=csv,noheader,nounits"],
    {
      reject: false,
      timeout: 20_000
    }
  );
  if (found.exitCode !== 0) return {driver: null, gpus: []};
  const rows = found.stdout
    .trim()
    .split("\n")
    .map((line) => line.split(",").map((cell) => cell.trim()));
  const gpus = rows.map(([index, name, , total, used]) => ({
    index: Number(index),
    name: name ?? "",
    memory_total_mib: numberOrNull(total),
    memory_used_mib: numberOrNull(used)
  }));
  return {driver: rows[0]?.[2] ?? null, gpus};
}

async function cudaVersion(): Promise<string | null> {
  const found = await execa("nvidia-smi", [], {reject: false, timeout: 20_000});
  return /CUDA Version:\s*([\d.]+)/.exec(found.stdout ?? "")?.[1] ?? null;
}

function simulatedName(gpu: string | null): string | null {
  const name = gpu === null ? undefined : knownGpus().get(gpu);
  return name === undefined ? null : `${name} (simulated)`;
}

function numberOrNull(text: string | undefined): number | null {
  return text === undefined || text === "" || Number.isNaN(Number(text)) ? null : Number(text);
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return null;
  }
}
