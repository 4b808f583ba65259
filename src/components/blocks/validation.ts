import {metrics} from "../../model/metrics.js";
import type {ValidationRow} from "../../model/prediction/validate.js";
import {coverageGoal, validationSummary, type ValidationSummary} from "../../model/prediction/validation-summary.js";
import {teller, type Lang} from "../../model/text.js";
import {formatCount, formatNumber, formatPercent, withUnit} from "../format.js";
import {html, type Markup} from "../markup.js";
import {tableHtml} from "../table.js";
import {furthestOff, missingSplits, splitWords, validationRows} from "../validation-rows.js";
import type {ViewColumn} from "../view.js";
import type {Block} from "./block.js";

const named = 5;
const fewest = 10; // with fewer, one miss moves the coverage by more than the goal is wide

/** Errors and coverage by what was left out, against the goals that were set before anything was measured. */
export const validationError: Block = {
  id: "validation-error",
  build(env) {
    const {lang} = env;
    const t = teller(lang);
    const rows = validationRows(env);
    if (rows.length === 0)
      return html`<p class="empty">${t("Nothing was validated yet: `npm run validate -- --write`.", "尚未验证：请运行 `npm run validate -- --write`。")}</p>`;
    const summary = validationSummary(rows);
    const share = (name: string, en: string, zh: string): ViewColumn => ({
      name,
      label: t(en, zh),
      unit: null,
      numeric: true,
      show: (value) => formatPercent(value as number | null)
    });
    return tableHtml(
      {
        caption: t(
          "Error of predictions of what the fit never saw: |predicted / measured - 1|",
          "对拟合从未见过部分的预测误差：|预测/实测 - 1|"
        ),
        columns: [
          {name: "split", label: t("Left out", "排除"), unit: null, numeric: false},
          {name: "metric", label: t("Quantity", "指标"), unit: null, numeric: false},
          {name: "n_points", label: "n", unit: null, numeric: true},
          share("error_median", "Median error", "误差中位数"),
          share("error_max", "Largest", "最大误差"),
          share("coverage", "In the 90 % interval", "落在 90 % 区间内"),
          share("goal_error_median", "Goal, median", "目标中位数"),
          share("goal_error_max", "Goal, largest", "目标最大值"),
          {
            name: "met",
            label: t("Met", "达标"),
            unit: null,
            numeric: false,
            show: (value) => goal(value as boolean | null, lang)
          }
        ],
        rows: summary.map(({split, metric, n, ...numbers}) => ({
          split: splitWords[split][lang],
          metric: nameOf(metric, lang),
          n_points: n,
          ...numbers
        }))
      },
      lang
    );
  }
};

/** What failed, what could not be tested, and which points were furthest off, in plain words. */
export const validationFindings: Block = {
  id: "validation-findings",
  build(env) {
    const {lang} = env;
    const rows = validationRows(env);
    if (rows.length === 0) return html``;
    const lines = [
      ...validationSummary(rows).flatMap((summary) => goalLine(summary, lang)),
      coverageLine(rows, lang),
      ...validationSummary(rows).flatMap((summary) => overconfident(summary, lang)),
      ...missingSplits(rows).map((split) =>
        teller(lang)(
          `Not tested: no prediction with ${splitWords[split].en} left out, because the runs hold only one.`,
          `未检验：现有运行只含一种，无法在拟合时排除${splitWords[split].zh}。`
        )
      ),
      ...furthestOff(rows, named).map((row) => worstLine(row, lang))
    ];
    return html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
  }
};

function goal(met: boolean | null, lang: Lang): Markup | string {
  if (met === null) return "–";
  return met
    ? html`<span class="status pass">✓</span> ${teller(lang)("met", "达到")}`
    : html`<span class="status fail">✕</span> ${teller(lang)("missed", "未达到")}`;
}

const nameOf = (metric: ValidationRow["metric"], lang: Lang): string =>
  metrics[metric].label[lang].replace(/（.*）/, "");

