import type {Architecture} from "../physics/architecture.js";
import type {Precision} from "../physics/precision.js";
import type {HardwareRow} from "../tables/hardware.js";
import type {Calibration} from "./fit-calibration.js";
import {predict, type Prediction} from "./predict.js";

/** A ratio to one card with the ends of its interval: worst end against best, as if the two errors were unrelated. */
interface Ratio {
  readonly value: number;
  readonly lo: number;
  readonly hi: number;
}

/** What tensor parallelism over so many cards is predicted to gain over one card of the kind. */
export interface Scaling {
  readonly cards: number;
  /** Of one stream, and of the load that `streams` names. */
  readonly alone: Prediction;
  /** TPOT p50 of one card / TPOT p50, one stream each. */
  readonly speedup: Ratio;
  /** Throughput where each user still gets what one card gives each of `streams` users. */
  readonly capacity_tokens_per_s: number;
  /** That throughput / one card's; null beyond the loads that were predicted. */
  readonly capacity: Ratio | null;
}

export interface ScalingRequest {
  readonly arch: Architecture;
  readonly model: string | null;
  readonly gpu: HardwareRow;
  readonly precision: Precision;
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** Load of the single card that capacity is compared at. */
  readonly streams: number;
  /** Cards to predict beside one; those that do not divide the heads are left out. */
  readonly cards: readonly number[];
}

/** Loads beyond this are not predicted: the engine runs no more at once. */
const mostStreams = 256;

/** Predicts one card, and each number of cards against it; empty where one card cannot serve the load. */
export function predictScaling(calibration: Calibration, request: ScalingRequest): Scaling[] {
  const {streams, arch} = request;
  const ladder: number[] = [];
  for (let load = streams; load <= mostStreams; load *= 2) ladder.push(load);
  const [one, base] = at(calibration, request, 1, [1, streams]);
  if (one?.tpot_p50_ms == null || base?.tpot_p50_ms == null || base.output_tokens_per_s === null) return [];
  const unit: Ratio = {value: 1, lo: 1, hi: 1};
  const first = {cards: 1, alone: one, speedup: unit, capacity_tokens_per_s: base.output_tokens_per_s, capacity: unit};
  const others = request.cards
    .filter((cards) => arch.attention.heads % cards === 0)
    .flatMap((cards): Scaling[] => {
      const [alone, ...loads] = at(calibration, request, cards, [1, ...ladder]);
      const speedup = alone === undefined ? null : ratio(one, alone, "tpot_p50_ms");
      if (alone === undefined || speedup === null) return [];
      const met = atSpeed(loads, base.tpot_p50_ms!);
      return [
        {
          cards,
          alone,
          speedup,
          capacity_tokens_per_s: met?.value ?? loads.at(-1)?.output_tokens_per_s ?? 0,
          capacity: met === null ? null : over(met, base)
        }
      ];
    });
  return [first, ...others];
}

function at(calibration: Calibration, request: ScalingRequest, cards: number, loads: readonly number[]): Prediction[] {
  const {arch, model, gpu, precision, input_tokens, output_tokens} = request;
  return predict(calibration, {
    model,
    target: {arch, precision, gpu, tensorParallel: cards},
    input: {kind: "fixed", tokens: input_tokens},
    output: {kind: "fixed", tokens: output_tokens},
    loads: loads.map((concurrency) => ({kind: "closed", concurrency})),
    requests: null,
    maxNumBatchedTokens: 8192,
    maxNumSeqs: mostStreams,
    gpuMemoryUtilization: 0.9,
    slo: []
  });
}

function ratio(one: Prediction, many: Prediction, name: "tpot_p50_ms"): Ratio | null {
  const [a, lo, hi] = [one[name], one[`${name}_lo`], one[`${name}_hi`]];
  const [b, least, most] = [many[name], many[`${name}_lo`], many[`${name}_hi`]];
  if (a === null || lo === null || hi === null || b === null || least === null || most === null) return null;
  return {value: a / b, lo: lo / most, hi: hi / least};
}

/**
 * Throughput at which TPOT reaches `tpotMs`, between the two loads that enclose it (linear in TPOT); its ends are those of the nearer
 * load, relative. Null when the slowest load is still faster, or the first already slower.
 */
function atSpeed(loads: readonly Prediction[], tpotMs: number): Ratio | null {
  for (const [i, load] of loads.entries()) {
    const before = loads[i - 1];
    const [slow, fast] = [load.tpot_p50_ms, before?.tpot_p50_ms];
    if (slow === null) return null;
    if (slow < tpotMs) continue;
    const [lo, value, hi] = [load.output_tokens_per_s_lo, load.output_tokens_per_s, load.output_tokens_per_s_hi];
    if (before === undefined || fast == null || before.output_tokens_per_s === null) return null;
    if (lo === null || value === null || hi === null) return null;
    const share = (tpotMs - fast) / (slow - fast);
    const met = before.output_tokens_per_s + share * (value - before.output_tokens_per_s);
    return {value: met, lo: (met * lo) / value, hi: (met * hi) / value};
  }
  return null;
}

function over(met: Ratio, base: Prediction): Ratio | null {
  const [lo, value, hi] = [base.output_tokens_per_s_lo, base.output_tokens_per_s, base.output_tokens_per_s_hi];
  return lo === null || value === null || hi === null
    ? null
    : {value: met.value / value, lo: met.lo / hi, hi: met.hi / lo};
}
