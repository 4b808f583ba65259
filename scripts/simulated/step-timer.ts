import type {Architecture} from "../../src/model/physics/architecture.js";
import {headFlops, linearFlopsPerToken, pairFlops} from "../../src/model/physics/flops.js";
import {kvBytesPerToken} from "../../src/model/physics/kv.js";
import {peakFlopPerS, type Precision} from "../../src/model/physics/precision.js";
import {decodeWeightBytes} from "../../src/model/physics/weights.js";
import type {HardwareRow} from "../../src/model/tables/hardware.js";

/** Work of one step of the engine's loop. */
export interface StepLoad {
  /** Sequences that get one token. */
  readonly decode_sequences: number;
  /** Their contexts, summed: keys and values to read. */
  readonly decode_context_tokens: number;
  /** Prompt tokens computed in this step. */
  readonly prefill_tokens: number;
  /** Tokens that the prompt tokens attend to, summed over prompt tokens. */
  readonly prefill_attended_tokens: number;
}

export interface StepCost {
  readonly duration_s: number;
  /** Shares of the step in which memory and arithmetic are busy, for the simulated power. */
  readonly memory_share: number;
  readonly compute_share: number;
}

/** How long one step takes on the card that is being played. */
export interface StepTimer {
  step(load: StepLoad): StepCost;
}

/** Shares of the data sheet's bandwidth and FLOP/s that a served model reaches, and the time between kernels. */
const bandwidthShare = 0.85;
const computeShare = 0.62;
const overheadS = 1.1e-3;
const overheadPerSequenceS = 8e-6;

/**
 * A plain roofline: the step's reads at a share of the bandwidth or its arithmetic at a share of the FLOP/s, whichever
 * is longer, plus an overhead. It is right to tens of percent and stands for no measurement.
 */
export class RooflineTimer implements StepTimer {
  private readonly bytesPerS: number;
  private readonly flopPerS: number;

  /** @param tensorParallel GPUs that share each step */
  constructor(
    gpu: HardwareRow,
    private readonly arch: Architecture,
    private readonly precision: Precision,
    tensorParallel: number
  ) {
    this.bytesPerS = gpu.memory_bandwidth_gb_per_s * 1e9 * bandwidthShare * tensorParallel;
    this.flopPerS = peakFlopPerS(gpu, precision) * computeShare * tensorParallel;
  }

  step(load: StepLoad): StepCost {
    const {arch} = this;
    const tokens = load.decode_sequences + load.prefill_tokens;
    const bytes = decodeWeightBytes(arch, this.precision, tokens) + load.decode_context_tokens * kvBytesPerToken(arch);
    const flop =
      linearFlopsPerToken(arch) * tokens +
      headFlops(arch) * load.decode_sequences +
      pairFlops(arch, "decode") * load.decode_context_tokens +
      pairFlops(arch, "prefill") * load.prefill_attended_tokens;
    const memoryS = bytes / this.bytesPerS;
    const computeS = flop / this.flopPerS;
    const durationS = Math.max(memoryS, computeS) + overheadS + overheadPerSequenceS * load.decode_sequences;
    return {duration_s: durationS, memory_share: memoryS / durationS, compute_share: computeS / durationS};
  }
}
