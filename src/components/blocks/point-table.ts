import {sampleFloor} from "../../model/statistics/sample-floor.js";
import {points} from "../../model/tables/points.js";
import {teller, type Lang} from "../../model/text.js";
import {formatNumber} from "../format.js";
import {html} from "../markup.js";
import {tableHtml} from "../table.js";
import {declared, pick, type ViewColumn} from "../view.js";
import {word} from "../words.js";
import type {Block} from "./block.js";

const names = [
  "point_id",
  "kind",
  "input_tokens",
  "output_tokens",
  "concurrency",
  "request_rate_per_s",
  "n_completed",
  "n_failed",
  "output_tokens_per_s",
  "ttft_p50_ms",
  "ttft_p90_ms",
  "ttft_p99_ms",
  "tpot_p50_ms",
  "tpot_p99_ms",
  "e2e_p50_ms",
  "power_mean_w",
  "energy_j_per_output_token",
  "power_cap_share",
  "problems"
] as const;

/** Percentiles below their sample floor print the rule, not the number; the files keep the number. */
function floored(column: ViewColumn, lang: Lang): ViewColumn {
  const percentile = /_p(\d+)_ms$/.exec(column.name)?.[1];
  if (percentile === undefined) return column;
  const floor = sampleFloor(Number(percentile) / 100);
  return {
    ...column,
    show: (value, row) =>
      typeof value === "number" && Number(row["n_completed"]) < floor
        ? html`<span class="floored" title="n = ${row["n_completed"] as number} < ${floor}"
            >${word("tooSmall", lang)}</span
          >`
        : formatNumber(value as number | null)
  };
}

/** Every point, in the order in which it was measured. */
export const pointTable: Block = {
  id: "points",
  build({data, lang}) {
    const t = teller(lang);
    if (data.points.length === 0) return html`<p class="empty">${t("No point measured yet.", "尚无测量点。")}</p>`;
    return tableHtml(
      {
        caption: t("Every point, as measured", "全部测量点"),
        columns: declared(points, names, lang).map((column) => floored(column, lang)),
        rows: pick(data.points, names)
      },
      lang
    );
  }
};
