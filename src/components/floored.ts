import {sampleFloor} from "../model/statistics/sample-floor.js";
import type {Lang} from "../model/text.js";
import {formatNumber} from "./format.js";
import {html} from "./markup.js";
import type {ViewColumn} from "./view.js";
import {word} from "./words.js";

/** Percentiles below their sample floor print the rule, not the number; the files keep the number. */
export function floored(column: ViewColumn, lang: Lang): ViewColumn {
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
