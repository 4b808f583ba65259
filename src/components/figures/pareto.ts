import * as Plot from "@observablehq/plot";
import {greatest, groups, least, max, min} from "d3";
import {shownKind} from "../../model/dataset.js";
import {teller} from "../../model/text.js";
import {articleTables, impliedStreams, printedRows} from "../published.js";
import {ownColumn, viewColumns} from "../columns.js";
import {conditions, listed, repeatsNote} from "../conditions.js";
import {limited} from "../limited.js";
import {formatNumber, withUnit} from "../format.js";
import {directLabels} from "../labels.js";
import {rowsOf} from "../levels.js";
import {html} from "../markup.js";
import {boundLines, measuredMarks, predictedMarks, publishedMarks, type ParetoMark} from "../pareto-marks.js";
import {placedLabels, type PlacedLabel} from "../placed-labels.js";
import {chart, logTicks, tickFormat} from "../plot.js";
import type {Env, Figure} from "../view.js";
import {articleCurves, sourceOf} from "../workload.js";

const at = {x: "output_tokens_per_s_per_user", y: "output_tokens_per_s"} as const;

/** Throughput against interactivity: what a configuration gives in all against what one reader sees. */
export const pareto: Figure = {
  id: "pareto",
  build(env) {
    const {data, lang} = env;
    const t = teller(lang);
    const measured = measuredMarks(data);
    const published = publishedMarks(data);
    const predicted = predictedMarks(data);
    const asked = data.article.setup.asks !== undefined;
    if (measured.length + published.length + (asked ? predicted.length : 0) === 0)
      return {empty: t("Run a sweep, or ingest a folder of results.", "请先运行 sweep 或导入结果目录。")};
    const curves = articleCurves(data);
    const rows = rowsOf(curves);
    const repeats = repeatsNote(
      curves.flatMap((curve) => curve.levels),
      lang
    );
    const printed = printedRows(data, ["tpot_ms", "throughput_tokens_per_s"]);
    const bound = boundLines(data, measured);
    const title = finding(env, measured, published, predicted);
    const names = [
      "id",
      "kind",
      "label",
      "concurrency",
      "output_tokens_per_s_per_user",
      "output_tokens_per_s",
      "n_runs"
    ] as const;
    return {
      title,
      subtitle: t(
        `Output tok/s in all against output tok/s per user (1000 / TPOT p50), both logarithmic; ${rows.length === 0 ? "" : `${conditions(rows, lang)}; `}c = concurrency${repeats === "" ? "" : `; whisker = ${repeats}`}${predicted.length === 0 ? "" : asked ? "; dotted = predicted, whisker = 90 % interval" : `; dotted = predicted for the ${data.article.noun.en}'s cards, whisker = 90 % interval`}`,
        `总输出 tok/s 与单用户输出 tok/s（1000/TPOT p50），双对数坐标；${rows.length === 0 ? "" : `${conditions(rows, lang)}；`}c 为并发${repeats === "" ? "" : `；须线为 ${repeats}`}${predicted.length === 0 ? "" : asked ? "；点圈为预测，须线为 90 % 区间" : `；点圈为${data.article.noun.zh}各卡的预测，须线为 90 % 区间`}`
      ),
      svg: draw(env, measured, published, predicted, bound),
      alt: t(
        `Scatter of ${measured.length} measured, ${published.length} published and ${predicted.length} predicted marks, ${span([...measured, ...published, ...predicted])} tok/s. ${title}.`,
        `散点图：${measured.length} 个实测点、${published.length} 个已发表配置与 ${predicted.length} 个预测点，${span([...measured, ...published, ...predicted])} tok/s。${title}。`
      ),
      table: limited(
        {
          caption: t("Throughput and interactivity, row by row", "吞吐与单用户速度逐行数据"),
          columns: [
            ...viewColumns(names, lang),
            ownColumn("output_tokens_per_s_lo", "tok/s", lang, "Output throughput, lower end", "输出吞吐，下端"),
            ownColumn("output_tokens_per_s_hi", "tok/s", lang, "Output throughput, upper end", "输出吞吐，上端")
          ],
          rows: [...measured, ...published, ...predicted, ...bound].map((mark) => ({
            ...Object.fromEntries(names.map((name) => [name, mark[name]])),
            output_tokens_per_s_lo: mark.interval?.all[0] ?? null,
            output_tokens_per_s_hi: mark.interval?.all[1] ?? null
          }))
        },
        lang
      ),
      source: listed([sourceOf(rows, data), articleTables(data, printed, lang)], lang),
      method: html`${t(
        "Measured: mean over the repeats of output tokens / duration, and of 1000 / TPOT p50. Published: throughput as printed against 1000 / printed TPOT. Predicted: the configurations under examination at their streams, whiskers = 90 % interval. On the dotted line the throughput is what one user sees. Dashed: no more tokens than memory bandwidth, FLOP/s and latency allow, against 1000 / TPOT floor, at the measured concurrencies.",
        "实测：输出 token 数/时长与 1000/TPOT p50 各取重复之平均。已发表：所印吞吐与 1000/所印 TPOT。预测：所考察各配置在其并发下，须线为 90 % 区间。点线上吞吐等于单个用户所见的速度。虚线：显存带宽、算力与时延所允许的最大吞吐，横轴为 1000/TPOT 下限，取实测各并发。"
      )}`,
      kinds: ([shownKind(data), "published", "predicted", "bound"] as const).filter((kind) =>
        [...measured, ...published, ...predicted, ...bound].some((mark) => mark.kind === kind)
      )
    };
  }
};

