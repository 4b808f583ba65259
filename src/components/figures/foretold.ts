import * as Plot from "@observablehq/plot";
import {extent} from "d3";
import {metrics} from "../../model/metrics.js";
import {
  foretold as compared,
  foretoldMetrics,
  type ForetoldMetric,
  type ForetoldRow
} from "../../model/prediction/foretold.js";
import {teller, type Lang} from "../../model/text.js";
import {ownColumn, viewColumns} from "../columns.js";
import {limited} from "../limited.js";
import {formatCount} from "../format.js";
import {html} from "../markup.js";
import {panels} from "../panels.js";
import {chart, logTicks} from "../plot.js";
import {drawnSeries} from "../series.js";
import type {Env, Figure} from "../view.js";
import {sourceOf} from "../workload.js";

/** Predictions that were committed before anyone could try them, and what was measured then. */
export const foretold: Figure = {
  id: "foretold",
  build(env) {
    const {data, lang} = env;
    const t = teller(lang);
    const rows = compared(data, env.foretold ?? []);
    if (rows.length === 0)
      return {
        empty: t(
          "No stored prediction was measured since: put the output of `npm run -s predict -- --json` into data/predictions before a sweep.",
          "没有已存预测在其后得到实测：请在 sweep 之前把 `npm run -s predict -- --json` 的输出放入 data/predictions。"
        )
      };
    const fresh = rows.filter((row) => !row.known_before);
    const title = finding(rows, lang);
    const known = rows.length - fresh.length;
    const ids = new Set(rows.map(({point_id}) => point_id));
    return {
      title,
      subtitle: t(
        `Measured / predicted, logarithmic; line = as predicted, bar = 90 % interval, dot = measured (mean of repeats), ring = outside the interval; ${kept(fresh)} of ${fresh.length} hold where nothing alike had been measured${known === 0 ? "" : `; faint: the ${known} where the same configuration and load had been`}`,
        `实测/预测，对数坐标；竖线为预测值，横条为 90 % 区间，点为实测（重复取平均），圆环为落在区间外；此前未测过同类的 ${fresh.length} 个中 ${kept(fresh)} 个成立${known === 0 ? "" : `；淡色为此前已测过同一配置与负载的 ${known} 个`}`
      ),
      svg: draw(env, rows),
      alt: t(
        `Three panels of ${rows.length} predictions from ${new Set(rows.map(({set}) => set)).size} commits. ${title}.`,
        `三个面板，${rows.length} 个预测，来自 ${new Set(rows.map(({set}) => set)).size} 次提交。${title}。`
      ),
      table: limited(
        {
          caption: t("Predicted first, measured then", "先预测，后实测"),
          columns: [
            ...viewColumns(["id"], lang),
            {
              name: "set",
              label: t("Committed as data/predictions/", "提交于 data/predictions/"),
              unit: null,
              numeric: false
            },
            ...viewColumns(["label"], lang),
            {name: "load", label: t("Streams or arrivals", "并发或到达率"), unit: null, numeric: false},
            {name: "lengths", label: t("In / out", "输入/输出"), unit: null, numeric: false},
            {name: "metric", label: t("Quantity", "指标"), unit: null, numeric: false},
            ownColumn("predicted", null, lang, "Predicted", "预测"),
            ownColumn("lo", null, lang, "Lower end", "下端"),
            ownColumn("hi", null, lang, "Upper end", "上端"),
            ownColumn("measured", null, lang, "Measured", "实测"),
            ownColumn("n_points", null, lang, "Points", "测量点数"),
            {name: "covered", label: t("In the interval", "在区间内"), unit: null, numeric: false},
            {name: "known_before", label: t("Measured before", "此前已有实测"), unit: null, numeric: false}
          ],
          rows: rows.map((row) => ({
            id: row.point_id,
            set: row.set,
            label: labelOf(env, row),
            load: row.load,
            lengths: `${row.input_tokens}/${row.output_tokens}`,
            metric: row.metric,
            predicted: row.predicted,
            lo: row.lo,
            hi: row.hi,
            measured: row.measured,
            n_points: row.n_points,
            covered: row.covered,
            known_before: row.known_before
          }))
        },
        lang
      ),
      source: sourceOf(
        data.points.filter(({point_id}) => ids.has(point_id)),
        data
      ),
      method: html`${t(
        "Files of `data/predictions` hold the output of `npm run -s predict -- --json` as it was committed, with the time. A row holds one of their numbers against the mean of all points of the same configuration, lengths and load that started after that time. The calibration of this page has since been fitted on those points too, so what it would say today proves nothing.",
        "`data/predictions` 的文件保存 `npm run -s predict -- --json` 的输出及其提交时间。每行把其中一个数与该时刻之后开始的、配置、长度与负载相同的全部测量点的平均值相比。本页的校准此后也用这些点拟合，因此它现在的说法不构成证明。"
      )}`,
      kinds: ["predicted", "measured"]
    };
  }
};

