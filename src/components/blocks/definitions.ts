import {metrics, type Metric, type MetricName} from "../../model/metrics.js";
import {teller} from "../../model/text.js";
import {tableHtml} from "../table.js";
import type {Block} from "./block.js";

/** The quantities that the report's prose uses, from the metric registry. */
const shown: readonly MetricName[] = [
  "ttft_p50_ms",
  "itl_p50_ms",
  "tpot_p50_ms",
  "e2e_p50_ms",
  "output_tokens_per_s",
  "output_tokens_per_s_per_user",
  "concurrency_mean",
  "max_concurrency",
  "power_mean_w",
  "energy_j_per_output_token",
  "output_tokens_per_s_per_w",
  "cost_cny_per_mtok_output",
  "model_memory_gib",
  "kv_cache_gib",
  "tpot_floor_ms",
  "ttft_floor_ms"
];

export const definitions: Block = {
  id: "definitions",
  build({lang}) {
    const t = teller(lang);
    return tableHtml(
      {
        caption: t("Quantities and how they are computed", "各指标及其计算方式"),
        columns: [
          {name: "label", label: t("Quantity", "指标"), unit: null, numeric: false},
          {name: "unit", label: t("Unit", "单位"), unit: null, numeric: false},
          {name: "better", label: t("Better", "优劣"), unit: null, numeric: false},
          {name: "definition", label: t("Definition", "定义"), unit: null, numeric: false}
        ],
        rows: shown.map((name) => {
          const {label, unit, better, definition}: Metric = metrics[name];
          return {
            label: label[lang],
            unit,
            better: better === null ? null : better === "lower" ? t("lower", "越低越好") : t("higher", "越高越好"),
            definition: definition[lang]
          };
        })
      },
      lang
    );
  }
};
