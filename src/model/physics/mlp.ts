import type {Fields} from "./fields.js";
import type {ExpertFields, Structure} from "./structure.js";
import {Problem} from "../problem.js";

/** Feed-forward part: gated (three matrices). Layers are dense or hold experts. */
export interface Mlp {
  /** Layers with one dense feed-forward. */
  readonly denseLayers: number;
  /** Width of the dense feed-forward. */
  readonly intermediate: number;
  /** Bias vectors on its matrices. */
  readonly bias: boolean;
  /** Null for a dense model. */
  readonly experts: Experts | null;
}

interface Experts {
  readonly layers: number;
  readonly count: number;
  /** Experts that each token visits, the shared ones apart. */
  readonly perToken: number;
  readonly intermediate: number;
  /** Width of the part that every token visits; 0 when there is none. */
  readonly sharedIntermediate: number;
  /** A gate vector of width `hidden` on the shared part. */
  readonly sharedGate: boolean;
  /** A correction bias an expert. */
  readonly routerBias: boolean;
}

/** Feed-forward shape from the fields of a config. */
export function mlpShape(fields: Fields, {mlp_bias, experts: names}: Structure, layers: number): Mlp {
  const intermediate = fields.integer("intermediate_size", 1, 10_000_000);
  const bias = mlp_bias !== null && fields.flag(mlp_bias.field, mlp_bias.absent);
  const experts = names === null ? null : expertShape(fields, names, layers, intermediate);
  if (experts !== null && experts.perToken > experts.count) {
    throw new Problem("config.json: more experts a token than experts", {value: [experts.perToken, experts.count]});
  }
  return {denseLayers: layers - (experts?.layers ?? 0), intermediate, bias, experts};
}

function expertShape(fields: Fields, names: ExpertFields, layers: number, intermediate: number): Experts {
  const width = (name: string): number => fields.integer(name, 1, 10_000_000);
  const own = names.width === null ? intermediate : width(names.width);
  const shared =
    names.shared_width !== null
      ? width(names.shared_width)
      : names.shared_count === null
        ? 0
        : fields.integer(names.shared_count, 0, 1000, 0) * own;
  return {
    layers: expertLayers(fields, names, layers),
    count: fields.integer(names.count, 1, 100_000),
    perToken: fields.integer("num_experts_per_tok", 1, 100_000),
    intermediate: own,
    sharedIntermediate: shared,
    sharedGate: names.shared_gate && shared > 0,
    routerBias: names.router_bias
  };
}

/** Layers that hold experts: all but those before the first, between the steps, and listed as dense. */
function expertLayers(fields: Fields, names: ExpertFields, layers: number): number {
  const first = names.first === null ? 0 : fields.integer(names.first, 0, layers, 0);
  const step = names.step === null ? 1 : fields.integer(names.step, 1, 1000, 1);
  const dense = new Set(names.dense === null ? [] : fields.integers(names.dense));
  let sparse = 0;
  for (let layer = first; layer < layers; layer += 1)
    if ((layer + names.counted_from) % step === 0 && !dense.has(layer)) sparse += 1;
  return sparse;
}
