import {flagOrNull, integer, metric, numberOrNull, table, text, textOrNull, type Row} from "../table.js";

/** One row a printed row of a source, in its numbers, joined to hardware by the ids.yaml of the source. */
export const published = table(
  "published",
  {en: "Published", zh: "已发表"},
  {
    published_id: text("Row id", "行 id", null, "published/<table>/<gpu>/<precision>", "published/<表>/<gpu>/<精度>"),
    kind: text("Kind", "种类", null, "always published", "恒为 published"),
    source_table: text("Table", "表", null, "table of the source", "来源中的表"),
    source_gpu: text("GPU as the source names it", "来源所称 GPU"),
    gpu: text("GPU", "GPU", null, "id in hardware", "hardware 表中的 id"),
    gpus: integer("GPUs", "卡数", "GPUs"),
    precision: text("Precision", "精度"),
    mode: textOrNull("Mode", "方式"),
    ttft_ms: numberOrNull("TTFT", "TTFT", "ms", "as printed; the statistic is not stated", "按原文；统计量未说明"),
    tpot_ms: numberOrNull("TPOT", "TPOT", "ms", "as printed; the statistic is not stated", "按原文；统计量未说明"),
    throughput_tokens_per_s: numberOrNull(
      "Throughput as printed",
      "所印吞吐",
      "tok/s",
      "as printed; what it counts is one of the report's questions",
      "按原文；其含义正是本报告要问的"
    ),
    vram_peak_gb: metric("vram_peak_gb"),
    vram_utilisation_pct: metric("vram_utilisation_pct"),
    max_concurrency: numberOrNull("Max concurrency", "最大并发", "requests", "as printed", "按原文"),
    max_concurrency_is_lower_bound: flagOrNull("Printed as 'and more'", "原文为'以上'"),
    quality_score_of_5: metric("quality_score_of_5"),
    ownership: textOrNull("Ownership", "归属"),
    price_cny_per_hour: numberOrNull("Price per hour, all GPUs", "每小时价格（全部卡）", "CNY/h"),
    cost_cny_per_mtok_output: metric("cost_cny_per_mtok_output"),
    power_w: numberOrNull("Power as printed", "所印功耗", "W"),
    tokens_per_s_per_w: numberOrNull("Tokens per second per watt as printed", "所印每瓦吞吐", "tok/s/W")
  }
);

export type PublishedRow = Row<typeof published>;
