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
  energy_j: z.number(),
  clock_slope: z.number(),
  clock_knee: z.number()
});
type Counters = z.infer<typeof counters>;

/** Clock of an H100; data sheets give none, so it stands for every card. */
const nominalClockMhz = 1980;
/** Mean power above which the cap counts as active, share of it. */
const cappedAbove = 0.97;
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
  const busy = Math.min(1, (now.busy_s - before.busy_s) / seconds);
  const power = Math.min(now.board_power_w, Math.max(0, now.energy_j - before.energy_j) / seconds / now.gpus);
  const share = power / now.board_power_w;
  const clock = nominalClockMhz * Math.min(1, 1 - now.clock_slope * (share - now.clock_knee));
  const capped = share >= cappedAbove ? powerCapBit : 0;
  const stamp = date.toISOString().replace("T", " ").replaceAll("-", "/").slice(0, 23);
  const percent = (value: number): string => `${Math.round(100 * value)} %`;
  let text = "";
  for (let i = 0; i < now.gpus; i++) {
    const columns = [
      stamp,
      i,
      `SIMULATED-${i}`,
      percent(busy),
      "[N/A]",
      `${now.memory_used_mib} MiB`,
      `${now.memory_total_mib} MiB`,
      `${power.toFixed(2)} W`,
      `${now.board_power_w.toFixed(2)} W`,
      Math.round(30 + 40 * share),
      `${Math.round(clock)} MHz`,
      "[N/A]",
      `0x${capped.toString(16).padStart(16, "0")}`
    ];
    text += `${columns.join(", ")}\n`;
  }
  return text;
}
