import {mean} from "d3";
import type {ExplorePoint} from "./model.js";

/** Quantities that Explore draws, by their name in the registry of metrics. */
export const exploreMetrics = [
  "output_tokens_per_s_per_user",
  "output_tokens_per_s",
  "tpot_p50_ms",
  "ttft_p50_ms",
  "e2e_p50_ms",
  "energy_j_per_output_token",
  "power_mean_w"
] as const;

export type ExploreMetric = (typeof exploreMetrics)[number];

/** Mean of a metric over points; null where none has it. */
export function meanOf(points: readonly ExplorePoint[], metric: ExploreMetric): number | null {
  return mean(points, (point) => point.values[metric]?.[0]) ?? null;
}
