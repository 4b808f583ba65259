import {z} from "zod";
import {every} from "./every.js";
import {SampleLog} from "./sample-log.js";
import type {Sampler} from "./sampler.js";
import {telemetryHeader} from "./telemetry-header.js";

const counters = z.object({
  simulated: z.literal(true),
  time_s: z.number(),
  gpus: z.number().int().positive(),
  board_power_w: z.number().positive(),
  memory_total_mib: z.number(),
  memory_used_mib: z.number(),
  busy_s: z.number(),
  memory_busy_s: z.number(),
  compute_busy_s: z.number()
});
type Counters = z.infer<typeof counters>;

/** Shares of the board's power: idle, and what busy memory and arithmetic add. Plausible, not measured. */
const idleShare = 0.17;
const memoryShare = 0.57;
const computeShare = 0.8;
const nominalClockMhz = 1980;
const powerCapBit = 0x4;

/** Samples the card that a simulated target plays, into a file of nvidia-smi's form with uuid SIMULATED-n. */
export function startSimulatedGpuSampler(options: {
  readonly path: string;
  readonly base_url: string;
  readonly interval_ms?: number;
}): Sampler {
  const log = new SampleLog(options.path);
  let before: Counters | null = null;
  return every(options.interval_ms ?? 200, log, "simulated", async (signal) => {
    const response = await fetch(new URL("/sim/telemetry", options.base_url), {signal});
    const now = counters.parse(await response.json());
    const rows = before === null ? "" : csvRows(before, now, new Date());
    if (before === null) log.append(`${telemetryHeader}\n`, 0);
    before = now;
    if (rows !== "") log.append(rows, now.gpus);
  });
}

function csvRows(before: Counters, now: Counters, date: Date): string {
  const seconds = now.time_s - before.time_s;
  if (seconds <= 0) return "";
  const share = (name: "busy_s" | "memory_busy_s" | "compute_busy_s"): number =>
    Math.min(1, (now[name] - before[name]) / seconds);
  const wanted = idleShare + memoryShare * share("memory_busy_s") + computeShare * share("compute_busy_s");
  const power = now.board_power_w * Math.min(1, wanted);
  const clock = nominalClockMhz * Math.min(1, 1 / Math.sqrt(wanted));
  const capped = wanted >= 1 ? powerCapBit : 0;
  const stamp = date.toISOString().replace("T", " ").replaceAll("-", "/").slice(0, 23);
  const percent = (value: number): string => `${Math.round(100 * value)} %`;
  let text = "";
  for (let i = 0; i < now.gpus; i++) {
    const columns = [
      stamp,
      i,
      `SIMULATED-${i}`,
      percent(share("busy_s")),
      percent(share("memory_busy_s")),
      `${now.memory_used_mib} MiB`,
      `${now.memory_total_mib} MiB`,
      `${power.toFixed(2)} W`,
      `${now.board_power_w.toFixed(2)} W`,
      Math.round(35 + 35 * Math.min(1, wanted)),
      `${Math.round(clock)} MHz`,
      "[N/A]",
      `0x${capped.toString(16).padStart(16, "0")}`
    ];
    text += `${columns.join(", ")}\n`;
  }
  return text;
}
