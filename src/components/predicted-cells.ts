import {shownKind, type Dataset} from "../model/dataset.js";
import type {MetricName} from "../model/metrics.js";
import type {PointRow} from "../model/tables/points.js";
import type {PublishedRow} from "../model/tables/published.js";
import type {Entry} from "./entry.js";
import {concurrencyEntries, predictedEntry} from "./predicted-entries.js";
import type {PredictedRow} from "./predicted-rows.js";
import {spread} from "./workload.js";

/** What is predicted of a configuration at a load, in the order of the table's columns. */
export const predictedQuantities = [
  "ttft_p50_ms",
  "tpot_p50_ms",
  "e2e_p50_ms",
  "output_tokens_per_s",
  "power_mean_w",
  "energy_j_per_output_token",
  "kv_cache_usage_max",
  "max_concurrency"
] as const;

export type PredictedQuantity = (typeof predictedQuantities)[number];

/**
 * The numbers of one row of the predictions, cell by cell: predicted first, then printed, measured and bound.
 * @param lightest whether this is the configuration's first row, where the largest concurrency stands: it is the same for all
 */
export function predictedCells(
  {id, prediction, printed, measured}: PredictedRow,
  data: Dataset,
  lightest: boolean
): Readonly<Record<PredictedQuantity, readonly Entry[]>> {
  const bound = (value: number, column: string): Entry[] => [
    {kind: "bound", value, id: `hardware/${prediction.gpu}`, column}
  ];
  const ran = (column: MetricName & keyof PointRow): Entry[] => {
    const value = measured === null ? null : spread(measured, column).value;
    return value === null ? [] : [{kind: shownKind(data), value, id: measured!.rows[0]!.point_id, column}];
  };
  const own = data.published.filter((row) => prediction.published_ids.includes(row.published_id));
  // Limits and power are printed of a configuration, not of a load: they stand at the load that its throughput means.
  const prints = (column: keyof PublishedRow, of = printed): Entry[] => {
    if (of === null) return [];
    const row = [of, ...own].find((candidate) => typeof candidate[column] === "number");
    if (row === undefined) return [];
    const atLeast = column === "max_concurrency" && row.max_concurrency_is_lower_bound === true;
    return [{kind: "published", value: row[column] as number, id: row.published_id, column, atLeast}];
  };
  const power = prints("power_w")[0];
  const rate = prints("throughput_tokens_per_s")[0];
  const joules: Entry[] =
    power === undefined || rate === undefined ? [] : [{...power, value: power.value / rate.value}];
  const share = prediction.kv_cache_usage_max;
  const {tpot_floor_ms, ttft_floor_ms, output_tokens_per_s_ceiling, max_concurrency_bound, output_tokens} = prediction;
  return {
    ttft_p50_ms: [
      ...predictedEntry(prediction, "ttft_p50_ms"),
      ...prints("ttft_ms"),
      ...ran("ttft_p50_ms"),
      ...bound(ttft_floor_ms, "ttft_floor_ms")
    ],
    tpot_p50_ms: [
      ...predictedEntry(prediction, "tpot_p50_ms"),
      ...prints("tpot_ms"),
      ...ran("tpot_p50_ms"),
      ...bound(tpot_floor_ms, "tpot_floor_ms")
    ],
    e2e_p50_ms: [
      ...predictedEntry(prediction, "e2e_p50_ms"),
      ...ran("e2e_p50_ms"),
      ...bound(ttft_floor_ms + (output_tokens - 1) * tpot_floor_ms, "e2e_floor_ms")
    ],
    output_tokens_per_s: [
      ...predictedEntry(prediction, "output_tokens_per_s"),
      ...prints("throughput_tokens_per_s"),
      ...ran("output_tokens_per_s"),
      ...bound(output_tokens_per_s_ceiling, "output_tokens_per_s_ceiling")
    ],
    power_mean_w: [...predictedEntry(prediction, "power_mean_w"), ...prints("power_w"), ...ran("power_mean_w")],
    energy_j_per_output_token: [
      ...predictedEntry(prediction, "energy_j_per_output_token"),
      ...joules,
      ...ran("energy_j_per_output_token")
    ],
    kv_cache_usage_max: [
      ...(share === null ? [] : [{kind: "predicted" as const, value: share, id, column: "kv_cache_usage_max"}]),
      ...ran("kv_cache_usage_max")
    ],
    max_concurrency: !lightest
      ? []
      : [
          ...concurrencyEntries(prediction),
          ...prints("max_concurrency", own[0] ?? null),
          ...bound(max_concurrency_bound, "max_concurrency_bound")
        ]
  };
}
