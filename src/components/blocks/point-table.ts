import {points} from "../../model/tables/points.js";
import {teller, type Lang} from "../../model/text.js";
import {floored} from "../floored.js";
import {html} from "../markup.js";
import {shortId} from "../short-id.js";
import {tableHtml} from "../table.js";
import {declared, pick, type ViewColumn} from "../view.js";
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

/** An id that breaks after its slashes, without the kind, which has a column; a failed point says so at once. */
function named(column: ViewColumn, lang: Lang): ViewColumn {
  if (column.name === "problems") return {...column, long: true, show: (value) => shortened(value, lang)};
  if (column.name !== "point_id") return column;
  return {
    ...column,
    show: (id, row) => {
      return html`${shortId(String(id))}${row["status"] === "failed" ? html` <span class="status fail">${teller(lang)("failed", "失败")}</span>` : null}`;
    }
  };
}

/** Sentences that a reader of the table can take in; the files hold them all. */
const sentences = 2;

function shortened(value: unknown, lang: Lang): string {
  if (typeof value !== "string") return "–";
  const all = value.split("; ");
  const more = all.length - sentences;
  if (more <= 0) return value;
  return `${all.slice(0, sentences).join("; ")}; ${teller(lang)(`${more} more in points.csv`, `另有 ${more} 条见 points.csv`)}`;
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
        columns: declared(points, names, lang).map((column) => named(floored(column, lang), lang)),
        rows: pick(data.points, [...names, "status"])
      },
      lang
    );
  }
};