/** Met or missed, with the numbers; goals that were not set say nothing. */
function goalLine(summary: ValidationSummary, lang: Lang): string[] {
  const {split, metric, met, n, error_median, error_max, goal_error_median, goal_error_max} = summary;
  if (met === null) return [];
  const t = teller(lang);
  const word = met ? t("Goal met", "目标达到") : t("Goal missed", "目标未达到");
  const of = (value: number, limit: number | null): string =>
    limit === null
      ? formatPercent(value)
      : t(
          `${formatPercent(value)} (at most ${formatPercent(limit)})`,
          `${formatPercent(value)}（至多 ${formatPercent(limit)}）`
        );
  return [
    t(
      `${word}: ${nameOf(metric, lang)} without ${splitWords[split].en}, n = ${formatCount(n)}: median error ${of(error_median, goal_error_median)}, largest ${of(error_max, goal_error_max)}.`,
      `${word}：${nameOf(metric, lang)}，排除${splitWords[split].zh}，n = ${formatCount(n)}：误差中位数 ${of(error_median, goal_error_median)}，最大 ${of(error_max, goal_error_max)}。`
    )
  ];
}

/** A share in tenths of a per cent: near a goal, whole ones would hide on which side it lies. */
const tenths = (share: number): string => `${formatNumber(100 * share)}\u00a0%`;

function coverageLine(rows: readonly ValidationRow[], lang: Lang): string {
  const t = teller(lang);
  const share = rows.filter(({covered}) => covered).length / rows.length;
  const [least, most] = coverageGoal;
  const word =
    share < least
      ? t("goal missed: they claim more than they know", "目标未达到：区间过窄")
      : share > most
        ? t("goal missed: they are wider than they need to be", "目标未达到：区间过宽")
        : t("goal met", "目标达到");
  return t(
    `The 90 % intervals hold ${tenths(share)} of ${formatCount(rows.length)} measurements (goal ${formatPercent(least)} to ${formatPercent(most)}): ${word}. A point counts once for each split that left it out.`,
    `90 % 区间包含 ${formatCount(rows.length)} 个实测值中的 ${tenths(share)}（目标 ${formatPercent(least)} 至 ${formatPercent(most)}）：${word}。同一测量点在每种排除它的划分中各计一次。`
  );
}

/** Quantities of a split whose intervals hold too few measurements; a handful of points tells nothing. */
function overconfident({split, metric, n, coverage}: ValidationSummary, lang: Lang): string[] {
  if (n < fewest || coverage >= coverageGoal[0]) return [];
  return [
    teller(lang)(
      `Too sure: ${nameOf(metric, lang)} without ${splitWords[split].en}, where the intervals hold only ${formatPercent(coverage)} of ${formatCount(n)}.`,
      `过于自信：${nameOf(metric, lang)}，排除${splitWords[split].zh}时，区间只包含 ${formatCount(n)} 个中的 ${formatPercent(coverage)}。`
    )
  ];
}

function worstLine(row: ValidationRow, lang: Lang): Markup {
  const t = teller(lang);
  const {unit} = metrics[row.metric];
  const number = (value: number): string => withUnit(formatNumber(value), unit, lang);
  const text = t(
    `${nameOf(row.metric, lang)} predicted ${number(row.predicted)}, measured ${number(row.measured)} (${formatPercent(row.error)}), without ${splitWords[row.split].en}; ${row.covered ? "inside" : "outside"} its interval [${formatNumber(row.lo)}, ${formatNumber(row.hi)}].`,
    `${nameOf(row.metric, lang)} 预测 ${number(row.predicted)}，实测 ${number(row.measured)}（${formatPercent(row.error)}），排除${splitWords[row.split].zh}；在区间 [${formatNumber(row.lo)}, ${formatNumber(row.hi)}] ${row.covered ? "之内" : "之外"}。`
  );
  return html`${t("Far off", "偏差大")}${t(": ", "：")}<code>${row.point_id}</code>${t(", ", "，")}${text}`;
}
