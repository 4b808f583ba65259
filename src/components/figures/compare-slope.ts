import * as Plot from "@observablehq/plot";
import type {Row} from "../../model/compare/row.js";
import {teller, type Lang} from "../../model/text.js";
import {units} from "../../model/units.js";
import {comparisonOf} from "../compare/choices.js";
import {methodOf, nothing, origin, sidesText} from "../compare/frame.js";
import {comparedRows, comparisonTable, metricName, signed, verdictColour} from "../compare/rows.js";
import {formatNumber} from "../format.js";
import {directLabels, type Label} from "../labels.js";
import {panels} from "../panels.js";
import {chart} from "../plot.js";
import type {Env, Figure} from "../view.js";

/** The metrics that a reader looks at first, a panel each. */
const shown = ["output_tokens_per_s", "tpot_p50_ms", "ttft_p50_ms"] as const;

/** From A to B, a line a load, in the metrics' own units. */
export const compareSlope: Figure = {
  id: "compare-slope",
  build(env) {
    const {lang} = env;
    const t = teller(lang);
    const compared = comparisonOf(env);
    const rows = comparedRows(compared?.rows ?? []).filter(({metric}) => shown.some((name) => name === metric));
    if (compared === null || rows.length === 0) return nothing(env);
    const steepest = rows.reduce((x, y) => (Math.abs(log(x)) >= Math.abs(log(y)) ? x : y));
    const title = t(
      `${metricName(steepest, lang)} changes most: ${signed(steepest.change)} at ${steepest.load}`,
      `${metricName(steepest, lang)} 变化最大：${steepest.load} 下 ${signed(steepest.change)}`
    );
    return {
      title,
      subtitle: t(
        `${sidesText(compared, lang)}. Geometric means over repeats; logarithmic; coloured by verdict, grey where undecided`,
        `${sidesText(compared, lang)}。各次重复的几何平均；对数坐标；颜色为判定，灰色为未定`
      ),
      svg: draw(env, rows),
      alt: t(`${rows.length} values on both sides. ${title}.`, `${rows.length} 个数值，两侧各一。${title}。`),
      table: comparisonTable(rows, lang, t("From A to B, in the metrics shown", "从 A 到 B（所绘指标）")),
      method: methodOf(compared, lang),
      ...origin(env, compared)
    };
  }
};

const log = ({change}: Row): number => Math.log1p(change ?? 0);
const width = 240;

function draw({lang, document}: Env, rows: readonly Row[]): SVGSVGElement {
  const found = shown.map((name) => rows.filter(({metric}) => metric === name)).filter((own) => own.length > 0);
  const most = Math.max(...found.map((own) => own.length));
  const height = Math.max(220, 90 + 30 * most);
  const parts = found.map((own, i) => ({
    svg: panel(document, own, height),
    x: i * width,
    y: 0,
    title: heading(own[0]!, lang)
  }));
  return panels(document, parts, height);
}

function heading(row: Row, lang: Lang): string {
  const unit = row.unit === null ? "" : teller(lang)(`, ${units[row.unit].en}`, `，${units[row.unit].zh}`);
  return `${metricName(row, lang)}${unit}`;
}

function panel(document: Document, rows: readonly Row[], height: number): SVGSVGElement {
  const ends = rows.flatMap((row) => [
    {row, side: 0, value: row.a!, colour: verdictColour[row.verdict]},
    {row, side: 1, value: row.b!, colour: verdictColour[row.verdict]}
  ]);
  const values = ends.map(({value}) => value);
  const label =
    (side: 0 | 1) =>
    (row: Row): Label => ({
      x: side,
      y: side === 0 ? row.a! : row.b!,
      text: side === 0 ? `${shortLoad(row, rows)} ${formatNumber(row.a)}` : formatNumber(row.b),
      color: verdictColour[row.verdict]
    });
  return chart({
    document,
    width,
    height,
    marginTop: 50,
    marginBottom: 14,
    marginLeft: 96,
    marginRight: 52,
    x: {type: "linear", domain: [0, 1], axis: null},
    y: {type: "log", domain: [Math.min(...values) / 1.05, Math.max(...values) * 1.05], axis: null},
    color: {type: "identity"},
    marks: [
      Plot.ruleX([0, 1], {stroke: "var(--faint)"}),
      Plot.text(["A", "B"], {
        x: (_name: string, i: number) => i,
        text: String,
        frameAnchor: "top",
        dy: -14,
        fontWeight: 600,
        fill: "var(--muted)"
      }),
      Plot.line(ends, {
        x: "side",
        y: "value",
        z: ({row}: {row: Row}) => `${row.pair} ${row.load}`,
        stroke: "colour",
        strokeWidth: 2
      }),
      Plot.dot(ends, {x: "side", y: "value", fill: "colour", r: 3.5}),
      directLabels(rows.map(label(0)), {side: "left", gap: 15, align: true}),
      directLabels(rows.map(label(1)), {side: "right", gap: 15, align: true})
    ]
  });
}

/** The level alone where all loads share their lengths. */
function shortLoad({load}: Row, rows: readonly Row[]): string {
  const shapes = new Set(rows.map((row) => row.load.split(" ")[0]));
  return shapes.size === 1 ? load.split(" ").slice(1).join(" ") : load;
}