const labelOf = ({data}: Env, {gpu, gpus, precision}: ForetoldRow): string =>
  drawnSeries(data, {gpu, gpus, precision}).label;

interface Mark extends ForetoldRow {
  readonly id: string;
  readonly y: string;
  readonly color: string;
  readonly opacity: number;
}

const rowHeight = 15;

function draw(env: Env, rows: readonly ForetoldRow[]): SVGSVGElement {
  const {data, lang, document} = env;
  const t = teller(lang);
  const marks = rows.map((row): Mark => ({
    ...row,
    id: row.point_id,
    y: `${labelOf(env, row)}  ${row.input_tokens}/${row.output_tokens}  ${row.load.endsWith("/s") ? row.load : `c${row.load}`}`,
    color: drawnSeries(data, row).color,
    opacity: row.known_before ? 0.45 : 1
  }));
  const domain = [...new Set(marks.map(({y}) => y))];
  const ratio = (of: (row: ForetoldRow) => number) => (row: Mark) => of(row) / row.predicted;
  const ends = extent(
    marks.flatMap(({lo, hi, measured, predicted}) => [lo / predicted, hi / predicted, measured / predicted])
  );
  const x = [ends[0]! / 1.05, ends[1]! * 1.05];
  const height = domain.length * rowHeight + 66;
  const panel = (metric: ForetoldMetric, width: number, marginLeft: number): SVGSVGElement => {
    const own = marks.filter((row) => row.metric === metric);
    return chart({
      document,
      width,
      height,
      marginLeft,
      marginRight: 8,
      marginTop: 22,
      x: {type: "log", domain: x, ticks: logTicks(x, 5), grid: true, label: t("measured / predicted →", "实测/预测 →")},
      y: {type: "point", domain, padding: 0.7, label: null, ...(marginLeft > 20 ? {tickSize: 0} : {axis: null})},
      color: {type: "identity"},
      opacity: {type: "identity"},
      marks: [
        Plot.ruleY(own, {
          y: "y",
          x1: ratio(({lo}) => lo),
          x2: ratio(({hi}) => hi),
          stroke: "color",
          strokeOpacity: (row: Mark) => row.opacity * 0.4,
          strokeWidth: 5
        }),
        Plot.ruleX([1], {stroke: "var(--muted)"}),
        Plot.dot(own, {y: "y", x: ratio(({measured}) => measured), fill: "color", fillOpacity: "opacity", r: 3}),
        Plot.dot(
          own.filter((row) => !row.covered),
          {y: "y", x: ratio(({measured}) => measured), stroke: "var(--refuted)", strokeWidth: 1.6, r: 6}
        )
      ]
    });
  };
  const left = 232;
  const width = 156;
  return panels(
    document,
    foretoldMetrics.map((metric, i) => ({
      svg: i === 0 ? panel(metric, left + width, left) : panel(metric, width + 8, 8),
      x: i === 0 ? 0 : left + width * i + i * 4,
      y: 8,
      title: metrics[metric].label[lang].replace(/（.*）/, "")
    })),
    height + 12
  );
}

function finding(rows: readonly ForetoldRow[], lang: Lang): string {
  return teller(lang)(
    `${kept(rows)} of ${formatCount(rows.length)} numbers told beforehand were measured in their 90 % interval`,
    `事先预测的 ${formatCount(rows.length)} 个数中，${kept(rows)} 个实测落在 90 % 区间内`
  );
}

const kept = (rows: readonly ForetoldRow[]): number => rows.filter(({covered}) => covered).length;
