import {isInt4} from "../physics/precision.js";
import type {Efficiency} from "../simulator/efficiency.js";
import type {Target} from "../simulator/step-time.js";

export type ParameterName = keyof Efficiency;

/** What is believed of a parameter before any of our measurements: its median, and how far it may be off. */
export interface Prior {
  readonly name: ParameterName;
  readonly median: number;
  /** Standard deviation of its logarithm: 0.1 means within 10 % two times in three. */
  readonly spread: number;
  /** Where the belief comes from. */
  readonly from: string;
}

/** Parameters in the order of every vector and covariance of a calibration. All are positive, so their logarithms are fitted. */
export const priors: readonly Prior[] = [
  {
    name: "stepMs",
    median: 0.25,
    spread: 0.7,
    from: "launch of one captured graph and sampling, a fraction of a millisecond"
  },
  {
    name: "layerMs",
    median: 0.04,
    spread: 0.4,
    from: "six to eight kernels a layer, a few microseconds to start and drain each"
  },
  {name: "sequenceMs", median: 0.005, spread: 1, from: "sampling and output of one request, microseconds"},
  {
    name: "weightBandwidthShare",
    median: 0.9,
    spread: 0.03,
    from: "copies on the boards measured reach 0.895 and 0.896 of the data sheet"
  },
  {name: "kvBandwidthShare", median: 0.85, spread: 0.1, from: "paged attention reads as fast as a copy at best"},
  {
    name: "linearShare",
    median: 0.68,
    spread: 0.1,
    from: "matrix products of 8192 reach 0.80 of the data sheet; a prompt's are narrower"
  },
  {name: "attentionShare", median: 0.45, spread: 0.3, from: "published forward rates of FlashAttention 2 and 3"},
  {name: "corner", median: 3, spread: 0.3, from: "between adding (1) and the larger of the two (infinite)"},
  {name: "hostMs", median: 8, spread: 0.4, from: "HTTP, hand-over between processes and first chunk in Python"},
  {name: "hostRequestMs", median: 2, spread: 0.6, from: "request handling in one Python process"},
  {name: "hostTokenMs", median: 0.0018, spread: 0.4, from: "tokenizing half a million tokens a second"},
  {
    name: "hostChunkMs",
    median: 0.04,
    spread: 0.5,
    from: "streaming some 25,000 chunks a second from one Python process"
  },
  {name: "idlePowerShare", median: 0.17, spread: 0.15, from: "boards with a model loaded and clocks up"},
  {name: "bandwidthPowerShare", median: 0.6, spread: 0.3, from: "reading alone stays well below the cap"},
  {
    name: "computePowerShare",
    median: 1.2,
    spread: 0.4,
    from: "dense products alone reach the cap below the data sheet rate"
  },
  {name: "clockSlope", median: 0.5, spread: 0.5, from: "clocks give way by a fifth at most under a power cap"},
  {name: "clockKnee", median: 0.75, spread: 0.08, from: "the cap acts on spikes before the mean reaches it"},
  {name: "linkLatencyMs", median: 0.02, spread: 0.6, from: "one small all-reduce between GPUs of a host"},
  {name: "linkShare", median: 0.6, spread: 0.4, from: "all-reduces reach part of a link's rate"},
  {
    name: "int4Bandwidth",
    median: 0.6,
    spread: 0.25,
    from: "unpacking kernels published at half to four fifths of a copy"
  },
  {
    name: "int4Linear",
    median: 0.85,
    spread: 0.2,
    from: "published prompt rates of Marlin-like kernels against 16 bits"
  },
  {name: "fp8Bandwidth", median: 0.92, spread: 0.1, from: "smaller matrices, same reads"},
  {name: "fp8Linear", median: 0.8, spread: 0.15, from: "fp8 products reach a smaller part of twice the rate"},
  {name: "fp8Layer", median: 1.15, spread: 0.15, from: "one kernel more before each product, to scale activations"},
  {name: "expertBandwidth", median: 0.75, spread: 0.25, from: "many narrow matrices, and uneven routing"},
  {name: "expertLinear", median: 0.55, spread: 0.3, from: "published grouped products against dense ones"},
  {name: "expertLayer", median: 1.5, spread: 0.3, from: "routing, permuting and gathering beside the products"},
  {name: "latentBandwidth", median: 0.7, spread: 0.3, from: "compressed caches are read at a smaller part of the rate"}
];

/** Parameters from the vector of their logarithms. */
export function efficiencyOf(logs: ArrayLike<number>): Efficiency {
  return Object.fromEntries(priors.map(({name}, i) => [name, Math.exp(logs[i] as number)])) as unknown as Efficiency;
}

/** Logarithms of the priors' medians. */
export function priorLogs(): Float64Array {
  return Float64Array.from(priors, ({median}) => Math.log(median));
}

/** Whether a parameter acts on this target at all; where it does not, its derivative is nothing. */
export function actsOn(name: ParameterName, {arch, precision, tensorParallel}: Target): boolean {
  if (name.startsWith("int4")) return isInt4(precision);
  if (name.startsWith("fp8")) return precision === "fp8";
  if (name.startsWith("expert")) return arch.mlp.experts !== null;
  if (name.startsWith("latent")) return arch.attention.kind === "latent";
  return !name.startsWith("link") || tensorParallel > 1;
}

/** Parameters of the machine around the GPU: they differ from host to host, all in one direction. */
export const hostParameters: readonly ParameterName[] = ["hostMs", "hostRequestMs", "hostTokenMs", "hostChunkMs"];

/** Standard deviation of the logarithm of one host's speed against another's. */
export const hostSpread = 0.25;
