import {metrics} from "../../src/model/metrics.js";
import type {Row} from "../../src/model/compare/row.js";
import {units} from "../../src/model/units.js";

/** A number with three significant digits, whole from 1,000 on. */
export function number(value: number | null): string {
  if (value === null) return "-";
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** A change with its sign: "+3.1 %". */
export function change(share: number | null): string {
  if (share === null) return "-";
  const percent = 100 * share;
  const digits = Math.abs(percent) < 10 ? 1 : 0;
  const text = percent.toFixed(digits);
  return `${percent > 0 && Number(text) !== 0 ? "+" : ""}${text.replace(/^-(0(?:\.0)?)$/, "$1")} %`;
}

/** The interval of a change: "[+1.2, +4.9] %"; empty where there is none. */
export function interval({change_lo, change_hi}: Row): string {
  if (change_lo === null || change_hi === null) return "";
  return `[${change(change_lo).slice(0, -2)}, ${change(change_hi).slice(0, -2)}] %`;
}

/** What a row measures: "TPOT p50, ms". */
export function metricLabel({metric, unit}: Pick<Row, "metric" | "unit">): string {
  return unit === null ? metrics[metric].label.en : `${metrics[metric].label.en}, ${units[unit].en}`;
}
