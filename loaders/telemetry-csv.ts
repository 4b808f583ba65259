import {csvParseRows} from "d3-dsv";
import {Problem} from "../src/model/problem.js";

/** One sample of one GPU; what the driver does not give is null. */
export interface TelemetrySample {
  readonly epochMs: number;
  readonly gpuIndex: number;
  readonly powerW: number | null;
  readonly powerLimitW: number | null;
  readonly smClockMhz: number | null;
  readonly memoryClockMhz: number | null;
  readonly temperatureC: number | null;
  readonly gpuUtilisationPct: number | null;
  readonly memoryUsedMib: number | null;
  /** Bit mask of clocks_event_reasons.active. */
  readonly throttleReasons: number | null;
}

export interface TelemetryFile {
  readonly samples: readonly TelemetrySample[];
  /** Column that gives the board's power: instant before power.draw (an average over a second on recent boards). */
  readonly powerColumn: string | null;
  readonly problems: readonly string[];
}

const fields = {
  powerLimitW: ["power.limit", "enforced.power.limit"],
  smClockMhz: ["clocks.current.sm", "clocks.sm"],
  memoryClockMhz: ["clocks.current.memory", "clocks.mem"],
  temperatureC: ["temperature.gpu"],
  gpuUtilisationPct: ["utilization.gpu"],
  memoryUsedMib: ["memory.used"],
  throttleReasons: ["clocks_event_reasons.active", "clocks_throttle_reasons.active"]
} as const;
const powerColumns = ["power.draw.instant", "power.draw", "power.draw.average"];

/**
 * Reads what `nvidia-smi --query-gpu=... --format=csv` printed: units in the header or in the cells, N/A and
 * [Not Supported] as null, a last line that was cut off left out and told, lines of other content told.
 * @param utcOffsetS local time of the file minus UTC, s: nvidia-smi prints local time without saying which
 */
export function parseTelemetryCsv(text: string, where: string, utcOffsetS = 0): TelemetryFile {
  const rows = csvParseRows(text);
  const names = (rows[0] ?? []).map((name) => name.trim().replace(/\s*\[.*\]$/, ""));
  const time = names.indexOf("timestamp");
  if (time < 0) throw new Problem("no telemetry: the header names no timestamp", {where, value: text.slice(0, 60)});
  const at = (candidates: readonly string[]): number => {
    for (const name of candidates) if (names.includes(name)) return names.indexOf(name);
    return -1;
  };
  const power = at(powerColumns);
  const index = at(["index"]);
  const columns = Object.entries(fields).map(([field, candidates]) => [field, at(candidates)] as const);
  const samples: TelemetrySample[] = [];
  const odd: number[] = [];
  for (let i = 1; i < rows.length; i++) {
    const cells = rows[i]!;
    if (cells.length === 1 && cells[0]!.trim() === "") continue;
    const epochMs = instant(cells[time] ?? "", utcOffsetS);
    const gpuIndex = index < 0 ? 0 : number(cells[index]);
    const whole =
      cells.length === names.length && !(i === rows.length - 1 && !text.endsWith("\n") && cutOff(cells, rows));
    if (!whole || epochMs === null || gpuIndex === null || !Number.isInteger(gpuIndex)) {
      odd.push(i + 1);
      continue;
    }
    const sample: Record<string, number | null> = {epochMs, gpuIndex, powerW: power < 0 ? null : number(cells[power])};
    for (const [field, column] of columns) sample[field] = column < 0 ? null : number(cells[column]);
    samples.push(sample as unknown as TelemetrySample);
  }
  samples.sort((a, b) => a.epochMs - b.epochMs || a.gpuIndex - b.gpuIndex);
  const problems =
    odd.length === 0
      ? []
      : [
          odd.length === 1 && odd[0] === rows.length
            ? `${where}, line ${odd[0]}: cut off, left out`
            : `${where}: ${odd.length} lines are no samples and were left out, the first is line ${odd[0]}`
        ];
  return {samples, powerColumn: power < 0 ? null : names[power]!, problems};
}

/** A last line without its end is whole only when its last cell has the form of the line before. */
function cutOff(cells: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const shape = (cell: string | undefined): string => (cell ?? "").replace(/[0-9a-f]/gi, "9");
  const before = rows[rows.length - 2];
  return before === undefined || shape(cells.at(-1)) !== shape(before.at(-1));
}

/** "2026/11/24 05:13:53.569" as milliseconds since the epoch. */
function instant(cell: string, utcOffsetS: number): number | null {
  const match = /^\s*(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?\s*$/.exec(cell);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number
  ];
  const ms = Number((match[7] ?? "0").padEnd(3, "0"));
  return Date.UTC(year, month - 1, day, hour, minute, second, ms) - utcOffsetS * 1000;
}

/** "444.10 W", "0x0000000000000004", "37"; null for N/A, [Not Supported] and anything else that is no number. */
function number(cell: string | undefined): number | null {
  const match = /^\s*(0x[0-9a-f]+|-?\d+(?:\.\d+)?)\s*(?:W|MiB|MHz|%|C)?\s*$/i.exec(cell ?? "");
  if (match === null) return null;
  const x = Number(match[1]);
  return Number.isFinite(x) ? x : null;
}
