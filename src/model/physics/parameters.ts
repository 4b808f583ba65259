import type {Architecture} from "./architecture.js";

/** Parameters of a model by the part they belong to: numbers of values, not bytes. */
export interface Parameters {
  /** Input embedding: a look-up, one row a token. */
  readonly embedding: number;
  /** Output head; 0 when it is tied to the embedding. */
  readonly head: number;
  /** Matrices of attention in all layers. */
  readonly attention: number;
  /** Matrices of dense feed-forwards and of what every token visits in expert layers. */
  readonly mlp: number;
  /** Matrices of all routed experts. */
  readonly experts: number;
  /** Matrices of one routed expert in every expert layer: what one visit a layer costs. */
  readonly expertEach: number;
  /** Router matrices. */
  readonly routers: number;
  /** Norms and biases. */
  readonly vectors: number;
  readonly total: number;
  /** Without embedding and head, as model cards print it. */
  readonly nonEmbedding: number;
  /** Those that one token uses: all but the experts it does not visit; as model cards print it, embeddings counted. */
  readonly active: number;
}

const counted = new WeakMap<Architecture, Parameters>(); // the simulator asks again for every step's weights

/** Counts parameters from the shapes. @example parameters(parseArchitecture(qwen25)).total // 7.616e9 */
export function parameters(arch: Architecture): Parameters {
  const known = counted.get(arch) ?? count(arch);
  counted.set(arch, known);
  return known;
}

function count(arch: Architecture): Parameters {
  const {hidden, layers, vocabulary, mlp} = arch;
  const experts = mlp.experts;
  const attention = attentionMatrices(arch);
  const embedding = vocabulary * hidden;
  const head = arch.tiedEmbeddings ? 0 : embedding;
  const gated = (width: number): number => 3 * hidden * width;
  const shared = experts === null ? 0 : experts.layers * gated(experts.sharedIntermediate);
  const expertEach = experts === null ? 0 : experts.layers * gated(experts.intermediate);
  const routers = experts === null ? 0 : experts.layers * hidden * experts.count;
  const parts = {
    embedding,
    head,
    attention: layers * attention.matrices,
    mlp: mlp.denseLayers * gated(mlp.intermediate) + shared,
    experts: expertEach * (experts?.count ?? 0),
    expertEach,
    routers,
    vectors:
      layers * (attention.vectors + arch.normsPerLayer * hidden) +
      hidden +
      (mlp.bias ? mlp.denseLayers * (2 * mlp.intermediate + hidden) : 0) +
      (experts?.sharedGate ? experts.layers * hidden : 0) +
      (experts?.routerBias ? experts.layers * experts.count : 0)
  };
  const nonEmbedding = parts.attention + parts.mlp + parts.experts + parts.routers + parts.vectors;
  const total = nonEmbedding + embedding + head;
  return {...parts, total, nonEmbedding, active: total - parts.experts + expertEach * (experts?.perToken ?? 0)};
}

/** Matrices and vectors (biases, norms of compressed or per-head values) of one layer's attention. */
function attentionMatrices({attention: a, hidden}: Architecture): {matrices: number; vectors: number} {
  if (a.kind === "latent") {
    const query = a.heads * (a.nopeDim + a.ropeDim);
    const queries = a.queryRank === null ? hidden * query : a.queryRank * (hidden + query);
    const keysValues = hidden * (a.kvRank + a.ropeDim) + a.kvRank * a.heads * (a.nopeDim + a.valueDim);
    return {matrices: queries + keysValues + a.heads * a.valueDim * hidden, vectors: (a.queryRank ?? 0) + a.kvRank};
  }
  const query = a.heads * a.headDim;
  const keysValues = 2 * a.kvHeads * a.headDim;
  return {
    matrices: hidden * (query + keysValues) + query * hidden,
    vectors: (a.qkvBias ? query + keysValues : 0) + (a.outputBias ? hidden : 0) + (a.qkNorm ? 2 * a.headDim : 0)
  };
}