function draw(
  {data, lang, document}: Env,
  measured: ParetoMark[],
  published: ParetoMark[],
  predicted: ParetoMark[],
  bound: ParetoMark[]
): SVGSVGElement {
  const t = teller(lang);
  const all = [...measured, ...published, ...predicted, ...bound];
  const x: [number, number] = [min(all, (d) => d[at.x])! / 2.6, max(all, (d) => d[at.x])! * 1.15];
  const y: [number, number] = [
    Math.min(
      min(all, (d) => d[at.y])!,
      x[0]
    ) / 1.05,
    max(all, (d) => d[at.y])! * 1.3
  ];
  // Configurations near the line of one user crowd together: their labels share a column.
  const crowd = published.filter((mark) => mark[at.y] < 2 * mark[at.x]);
  const alone = published.filter((mark) => !crowd.includes(mark));
  const dots = [...measured, ...published, ...predicted].map(toPoint);
  const lines = groups([...measured, ...bound], (mark) => `${mark.kind} ${mark.label}`).map(([, own]) =>
    own.map(toPoint)
  );
  return chart({
    document,
    height: 520,
    marginRight: 20,
    x: {
      type: "log",
      domain: x,
      label: t("output tok/s per user →", "单用户输出 tok/s →"),
      grid: true,
      ticks: logTicks(x),
      tickFormat
    },
    y: {
      type: "log",
      domain: y,
      label: t("↑ output tok/s in all", "↑ 总输出 tok/s"),
      grid: true,
      ticks: logTicks(y),
      tickFormat
    },
    color: {type: "identity"},
    symbol: {type: "identity"},
    marks: [
      Plot.line(
        [
          [Math.max(x[0], y[0]), Math.max(x[0], y[0])],
          [x[1], x[1]]
        ],
        {stroke: "var(--muted)", strokeDasharray: "1,3"}
      ),
      Plot.text([[Math.sqrt(x[0] * x[1]), Math.sqrt(x[0] * x[1])]], {
        text: () => t("what one user sees", "单个用户所见"),
        textAnchor: "start",
        dy: 14,
        fill: "var(--muted)"
      }),
      Plot.line(bound, {...at, z: "label", stroke: "color", strokeWidth: 1, strokeDasharray: "2,3"}),
      Plot.line(predicted, {...at, z: "label", stroke: "color", strokeOpacity: 0.35, strokeDasharray: "1,3"}),
      whiskers(predicted),
      Plot.dot(predicted, {...at, stroke: "color", strokeWidth: 1.5, strokeDasharray: "1.5,1.2", r: 3.6}),
      groups(measured, (mark) => mark.label).map(([, own]) =>
        Plot.line(own, {
          ...at,
          stroke: own[0]!.color,
          strokeWidth: 1.5,
          ...(own[0]!.dash === null ? {} : {strokeDasharray: own[0]!.dash})
        })
      ),
      whiskers(measured),
      Plot.dot(measured, {...at, symbol: "symbol", fill: "color", r: 4.5}),
      Plot.dot(published, {...at, symbol: "symbol", stroke: "color", fill: "var(--ground)", strokeWidth: 2, r: 5.5}),
      directLabels(crowd.map(toLabel), {side: "left", dx: 26, gap: 18, align: true, above: true}),
      directLabels(alone.map(toLabel), {side: "left", dx: 12}),
      placedLabels(
        [
          ...lastOfEach(measured).map((mark) => ({
            ...toLabel(mark),
            text: `${mark.label}, c${mark.concurrency}`,
            bold: true
          })),
          ...named(
            greatest(bound, (mark) => mark.output_tokens_per_s),
            t("limits of physics", "物理极限")
          ),
          ...(data.article.setup.asks === undefined ? [] : lastOfEach(predicted)).map((mark) => ({
            ...toLabel(mark),
            text: `${mark.label}, c${mark.concurrency}`
          })),
          ...named(
            least(data.article.setup.asks === undefined ? predicted : [], (mark) => mark.output_tokens_per_s_per_user),
            t("predicted, ", "预测，") + loads(predicted).join(t(", ", "、"))
          ),
          ...concurrencies(measured)
        ],
        {dots, lines}
      )
    ]
  });
}

