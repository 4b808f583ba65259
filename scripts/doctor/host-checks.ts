import {readFileSync, statfsSync} from "node:fs";
import {cpus, totalmem} from "node:os";
import {existsSync} from "node:fs";
import {dirname} from "node:path";
import {freePort} from "../sweep/free-port.js";
import {pythonFacts} from "../sweep/host.js";
import {fail, notChecked, ok, warn, type Check} from "./check.js";

/** Looks at this host's Node, Python, vLLM, disk, ports, clock and limits. */
export async function hostChecks(options: {
  readonly python: string;
  readonly runs: string;
  readonly environment: Readonly<Record<string, string>>;
}): Promise<Check[]> {
  return [
    node(),
    ...(await python(options.python, options.environment)),
    disk(options.runs),
    await ports(),
    clockSource(),
    openFiles(),
    cores()
  ];
}

function node(): Check {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return ok("node", process.version);
  return fail("node", process.version, "the runner needs Node 20.19 or later", "install Node 20.19 or later");
}

async function python(command: string, environment: Readonly<Record<string, string>>): Promise<Check[]> {
  const facts = await pythonFacts(command, {...process.env, ...environment});
  if (facts === null) {
    return [
      fail(
        "python",
        `${command} does not run`,
        "vLLM cannot be measured; the simulated target works",
        "install Python 3, or name it: --python PATH"
      )
    ];
  }
  const {vllm, torch} = facts.packages;
  const found = ok("python", facts.python);
  if (vllm === undefined) {
    return [
      found,
      fail(
        "vllm",
        `not installed for ${command}`,
        "vLLM cannot be measured; the simulated target works",
        `${command} -m pip install vllm`
      )
    ];
  }
  return [found, ok("vllm", `${vllm}${torch === undefined ? "" : ` on torch ${torch}`}`)];
}

function disk(runs: string): Check {
  let folder = runs;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  const {bavail, bsize} = statfsSync(folder);
  const gib = (bavail * bsize) / 2 ** 30;
  const found = `${gib.toFixed(1)} GiB free for runs`;
  if (gib >= 2) return ok("disk", found);
  const fix = "make room, or give another folder: --runs or SWEEPBOOK_RUNS";
  return gib < 0.1
    ? fail("disk", found, "a sweep would stop", fix)
    : warn("disk", found, "a long sweep may fill it", fix);
}

async function ports(): Promise<Check> {
  try {
    await freePort();
    return ok("ports", "loopback can be listened on");
  } catch (error) {
    return fail("ports", String(error), "no server can be started", "allow programs to listen on 127.0.0.1");
  }
}

function clockSource(): Check {
  const path = "/sys/devices/system/clocksource/clocksource0";
  try {
    const current = readFileSync(`${path}/current_clocksource`, "utf8").trim();
    if (/^(?:tsc|arch_sys_counter|kvm-clock)$/.test(current)) return ok("clock-source", current);
    return warn(
      "clock-source",
      current,
      "reading the clock is slow, which adds to every latency",
      `echo tsc | sudo tee ${path}/current_clocksource`
    );
  } catch {
    return notChecked("clock-source", "the system does not say");
  }
}

function openFiles(): Check {
  try {
    const limit = /Max open files\s+(\d+)/.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
    if (limit === undefined) return notChecked("open-files", "the system does not say");
    if (Number(limit) >= 4096) return ok("open-files", limit);
    return warn("open-files", limit, "above some thousand streams connections fail", "ulimit -n 65536");
  } catch {
    return notChecked("open-files", "the system does not say");
  }
}

function cores(): Check {
  const n = cpus().length;
  const found = `${n} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  if (n >= 4) return ok("cpu", found);
  return warn(
    "cpu",
    found,
    "client, server and sampler share the cores: see the client's calibration in the manifest",
    null
  );
}
