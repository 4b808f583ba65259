import * as Plot from "@observablehq/plot";
import {groups, max, mean} from "d3";
import {tpotFloorMs} from "../../model/physics/bounds.js";
import {teller, type Lang} from "../../model/text.js";
import {boundTarget} from "../bounds.js";
import {ownColumn, viewColumns} from "../columns.js";
import {conditions, whiskerNote} from "../conditions.js";
import {floorTick} from "../floor-tick.js";
import {formatNumber, formatPercent, withUnit} from "../format.js";
import {halo} from "../labels.js";
import {rowsOf, within} from "../levels.js";
import {html} from "../markup.js";
import {chart} from "../plot.js";
import {drawnSeries} from "../series.js";
import type {Env, Figure} from "../view.js";
import {articleCurves, sourceOf} from "../workload.js";

interface Mark {
  readonly id: string;
  readonly kind: "measured";
  readonly label: string;
  readonly color: string;
  readonly symbol: string;
  readonly concurrency: number;
  readonly tpot_p50_ms: number;
  readonly tpot_p50_ms_lo: number | null;
  readonly tpot_p50_ms_hi: number | null;
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
    const marks = marksOf(env);
    if (marks.length === 0)
      return {
        empty: t(
          "Run a closed-loop sweep on a GPU of data/hardware.yaml, or ingest one.",
          "请在 data/hardware.yaml 所列的 GPU 上运行或导入闭环 sweep。"
        )
      };
    const rows = rowsOf(articleCurves(data)).filter((row) => marks.some((mark) => mark.id === row.point_id));
    const title = finding(marks, lang);
    return {
      title,
      subtitle: t(
        `TPOT p50, ms; dashed: bytes of weights and KV read in a step / data sheet bandwidth; ${conditions(rows, lang)}; ${whiskerNote(lang)}`,
        `TPOT p50，ms；虚线：每步读取的权重与 KV 字节数/标称带宽；${conditions(rows, lang)}；${whiskerNote(lang)}`
      ),
      svg: draw(env, marks),
      alt: t(
        `${marks.length} measured points from ${ends(marks, lang)}. ${title}.`,
        `${marks.length} 个实测点，${ends(marks, lang)}。${title}。`
      ),
      table: {
        caption: t("TPOT and its floor, point by point", "TPOT 与其下限逐点数据"),
        columns: [
          ...viewColumns(["id", "kind", "label", "concurrency", "tpot_p50_ms"], lang),
          ownColumn("tpot_p50_ms_lo", "ms", lang, "TPOT p50, lower end", "TPOT p50，下端"),
          ownColumn("tpot_p50_ms_hi", "ms", lang, "TPOT p50, upper end", "TPOT p50，上端"),
          ...viewColumns(["tpot_floor_ms"], lang),
          ownColumn("floor_share", "share", lang, "Floor / TPOT p50", "下限/TPOT p50")
        ],
        rows: marks.map(({color: _c, symbol: _s, ...row}) => row)
      },
      source: sourceOf(rows, data),
      method: html`${t(
        "Floor: bytes of the weights without the input embedding, plus the KV cache of all running requests at their mean context (input + output / 2), over the data sheet's memory bandwidth. No engine that reads its weights and cache once a step can be faster. The share is floor / TPOT p50.",
        "下限：不含输入嵌入的权重字节数，加上全部在途请求按平均上下文（输入 + 输出/2）计的 KV 缓存，除以标称显存带宽。每步读取一遍权重与缓存的引擎不可能更快。占比为下限/TPOT p50。"
      )}`,
      kinds: ["measured", "bound"]
    };
  }
};

function marksOf({data}: Env): Mark[] {
  return articleCurves(data).flatMap((curve) => {
    const target = boundTarget(data, curve);
    if (target === null) return [];
    const {label, color, symbol} = drawnSeries(data, curve);
    return rowsOf([curve]).flatMap((row) => {
      if (row.tpot_p50_ms === null || row.concurrency === null) return [];
      const {concurrency, tpot_p50_ms} = row;
      const {lo, hi} = within(row, "tpot_p50_ms");
      const tpot_floor_ms = tpotFloorMs(target, {
        inputTokens: curve.input_tokens,
        outputTokens: curve.output_tokens,
        concurrency
      });
      const numbers = {concurrency, tpot_p50_ms, tpot_p50_ms_lo: lo, tpot_p50_ms_hi: hi, tpot_floor_ms};
      const floor_share = tpot_floor_ms / tpot_p50_ms;
      return [{id: row.point_id, kind: "measured" as const, label, color, symbol, ...numbers, floor_share}];
    });
  });
}

