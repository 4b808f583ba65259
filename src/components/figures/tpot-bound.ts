import * as Plot from "@observablehq/plot";
import {greatest, groups, max} from "d3";
import type {Curve} from "../../model/curve.js";
import {shownKind, type RunKind} from "../../model/dataset.js";
import {tpotFloorMs} from "../../model/physics/bounds.js";
import {teller, type Lang} from "../../model/text.js";
import {boundTarget} from "../bounds.js";
import {ownColumn, viewColumns} from "../columns.js";
import {conditions, whiskerNote} from "../conditions.js";
import {floorTick} from "../floor-tick.js";
import {formatNumber, formatPercent, withUnit} from "../format.js";
import {levelSpread, rowsOf} from "../levels.js";
import {html} from "../markup.js";
import {panels} from "../panels.js";
import {chart, chartWidth} from "../plot.js";
import {drawnSeries} from "../series.js";
import type {Env, Figure} from "../view.js";
import {articleCurves, sourceOf} from "../workload.js";

interface Mark {
  readonly id: string;
  readonly kind: RunKind;
  readonly label: string;
  readonly color: string;
  readonly symbol: string;
  readonly concurrency: number;
  readonly tpot_p50_ms: number;
  readonly tpot_p50_ms_lo: number | null;
  readonly tpot_p50_ms_hi: number | null;
  readonly n_runs: number;
  readonly tpot_floor_ms: number;
  /** Floor / TPOT: the share of the memory bandwidth that the decode step puts to use, at least. */
  readonly floor_share: number;
}

/** TPOT against the least that memory bandwidth allows, load by load. */
export const tpotBound: Figure = {
  id: "tpot-bound",
  build(env) {
    const {data, lang} = env;
    const t = teller(lang);
    const curves = articleCurves(data).filter((curve) => boundTarget(data, curve) !== null);
    const marks = curves.flatMap((curve) => marksOf(env, curve));
    if (marks.length === 0)
      return {
        empty: t(
          "Run a closed-loop sweep on a GPU of data/hardware.yaml, or ingest one.",
          "请在 data/hardware.yaml 所列的 GPU 上运行或导入闭环 sweep。"
        )
      };
    const rows = rowsOf(curves);
    const whisker = whiskerNote(
      curves.flatMap((curve) => curve.levels),
      lang
    );
    const title = finding(marks, lang);
    return {
      title,
      subtitle: t(
        `TPOT p50, ms; dashed: bytes of weights and KV read in a step / data sheet bandwidth; ${conditions(rows, lang)}; ${whisker}`,
        `TPOT p50，ms；虚线：每步读取的权重与 KV 字节数/标称带宽；${conditions(rows, lang)}；${whisker}`
      ),
      svg: draw(env, marks),
      alt: t(
        `${marks.length} measured loads from ${ends(marks, lang)}. ${title}.`,
        `${marks.length} 档实测并发，${ends(marks, lang)}。${title}。`
      ),
      table: {
        caption: t("TPOT and its floor, load by load", "TPOT 与其下限，按并发"),
        columns: [
          ...viewColumns(["id", "kind", "label", "concurrency", "tpot_p50_ms"], lang),
          ownColumn("tpot_p50_ms_lo", "ms", lang, "TPOT p50, lower end", "TPOT p50，下端"),
          ownColumn("tpot_p50_ms_hi", "ms", lang, "TPOT p50, upper end", "TPOT p50，上端"),
          ...viewColumns(["n_runs", "tpot_floor_ms"], lang),
          ownColumn("floor_share", "share", lang, "Floor / TPOT p50", "下限/TPOT p50")
        ],
        rows: marks.map(({color: _c, symbol: _s, ...row}) => row)
      },
      source: sourceOf(rows, data),
      method: html`${t(
        "Floor: bytes of the weights without the input embedding, plus the KV cache of all running requests at their mean context (input + output / 2), over the data sheet's memory bandwidth. No engine that reads its weights and cache once a step can be faster. The share is floor / TPOT p50, the mean of the repeats.",
        "下限：不含输入嵌入的权重字节数，加上全部在途请求按平均上下文（输入 + 输出/2）计的 KV 缓存，除以标称显存带宽。每步读取一遍权重与缓存的引擎不可能更快。占比为下限/TPOT p50（各次重复的平均值）。"
      )}`,
      kinds: [shownKind(data), "bound"]
    };
  }
};

function marksOf({data}: Env, curve: Curve): Mark[] {
  const target = boundTarget(data, curve);
  if (target === null) return [];
  const {label, color, symbol} = drawnSeries(data, curve);
  return curve.levels.flatMap((level) => {
    const {value, lo, hi, n_runs} = levelSpread(level, "tpot_p50_ms");
    if (value === null) return [];
    const {concurrency} = level;
    const load = {inputTokens: curve.input_tokens, outputTokens: curve.output_tokens, concurrency};
    const tpot_floor_ms = tpotFloorMs(target, load);
    const drawn = {id: level.rows[0]!.point_id, kind: shownKind(data), label, color, symbol, concurrency};
    const tpot = {tpot_p50_ms: value, tpot_p50_ms_lo: lo, tpot_p50_ms_hi: hi, n_runs};
    return [{...drawn, ...tpot, tpot_floor_ms, floor_share: tpot_floor_ms / value}];
  });
}

/** Pixels of a load; of a panel above its loads, the first with room for headings; and below the last for the axis. */
const rowHeight = 27;
const above = (first: boolean): number => (first ? 44 : 30);
const below = 40;

