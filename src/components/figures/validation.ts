import * as Plot from "@observablehq/plot";
import {extent} from "d3";
import {metrics} from "../../model/metrics.js";
import {outcomeNames, type OutcomeName} from "../../model/prediction/outcome.js";
import {splits, type Split, type ValidationRow} from "../../model/prediction/validate.js";
import {teller, type Lang} from "../../model/text.js";
import {units} from "../../model/units.js";
import {ownColumn, viewColumns} from "../columns.js";
import {intervalDots, outlines} from "../compact-marks.js";
import {formatCount, formatPercent} from "../format.js";
import {html} from "../markup.js";
import {panels} from "../panels.js";
import {chart, logTicks, tickFormat} from "../plot.js";
import {furthestOff, hardestRows, meanOfRepeats, splitWords, validationRows} from "../validation-rows.js";
import type {Figure, ViewRow} from "../view.js";
import {sourceOf} from "../workload.js";

const width = 240;
const height = 250;
const shown = 60;
/** Marks that the image takes before it grows heavy; the table and the files have every row. */
const mostMarks = 900;

/** Predicted against measured, point by point, by calibrations that never saw what they predict. */
export const validation: Figure = {
  id: "validation",
  build(env) {
    const {data, lang, document} = env;
    const t = teller(lang);
    const rows = validationRows(env);
    if (rows.length === 0)
      return {
        empty: t(
          "No prediction of the runs at hand was validated: `npm run validate -- --write` does.",
          "尚未对现有运行做预测验证：请运行 `npm run validate -- --write`。"
        )
      };
    const ids = new Set(rows.map((row) => row.point_id));
    const points = data.points.filter((point) => ids.has(point.point_id));
    const marks = hardestRows(meanOfRepeats(rows), mostMarks);
    const undrawn = splitsOf(rows).filter((split) => !splitsOf(marks).includes(split));
    const drawn = outcomeNames.filter((metric) => rows.some((row) => row.metric === metric));
    const title = finding(rows, lang);
    const worst = furthestOff(rows, shown);
    return {
      title,
      subtitle: t(
        `Predicted against measured, both logarithmic, by fits that left out what they predict; whisker = 90 % interval; line = equal, splits moved apart along it; ${ids.size} points, repeats as their mean${undrawn.length === 0 ? "" : `; not drawn: ${undrawn.map((split) => splitWords[split].en).join(", ")}`}`,
        `预测值与实测值，双对数坐标，拟合时已排除所预测的部分；须线为 90 % 区间；斜线为相等，各划分沿线错开；${ids.size} 个测量点，重复取平均${undrawn.length === 0 ? "" : `；未画：${undrawn.map((split) => splitWords[split].zh).join("、")}`}`
      ),
      svg: panels(
        document,
        drawn.map((metric, i) => ({
          svg: panel(
            document,
            marks.filter((row) => row.metric === metric),
            furthestOff(
              rows.filter((row) => row.metric === metric),
              1
            ),
            lang
          ),
          x: (i % 3) * 242,
          y: 24 + Math.floor(i / 3) * (height + 14),
          title: heading(metric, lang)
        })),
        24 + Math.ceil(drawn.length / 3) * (height + 14),
        splitsOf(marks).map((split, i) => ({
          label: `${i === 0 ? t("left out: ", "排除：") : ""}${outlines[outlineOf[split]].character} ${splitWords[split][lang]}`,
          color: splitColor(split)
        }))
      ),
      alt: t(
        `${drawn.length} scatter plots of ${formatCount(rows.length)} predictions against measurements of ${ids.size} points. ${title}.`,
        `${drawn.length} 幅散点图，${formatCount(rows.length)} 个预测对 ${ids.size} 个测量点的实测值。${title}。`
      ),
      table: {
        caption: t(
          `The ${worst.length} furthest off, one a point and quantity; the files hold all ${rows.length}`,
          `偏差最大的 ${worst.length} 个，每个测量点与指标一行；文件含全部 ${rows.length} 行`
        ),
        columns: [
          ...viewColumns(["id"], lang),
          {name: "split", label: t("Left out", "排除"), unit: null, numeric: false},
          {name: "held_out", label: t("Which", "具体为"), unit: null, numeric: false},
          {name: "metric", label: t("Quantity", "指标"), unit: null, numeric: false},
          ownColumn("measured", null, lang, "Measured", "实测"),
          ownColumn("predicted", null, lang, "Predicted", "预测"),
          ownColumn("lo", null, lang, "Lower end", "下端"),
          ownColumn("hi", null, lang, "Upper end", "上端"),
          {
            ...ownColumn("error", "share", lang, "Predicted / measured - 1", "预测/实测 - 1"),
            show: (value) => formatPercent(value as number)
          },
          {name: "covered", label: t("In the interval", "在区间内"), unit: null, numeric: false},
          ownColumn("n_fitted", null, lang, "Points fitted", "拟合点数")
        ],
        rows: worst.map(viewRow),
        fileRows: rows.map(viewRow)
      },
      source: sourceOf(points, data),
      method: html`${t(
        "For each split the simulator is fitted anew on the points that remain and replays those left out: one point with its repeats, all points of a workload, all above 16 streams after a fit up to 16, a model, a GPU, a precision. A split that would leave nothing to fit on is not there. `npm run validate -- --write` makes these rows.",
        "每种划分都用剩余测量点重新拟合模拟器，再重放被排除的点：一个测量点及其重复，一种负载的全部点，以 16 路以内拟合后预测更高并发，一个模型，一种 GPU，一种精度。若排除后无点可拟合，则没有该划分。`npm run validate -- --write` 生成这些行。"
      )}`,
      kinds: ["predicted", "measured"]
    };
  }
};

