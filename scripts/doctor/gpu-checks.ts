import {execa} from "execa";
import {fail, notChecked, ok, warn, type Check} from "./check.js";

/** What the doctor knows of the GPUs, for the checks of a spec. */
export interface GpuState {
  readonly count: number;
  readonly memory_total_mib: number | null;
  readonly memory_free_mib: number | null;
}

const fields = [
  "index",
  "name",
  "driver_version",
  "memory.total",
  "memory.free",
  "persistence_mode",
  "power.limit",
  "power.default_limit",
  "mig.mode.current",
  "temperature.gpu"
];

/** Looks at the GPUs of this host through nvidia-smi. */
export async function gpuChecks(): Promise<{readonly checks: Check[]; readonly state: GpuState}> {
  const none = {count: 0, memory_total_mib: null, memory_free_mib: null};
  const query = await execa("nvidia-smi", [`--query-gpu=${fields.join(",")}`, "--format=csv,noheader,nounits"], {
    reject: false,
    timeout: 20_000
  });
  if (query.exitCode !== 0) {
    const said = (query.stdout || query.stderr || "nvidia-smi is not on this host").split("\n")[0]!;
    const lost = /lost|fallen off/i.test(said);
    return {
      state: none,
      checks: [
        fail(
          "gpu",
          said,
          "no GPU can be measured; the simulated target works",
          lost ? "restart the host" : "install the NVIDIA driver, or measure on a host that has one"
        )
      ]
    };
  }
  const rows = query.stdout
    .trim()
    .split("\n")
    .map((line) => line.split(",").map((cell) => cell.trim()));
  const cells = (name: string): string[] => rows.map((row) => row[fields.indexOf(name)] ?? "");
  const checks: Check[] = [
    ok("gpu", `${rows.length} x ${cells("name")[0]}, ${cells("memory.total")[0]} MiB`),
    ok("driver", cells("driver_version")[0]!),
    persistence(cells("persistence_mode")),
    powerCap(cells("power.limit"), cells("power.default_limit")),
    mig(cells("mig.mode.current")),
    await otherProcesses(),
    await telemetry()
  ];
  return {
    checks,
    state: {
      count: rows.length,
      memory_total_mib: least(cells("memory.total")),
      memory_free_mib: least(cells("memory.free"))
    }
  };
}

function persistence(modes: readonly string[]): Check {
  if (modes.every((mode) => mode === "Enabled")) return ok("persistence-mode", "on");
  if (modes.every((mode) => mode.startsWith("[") || mode === ""))
    return notChecked("persistence-mode", "the driver does not say");
  return warn(
    "persistence-mode",
    "off",
    "the driver unloads between servers, so starts are slower and clocks settle anew",
    "sudo nvidia-smi -pm 1"
  );
}

function powerCap(limits: readonly string[], defaults: readonly string[]): Check {
  const lowered = limits.flatMap((limit, i) => (Number(limit) < Number(defaults[i]) - 0.5 ? [i] : []));
  if (limits.some((limit) => Number.isNaN(Number(limit)))) return notChecked("power-cap", "the driver does not say");
  if (lowered.length === 0) return ok("power-cap", `${Number(limits[0])} W, the board's default`);
  const i = lowered[0]!;
  return warn(
    "power-cap",
    `GPU ${i} is capped at ${Number(limits[i])} W, default ${Number(defaults[i])} W`,
    "throughput and energy are those of the capped board",
    `sudo nvidia-smi -i ${i} -pl ${Number(defaults[i])}`
  );
}

function mig(modes: readonly string[]): Check {
  if (!modes.includes("Enabled")) return ok("mig", "off");
  return warn(
    "mig",
    "on",
    "a part of a GPU is measured, not the whole",
    "leave it if that is meant; else sudo nvidia-smi -mig 0"
  );
}

async function otherProcesses(): Promise<Check> {
  const query = await execa(
    "nvidia-smi",
    ["--query-compute-apps=pid,process_name,used_memory", "--format=csv,noheader"],
    {reject: false, timeout: 20_000}
  );
  if (query.exitCode !== 0) return notChecked("gpu-processes", "nvidia-smi does not list them");
  const lines = query.stdout
    .trim()
    .split("\n")
    .filter((line) => line !== "");
  if (lines.length === 0) return ok("gpu-processes", "none");
  const pids = lines.map((line) => line.split(",")[0]!.trim());
  return warn(
    "gpu-processes",
    lines.join("; "),
    "they take memory and time from the server",
    `end them: kill ${pids.join(" ")}`
  );
}

async function telemetry(): Promise<Check> {
  const query = await execa(
    "nvidia-smi",
    ["--query-gpu=power.draw,clocks.current.sm,clocks_event_reasons.active", "--format=csv,noheader"],
    {reject: false, timeout: 20_000}
  );
  if (query.exitCode === 0 && !query.stdout.includes("[N/A]"))
    return ok("telemetry", query.stdout.trim().split("\n")[0]!);
  if (query.exitCode !== 0 && /not a valid field/.test(query.stdout)) {
    return warn(
      "telemetry",
      "this driver names the reasons of a clock event by an older name",
      "the sampler falls back to it",
      null
    );
  }
  return warn(
    "telemetry",
    query.stdout.trim().split("\n")[0] ?? "",
    "power, clocks or their reasons are not reported: no energy figures",
    null
  );
}

function least(cells: readonly string[]): number | null {
  const values = cells.map(Number).filter((value) => !Number.isNaN(value));
  return values.length === 0 ? null : Math.min(...values);
}
