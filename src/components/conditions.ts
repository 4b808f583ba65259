import {max, min} from "d3";
import type {Level} from "../model/curve.js";
import {teller, type Lang} from "../model/text.js";
import {lengthsOf} from "../model/lengths-of.js";
import type {PointRow} from "../model/tables/points.js";
import {formatCount} from "./format.js";

/** "closed loop, 2048 in / 512 out, n = 12 to 640, 1 run": how these points were measured, for a subtitle. */
export function conditions(rows: readonly PointRow[], lang: Lang): string {
  const t = teller(lang);
  const comma = t(", ", "，");
  return [load(rows, lang), shape(rows, lang), counts(rows), runs(rows, lang)]
    .filter((part) => part !== "")
    .join(comma);
}

/** "n = 12 to 640 requests a point", without its unit: the least and largest number of completed requests. */
function counts(rows: readonly PointRow[]): string {
  const values = rows.map((row) => row.n_completed);
  const lo = min(values, (value) => value ?? undefined);
  const hi = max(values, (value) => value ?? undefined);
  if (lo === undefined || hi === undefined) return "";
  return lo === hi ? `n = ${formatCount(lo)}` : `n = ${formatCount(lo)}–${formatCount(hi)}`;
}

/** How many runs the points come from. */
function runs(rows: readonly PointRow[], lang: Lang): string {
  const n = new Set(rows.map((row) => row.run)).size;
  return lang === "en" ? `${n} ${n === 1 ? "run" : "runs"}` : `${n} 次运行`;
}

/** Parts of a sentence in one, without the empty ones: "h100-bf16 (...); article table 5.1". */
export function listed(parts: readonly string[], lang: Lang): string {
  return parts.filter((part) => part !== "").join(teller(lang)("; ", "；"));
}

/** How uncertainty is drawn at these levels, in the words of every subtitle that shows it. */
export function whiskerNote(levels: readonly Level[], lang: Lang): string {
  const t = teller(lang);
  const sizes = levels.map((level) => level.rows.length);
  return (
    t("whisker = ", sizes.includes(1) ? "须线为" : "须线为 ") +
    [sizes.includes(1) ? t("95 % interval within the run", "单次运行内的 95% 区间") : "", repeatsNote(levels, lang)]
      .filter((part) => part !== "")
      .join(t(" or ", "，或 "))
  );
}

/** What a whisker is where a level was measured more than once; empty where none was. */
export function repeatsNote(levels: readonly Level[], lang: Lang): string {
  const t = teller(lang);
  const repeated = levels.map((level) => level.rows.length).filter((n) => n > 1);
  const few = repeated.filter((n) => n < 5);
  const [lo, hi] = [min(few), max(few)];
  const range = lo === hi ? String(lo) : `${lo}–${hi}`;
  return [
    lo === undefined ? "" : t(`least to greatest of ${range} repeats`, `${range} 次重复的最小值至最大值`),
    few.length === repeated.length
      ? ""
      : t("95 % interval of the mean of 5 repeats or more", "5 次及以上重复之均值的 95% 区间")
  ]
    .filter((part) => part !== "")
    .join(t(" or ", "，或 "));
}

function load(rows: readonly PointRow[], lang: Lang): string {
  const t = teller(lang);
  const loads = new Set(rows.map((row) => row.load));
  if (loads.size !== 1) return loads.size === 0 ? "" : t("closed and open loop", "闭环与开环");
  return loads.has("closed") ? t("closed loop", "闭环") : t("open loop", "开环");
}

function shape(rows: readonly PointRow[], lang: Lang): string {
  const shapes = rows.map(lengthsOf);
  if (new Set(shapes.map((one) => `${one.input_tokens}/${one.output_tokens}`)).size !== 1) return "";
  const {input_tokens, output_tokens} = shapes[0]!;
  if (input_tokens === null || output_tokens === null) return "";
  return teller(lang)(`${input_tokens} in / ${output_tokens} out`, `输入 ${input_tokens}、输出 ${output_tokens}`);
}