/** From what is nearest to the fit to what is furthest from it. */
function splitColor(split: Split): string {
  return `var(--load-${[1, 3, 4, 6, 7, 8][splits.indexOf(split)]})`;
}

const outlineOf: Readonly<Record<Split, keyof typeof outlines>> = {
  point: "circle",
  workload: "triangle",
  concurrency: "square",
  model: "diamond",
  gpu: "cross",
  precision: "plus"
};

const splitsOf = (rows: readonly ValidationRow[]): Split[] =>
  splits.filter((split) => rows.some((row) => row.split === split));

function heading(metric: OutcomeName, lang: Lang): string {
  const {label, unit} = metrics[metric];
  const name = label[lang].replace(/（.*）/, "");
  return unit === null ? name : teller(lang)(`${name}, ${units[unit].en}`, `${name}，${units[unit].zh}`);
}

function panel(
  document: Document,
  rows: readonly ValidationRow[],
  worst: readonly ValidationRow[],
  lang: Lang
): SVGSVGElement {
  const t = teller(lang);
  const ends = extent(rows.flatMap(({measured, predicted, lo, hi}) => [measured, predicted, lo, hi]));
  const domain: [number, number] = [ends[0]! / 1.1, ends[1]! * 1.1];
  const ticks = logTicks(domain, 4);
  const scale = {type: "log", domain, grid: true, ticks, tickFormat} as const;
  const drawn = splitsOf(rows);
  return chart({
    document,
    width,
    height,
    marginLeft: 46,
    marginRight: 12,
    marginTop: 24,
    marginBottom: 38,
    x: {...scale, label: t("measured →", "实测 →")},
    y: {...scale, label: null},
    color: {type: "identity"},
    marks: [
      Plot.line(
        [domain, domain].map(([lo, hi], i) => (i === 0 ? [lo, lo] : [hi, hi])),
        {stroke: "var(--muted)"}
      ),
      ...drawn.map((split, i) =>
        intervalDots(
          rows
            .filter((row) => row.split === split)
            .map(({measured, predicted, lo, hi}) => ({x: measured, y: predicted, lo, hi})),
          {color: splitColor(split), outline: outlineOf[split], shift: (i - (drawn.length - 1) / 2) * 4}
        )
      ),
      Plot.text([t("↑ predicted", "↑ 预测")], {frameAnchor: "top-left", dx: 4, dy: 4, text: (d: string) => d}),
      Plot.text(worst, {
        frameAnchor: "bottom-right",
        dx: -4,
        dy: -6,
        text: (row: ValidationRow) => t(`largest ${formatPercent(row.error)}`, `最大 ${formatPercent(row.error)}`)
      })
    ]
  });
}

function finding(rows: readonly ValidationRow[], lang: Lang): string {
  const inside = rows.filter((row) => row.covered).length;
  const [worst] = furthestOff(rows, 1);
  const name = heading(worst!.metric, lang).replace(/[,，].*/, "");
  return teller(lang)(
    `${formatPercent(inside / rows.length)} of ${formatCount(rows.length)} predictions hold in their 90 % interval; worst: ${name}, ${formatPercent(worst!.error)}`,
    `${formatCount(rows.length)} 个预测中有 ${formatPercent(inside / rows.length)} 落在 90 % 区间内；最差为 ${name}，${formatPercent(worst!.error)}`
  );
}

function viewRow({point_id, covered, ...row}: ValidationRow): ViewRow {
  return {id: point_id, ...row, covered};
}