function draw({lang, document}: Env, marks: readonly Mark[]): SVGSVGElement {
  const t = teller(lang);
  const labels = [...new Set(marks.map((mark) => mark.label))];
  const levels = [...new Set(marks.map((mark) => mark.concurrency))].sort((a, b) => a - b);
  const facet = labels.length > 1 ? {fy: "label"} : {};
  const first = byLevel(marks);
  const top = max(marks, (mark) => mark.tpot_p50_ms_hi ?? mark.tpot_p50_ms)!;
  const halo3 = {stroke: halo.stroke, strokeWidth: 3};
  return chart({
    document,
    height: 76 + labels.length * levels.length * 38,
    marginLeft: 64,
    marginRight: labels.length > 1 ? 130 : 24,
    x: {domain: [0, top * 1.12], grid: true, label: t("TPOT p50, ms →", "TPOT p50，ms →"), ticks: 8},
    y: {type: "point", domain: levels, padding: 0.6, label: null, tickFormat: String, tickSize: 0},
    fy: {label: null, domain: labels},
    color: {type: "identity"},
    symbol: {type: "identity"},
    marks: [
      Plot.text([t("concurrency", "并发")], {frameAnchor: "top-left", dx: -60, dy: -18, text: (d: string) => d}),
      Plot.ruleY(first, {
        ...facet,
        y: "concurrency",
        x1: "tpot_floor_ms",
        x2: "tpot_p50_ms",
        stroke: "color",
        strokeOpacity: 0.35,
        strokeWidth: 5
      }),
      Plot.dot(first, {
        ...facet,
        x: "tpot_floor_ms",
        y: "concurrency",
        symbol: floorTick,
        stroke: "var(--bound)",
        strokeWidth: 2,
        strokeDasharray: "4,3",
        r: 12
      }),
      Plot.ruleY(marks, {
        ...facet,
        y: "concurrency",
        x1: "tpot_p50_ms_lo",
        x2: "tpot_p50_ms_hi",
        stroke: "color",
        strokeWidth: 1.5
      }),
      Plot.dot(marks, {...facet, x: "tpot_p50_ms", y: "concurrency", symbol: "symbol", fill: "color", r: 5}),
      Plot.text(first, {
        ...facet,
        x: (d: Mark) => d.tpot_p50_ms_hi ?? d.tpot_p50_ms,
        y: "concurrency",
        text: (d: Mark) => formatPercent(d.floor_share),
        textAnchor: "start",
        dx: 12,
        fontWeight: 600,
        fill: "color",
        ...halo3
      }),
      Plot.text(first, {
        ...facet,
        x: "tpot_floor_ms",
        y: "concurrency",
        text: (d: Mark) =>
          `${d === first[0] ? t("floor ", "下限 ") : ""}${withUnit(formatNumber(d.tpot_floor_ms), "ms", lang)}`,
        textAnchor: "end",
        dx: -7,
        fill: "var(--muted)",
        ...halo3
      })
    ]
  });
}

/** Repeats of a load share a row: the share that is printed is that of their mean. */
function byLevel(marks: readonly Mark[]): Mark[] {
  return groups(marks, (mark) => `${mark.label} ${mark.concurrency}`).map(([, same]) => {
    const tpot_p50_ms = mean(same, (mark) => mark.tpot_p50_ms)!;
    const tpot_p50_ms_hi = max(same, (mark) => mark.tpot_p50_ms_hi ?? mark.tpot_p50_ms)!;
    return {...same[0]!, tpot_p50_ms, tpot_p50_ms_hi, floor_share: same[0]!.tpot_floor_ms / tpot_p50_ms};
  });
}

function finding(marks: readonly Mark[], lang: Lang): string {
  const t = teller(lang);
  const {label} = marks[0]!;
  const own = byLevel(marks).filter((mark) => mark.label === label);
  const [first, last] = [own[0]!, own.at(-1)!];
  return first.concurrency === last.concurrency
    ? t(
        `${label} reaches ${formatPercent(first.floor_share)} of its bandwidth floor at ${streams(first.concurrency, lang)}`,
        `${label} 在并发 ${first.concurrency} 下达到带宽下限的 ${formatPercent(first.floor_share)}`
      )
    : t(
        `${label} reaches ${formatPercent(first.floor_share)} of its bandwidth floor at ${streams(first.concurrency, lang)}, ${formatPercent(last.floor_share)} at ${last.concurrency}`,
        `${label} 在并发 ${first.concurrency} 下达到带宽下限的 ${formatPercent(first.floor_share)}，并发 ${last.concurrency} 下为 ${formatPercent(last.floor_share)}`
      );
}

const streams = (n: number, lang: Lang): string => teller(lang)(n === 1 ? "1 stream" : `${n} streams`, String(n));

function ends(marks: readonly Mark[], lang: Lang): string {
  const sorted = marks.map((mark) => mark.tpot_p50_ms).sort((a, b) => a - b);
  const unit = teller(lang)(" to ", " 至 ");
  return `${formatNumber(sorted[0])}${unit}${withUnit(formatNumber(sorted.at(-1)), "ms", lang)}`;
}
