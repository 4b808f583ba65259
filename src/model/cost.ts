/** What a cost follows from. */
export interface CostInputs {
  /** In any currency; the cost is in the same. */
  readonly price_per_gpu_h: number;
  readonly gpus: number;
  /** Of the whole configuration. */
  readonly tokens_per_s: number;
  /** Share of the paid time that serves at this rate, in (0, 1]. */
  readonly utilisation: number;
}

/**
 * Cost of a million tokens: price per GPU-hour x GPUs x 1e6 / (throughput x 3600 x utilisation). Output tokens when the
 * throughput counts output tokens.
 */
export function costPerMtok({price_per_gpu_h, gpus, tokens_per_s, utilisation}: CostInputs): number {
  return (price_per_gpu_h * gpus * 1e6) / (tokens_per_s * 3600 * utilisation);
}

/** Price per GPU-hour at which a configuration costs `cost_per_mtok`: the inverse of costPerMtok. */
export function breakEvenPricePerGpuH(
  cost_per_mtok: number,
  {gpus, tokens_per_s, utilisation}: Omit<CostInputs, "price_per_gpu_h">
): number {
  return (cost_per_mtok * tokens_per_s * 3600 * utilisation) / (gpus * 1e6);
}

/** Cost of the electricity of a million tokens, from J per token and a price per kWh (3.6e6 J). */
export function electricityCostPerMtok(j_per_token: number, price_per_kwh: number): number {
  return (j_per_token * price_per_kwh * 1e6) / 3.6e6;
}