/** One panel a configuration, all on the same scale. */
function draw({lang, document}: Env, marks: readonly Mark[]): SVGSVGElement {
  const t = teller(lang);
  const own = groups(marks, (mark) => mark.label);
  const top = max(marks, (mark) => mark.tpot_p50_ms_hi ?? mark.tpot_p50_ms)!;
  let height = 0;
  const parts = own.map(([title, shown], i) => {
    const last = i === own.length - 1;
    const size = above(i === 0) + shown.length * rowHeight + (last ? below : 4);
    const svg = panel({document, shown, top, size, words: words(t, i === 0), first: i === 0, last});
    height += size;
    return {svg, x: 0, y: height - size, title};
  });
  return panels(document, parts, height);
}

interface Words {
  readonly concurrency: string;
  readonly floor: string;
  readonly axis: string;
}

const words = (t: ReturnType<typeof teller>, first: boolean): Words => ({
  concurrency: first ? t("concurrency", "并发") : "",
  floor: first ? t("floor, ms", "下限，ms") : "",
  axis: t("TPOT p50, ms →", "TPOT p50，ms →")
});

interface PanelOptions {
  readonly document: Document;
  readonly shown: readonly Mark[];
  readonly top: number;
  readonly size: number;
  readonly words: Words;
  readonly first: boolean;
  readonly last: boolean;
}

function panel({
  document,
  shown,
  top,
  size,
  words: {concurrency, floor, axis},
  first,
  last
}: PanelOptions): SVGSVGElement {
  const y = "concurrency";
  const column = (dx: number, text: (mark: Mark) => string, heading: string): Plot.Markish => [
    Plot.text(shown, {
      y,
      frameAnchor: "left",
      textAnchor: "end",
      dx,
      text,
      fill: dx < -60 ? "var(--ink)" : "var(--muted)"
    }),
    Plot.text([heading], {frameAnchor: "top-left", textAnchor: "end", dx, dy: -14, text: String, fill: "var(--muted)"})
  ];
  return chart({
    document,
    width: chartWidth,
    height: size,
    marginTop: above(first),
    marginBottom: last ? below : 4,
    marginLeft: 150,
    marginRight: 24,
    x: {domain: [0, top * 1.12], grid: true, ticks: 8, ...(last ? {label: axis} : {axis: null})},
    y: {type: "point", domain: shown.map((mark) => mark.concurrency), padding: 0.5, axis: null},
    color: {type: "identity"},
    symbol: {type: "identity"},
    marks: [
      column(-76, (mark) => String(mark.concurrency), concurrency),
      column(-14, (mark) => formatNumber(mark.tpot_floor_ms), floor),
      Plot.ruleY(shown, {
        y,
        x1: "tpot_floor_ms",
        x2: "tpot_p50_ms",
        stroke: "color",
        strokeOpacity: 0.35,
        strokeWidth: 5
      }),
      Plot.dot(shown, {
        x: "tpot_floor_ms",
        y,
        symbol: floorTick,
        stroke: "var(--bound)",
        strokeWidth: 2,
        strokeDasharray: "4,3",
        r: 9
      }),
      Plot.ruleY(shown, {y, x1: "tpot_p50_ms_lo", x2: "tpot_p50_ms_hi", stroke: "color", strokeWidth: 1.5}),
      Plot.dot(shown, {x: "tpot_p50_ms", y, symbol: "symbol", fill: "color", r: 5}),
      Plot.text(shown, {
        x: (mark: Mark) => mark.tpot_p50_ms_hi ?? mark.tpot_p50_ms,
        y,
        text: (mark: Mark) => formatPercent(mark.floor_share),
        textAnchor: "start",
        dx: 12,
        fontWeight: 600,
        fill: "color"
      })
    ]
  });
}

/** Of several configurations, the one that comes nearest its floor. */
function finding(marks: readonly Mark[], lang: Lang): string {
  const t = teller(lang);
  const own = groups(marks, (mark) => mark.label).map(([, each]) => each);
  const best = greatest(own, (each) => max(each, (mark) => mark.floor_share))!;
  const top = greatest(best, (mark) => mark.floor_share)!;
  const last = best.at(-1)!;
  const {label} = top;
  const share = formatPercent(top.floor_share);
  const reaches =
    own.length === 1
      ? t(
          `${label} reaches ${share} of its bandwidth floor at ${streams(top.concurrency, lang)}`,
          `${label} 在并发 ${top.concurrency} 下达到带宽下限的 ${share}`
        )
      : t(
          `Of ${own.length}, ${label} comes nearest its bandwidth floor: ${share} at ${streams(top.concurrency, lang)}`,
          `${own.length} 个配置中 ${label} 最接近带宽下限：并发 ${top.concurrency} 下为 ${share}`
        );
  if (last === top) return reaches;
  const then = formatPercent(last.floor_share);
  return t(`${reaches}, ${then} at ${last.concurrency}`, `${reaches}，并发 ${last.concurrency} 下为 ${then}`);
}

const streams = (n: number, lang: Lang): string => teller(lang)(n === 1 ? "1 stream" : `${n} streams`, String(n));

function ends(marks: readonly Mark[], lang: Lang): string {
  const sorted = marks.map((mark) => mark.tpot_p50_ms).sort((a, b) => a - b);
  const unit = teller(lang)(" to ", " 至 ");
  return `${formatNumber(sorted[0])}${unit}${withUnit(formatNumber(sorted.at(-1)), "ms", lang)}`;
}
