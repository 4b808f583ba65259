/**
 * The physical parameters of the step-time model: what fraction of the data sheet a real engine reaches, and what the host adds. All
 * are positive; fitted on measured points or held at a stated prior.
 */
export interface Efficiency {
  /** Fixed time of a step, ms. */
  readonly stepMs: number;
  /** Start and drain of a layer's kernels, ms a layer. */
  readonly layerMs: number;
  /** Sampling and bookkeeping, ms a decoding request and step. */
  readonly sequenceMs: number;
  /** Share of the data sheet bandwidth at which weights are read. */
  readonly weightBandwidthShare: number;
  /** Share of it at which decode attention reads the KV cache. */
  readonly kvBandwidthShare: number;
  /** Share of the data sheet FLOP/s that matrices reach at full clocks. */
  readonly linearShare: number;
  /** Share of the data sheet 16-bit FLOP/s that prompt attention reaches. */
  readonly attentionShare: number;
  /** Exponent of the roofline's soft corner. */
  readonly corner: number;
  /** Part of a request's way in that does not queue (HTTP, hand-over to the engine, first chunk out), ms. */
  readonly hostMs: number;
  /** Part that queues in one server process, ms a request. */
  readonly hostRequestMs: number;
  /** Tokenizing, which queues too, ms a prompt token. */
  readonly hostTokenMs: number;
  /** Sending out one chunk of an answer from that process, ms. */
  readonly hostChunkMs: number;
  /**
   * Board power that neither reading nor computing explains, share of the board's cap. Fitted on points under load alone,
   * it may lie above what an idle board reads.
   */
  readonly idlePowerShare: number;
  /** Power that reading at data sheet bandwidth adds, share of the cap. */
  readonly bandwidthPowerShare: number;
  /** Power that computing at data sheet FLOP/s adds, share of the cap. */
  readonly computePowerShare: number;
  /** Loss of clock for each unit that the running mean of power, over the cap, passes `clockKnee`. */
  readonly clockSlope: number;
  readonly clockKnee: number;
  /** Latency of one all-reduce, ms. */
  readonly linkLatencyMs: number;
  /** Share of the data sheet link rate that an all-reduce reaches. */
  readonly linkShare: number;
  /** Int4 (GPTQ, AWQ): bandwidth of its unpacking kernels, and their matrix rate, over those of 16 bits. */
  readonly int4Bandwidth: number;
  readonly int4Linear: number;
  /** fp8: the same over 16 bits, and the overhead of a layer, whose activations must be scaled first. */
  readonly fp8Bandwidth: number;
  readonly fp8Linear: number;
  readonly fp8Layer: number;
  /** Layers with experts: the same three over dense ones; many small matrices, routing, and uneven load. */
  readonly expertBandwidth: number;
  readonly expertLinear: number;
  readonly expertLayer: number;
  /** Latent attention: bandwidth of reading its cache over that of grouped attention. */
  readonly latentBandwidth: number;
}
