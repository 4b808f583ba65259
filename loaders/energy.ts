import type {TelemetrySample} from "./telemetry-csv.js";

/** What telemetry says about one measured window. Numbers are null where it cannot say; reasons tell why. */
export interface WindowTelemetry {
  /** Trapezoid of the boards' power over the window, summed over GPUs. */
  readonly energyJ: number | null;
  readonly powerMeanW: number | null;
  readonly smClockMeanMhz: number | null;
  readonly powerCapShare: number | null;
  readonly temperatureMaxC: number | null;
  readonly memoryUsedMaxMib: number | null;
  readonly valid: boolean;
  readonly reasons: readonly string[];
}

/** Longest time without a sample inside the window that still counts as sampled. */
const gapLimitMs = 3000;

/**
 * Energy, power and clocks over a measured window: the trapezoid of each GPU's samples with the window's ends
 * interpolated, summed over the GPUs. Where the first or last sample lies inside the window, its power is held to the
 * edge, by at most one sample's time (the median distance of samples); more makes the energy invalid, as does a gap of
 * over 3 s inside the window. A gap outside it does no harm.
 * @param gpus indexes of the GPUs that the server used; null for all that the file knows
 */
export function windowTelemetry(
  samples: readonly TelemetrySample[],
  startMs: number,
  endMs: number,
  gpus: readonly number[] | null
): WindowTelemetry {
  const seen = [...new Set(samples.map((sample) => sample.gpuIndex))].sort((a, b) => a - b);
  const wanted = gpus ?? seen;
  const reasons: string[] = [];
  const inside = samples.filter((s) => s.epochMs >= startMs && s.epochMs <= endMs && wanted.includes(s.gpuIndex));
  if (wanted.length === 0 || inside.length === 0) reasons.push("no telemetry sample in the measured window");
  let energyJ = 0;
  if (reasons.length === 0) {
    for (const gpu of wanted) {
      const one = samples.filter((sample) => sample.gpuIndex === gpu && sample.powerW !== null);
      const joules = integrate(one, startMs, endMs, wanted.length > 1 ? `GPU ${gpu}: ` : "", reasons);
      energyJ += joules ?? 0;
    }
  }
  const valid = reasons.length === 0;
  const of = (field: "smClockMhz" | "temperatureC" | "memoryUsedMib" | "throttleReasons"): number[] =>
    inside.map((sample) => sample[field]).filter((x) => x !== null);
  const mean = (xs: readonly number[]): number | null =>
    xs.length === 0 ? null : xs.reduce((sum, x) => sum + x, 0) / xs.length;
  const max = (xs: readonly number[]): number | null => (xs.length === 0 ? null : xs.reduce((a, b) => Math.max(a, b)));
  return {
    energyJ: valid ? energyJ : null,
    powerMeanW: valid ? energyJ / ((endMs - startMs) / 1000) : null,
    smClockMeanMhz: mean(of("smClockMhz")),
    powerCapShare: mean(of("throttleReasons").map((mask) => (powerCapped(mask) ? 1 : 0))),
    temperatureMaxC: max(of("temperatureC")),
    memoryUsedMaxMib: max(of("memoryUsedMib")),
    valid,
    reasons
  };
}

/** The software power cap is bit 0x4 of the clock event reasons. */
export function powerCapped(mask: number): boolean {
  return Math.floor(mask / 4) % 2 === 1;
}

/** J of one GPU over the window, or null with a reason added. Samples ascend in time. */
function integrate(
  samples: readonly TelemetrySample[],
  startMs: number,
  endMs: number,
  who: string,
  reasons: string[]
): number | null {
  const first = samples.findIndex((sample) => sample.epochMs >= startMs);
  let last = samples.length - 1;
  while (last >= 0 && samples[last]!.epochMs > endMs) last--;
  if (first < 0 || last < first) {
    reasons.push(`${who}no power sample in the measured window`);
    return null;
  }
  const stepMs = median(samples.slice(1).map((sample, i) => sample.epochMs - samples[i]!.epochMs));
  const knots: [number, number][] = samples.slice(first, last + 1).map((s) => [s.epochMs, s.powerW!]);
  const before = samples[first - 1];
  const after = samples[last + 1];
  const problem =
    edge(knots, startMs, before, stepMs, "begin", who) ??
    edge(knots, endMs, after, stepMs, "end", who) ??
    gap(knots, who);
  if (problem !== null) {
    reasons.push(problem);
    return null;
  }
  let joules = 0;
  for (let i = 1; i < knots.length; i++) {
    const [t0, p0] = knots[i - 1]!;
    const [t1, p1] = knots[i]!;
    joules += ((p0 + p1) / 2) * ((t1 - t0) / 1000);
  }
  return joules;
}

/** Puts a knot on the window's edge: interpolated towards the sample outside, or held from the nearest one inside. */
function edge(
  knots: [number, number][],
  edgeMs: number,
  outside: TelemetrySample | undefined,
  stepMs: number,
  which: "begin" | "end",
  who: string
): string | null {
  const [t, p] = which === "begin" ? knots[0]! : knots.at(-1)!;
  const missingMs = Math.abs(t - edgeMs);
  if (missingMs === 0) return null;
  let knot: [number, number];
  if (outside !== undefined && Math.abs(outside.epochMs - t) <= gapLimitMs) {
    const share = (edgeMs - outside.epochMs) / (t - outside.epochMs);
    knot = [edgeMs, outside.powerW! + (p - outside.powerW!) * share];
  } else if (missingMs <= stepMs) knot = [edgeMs, p];
  else {
    const verb = which === "begin" ? "begins" : "ends";
    const side = which === "begin" ? "after the window begins" : "before the window ends";
    return `${who}telemetry ${verb} ${(missingMs / 1000).toFixed(1)} s ${side}`;
  }
  if (which === "begin") knots.unshift(knot);
  else knots.push(knot);
  return null;
}

function gap(knots: readonly [number, number][], who: string): string | null {
  let longest = 0;
  for (let i = 1; i < knots.length; i++) longest = Math.max(longest, knots[i]![0] - knots[i - 1]![0]);
  return longest > gapLimitMs
    ? `${who}telemetry has a gap of ${(longest / 1000).toFixed(1)} s in the measured window`
    : null;
}

function median(values: number[]): number {
  if (values.length === 0) return 0;
  values.sort((a, b) => a - b);
  return values[values.length >> 1]!;
}