/** The last mark of each configuration: its highest load. */
const lastOfEach = (marks: readonly ParetoMark[]): ParetoMark[] => [
  ...new Map(marks.map((mark) => [mark.label, mark])).values()
];

/** A muted name at a mark that stands for several; none where there is no such mark. */
const named = (mark: ParetoMark | undefined, text: string): PlacedLabel[] =>
  mark === undefined ? [] : [{...toPoint(mark), text, color: "var(--muted)"}];

const loads = (marks: readonly ParetoMark[]): string[] => [...new Set(marks.map((mark) => `c${mark.concurrency}`))];

/** The concurrencies where there is room: of each curve the first, then all of the one with the most levels; its name has the last. */
function concurrencies(measured: readonly ParetoMark[]): PlacedLabel[] {
  const curves = groups(measured, (mark) => mark.label).map(([, own]) => own);
  const longest = greatest(curves, (own) => own.length) ?? [];
  const last = curves.map((own) => own.at(-1)!);
  const first = curves.map((own) => own[0]!);
  return [...new Set([...first, ...longest])]
    .filter((mark) => !last.includes(mark))
    .map((mark) => ({
      ...toPoint(mark),
      text: `c${mark.concurrency}`,
      color: mark.color,
      optional: true
    }));
}

/** The intervals of both quantities, where a mark has them. */
function whiskers(marks: readonly ParetoMark[]): Plot.Markish {
  const known = marks.filter((mark) => mark.interval !== undefined);
  return [
    Plot.ruleX(known, {
      x: at.x,
      y1: (d: ParetoMark) => d.interval!.all[0],
      y2: (d: ParetoMark) => d.interval!.all[1],
      stroke: "color"
    }),
    Plot.ruleY(known, {
      y: at.y,
      x1: (d: ParetoMark) => d.interval!.user[0],
      x2: (d: ParetoMark) => d.interval!.user[1],
      stroke: "color"
    })
  ];
}

const toPoint = (mark: ParetoMark): {x: number; y: number} => ({x: mark[at.x], y: mark[at.y]});

const toLabel = (mark: ParetoMark): {x: number; y: number; text: string; color: string} => ({
  ...toPoint(mark),
  text: mark.label,
  color: mark.color
});

function finding(
  {data, lang}: Env,
  measured: readonly ParetoMark[],
  published: readonly ParetoMark[],
  predicted: readonly ParetoMark[]
): string {
  const t = teller(lang);
  const foreseen = greatest(predicted, (mark) => mark.output_tokens_per_s);
  if (measured.length + published.length === 0 && foreseen !== undefined)
    return t(
      `Predicted: ${foreseen.label} gives ${withUnit(formatNumber(foreseen.output_tokens_per_s), "tok/s", lang)} to ${foreseen.concurrency} users`,
      `预测：${foreseen.label} 在并发 ${foreseen.concurrency} 下为 ${withUnit(formatNumber(foreseen.output_tokens_per_s), "tok/s", lang)}`
    );
  const best = greatest(measured, (mark) => mark.output_tokens_per_s);
  const single = printedRows(data, ["tpot_ms", "throughput_tokens_per_s"]).filter(
    (row) => Math.abs(impliedStreams(row)! - 1) < 0.02
  );
  const gave =
    best === undefined
      ? null
      : t(
          `${best.label} gave ${withUnit(formatNumber(best.output_tokens_per_s), "tok/s", lang)} to ${best.concurrency} users`,
          `${best.label} 在并发 ${best.concurrency} 下为 ${withUnit(formatNumber(best.output_tokens_per_s), "tok/s", lang)}`
        );
  const pace =
    published.length === 0
      ? null
      : t(
          `${single.length} of ${published.length} printed throughputs are one user's pace`,
          `所印 ${published.length} 个吞吐中有 ${single.length} 个只是单个用户的速度`
        );
  return [pace, gave].filter((part) => part !== null).join(t("; ", "；"));
}

function span(marks: readonly ParetoMark[]): string {
  return `${formatNumber(min(marks, (d) => d.output_tokens_per_s))}–${formatNumber(max(marks, (d) => d.output_tokens_per_s))}`;
}
