import * as Plot from "@observablehq/plot";
import {greatest, least} from "d3";
import {teller, type Lang} from "../../model/text.js";
import {boundRows, shareOf, type BoundRow} from "../bound-rows.js";
import {ownColumn, viewColumns} from "../columns.js";
import {conditions, listed} from "../conditions.js";
import {floorTick} from "../floor-tick.js";
import {formatNumber, formatPercent, formatPrinted} from "../format.js";
import {halo} from "../labels.js";
import {html} from "../markup.js";
import {panels} from "../panels.js";
import {chart} from "../plot.js";
import {articleTables, printedRows} from "../published.js";
import type {Env, Figure} from "../view.js";
import {articleCurves, sourceOf} from "../workload.js";

/** Printed TPOT and TTFT against the physical floor of each card, with what was measured at one stream beside. */
export const publishedBound: Figure = {
  id: "published-bound",
  build(env) {
    const {data, lang} = env;
    const t = teller(lang);
    const rows = boundRows(data);
    if (!rows.some((row) => row.kind === "published"))
      return {
        empty: t("Enter the latency tables of a source in its facts.yaml.", "请在来源的 facts.yaml 中录入其时延表。")
      };
    const measured = articleCurves(data)
      .flatMap((curve) => curve.levels)
      .filter((level) => rows.some(({id}) => id === level.rows[0]!.point_id))
      .flatMap((level) => level.rows);
    const title = finding(rows, lang);
    return {
      title,
      subtitle: t(
        `TPOT and TTFT, ms: printed hollow, measured p50 filled (one stream${measured.length === 0 ? "" : `, ${conditions(measured, lang)}`}), dashed the floor of the card; per cent = floor / value`,
        `TPOT 与 TTFT，ms：所印值空心，实测 p50 实心（单路${measured.length === 0 ? "" : `，${conditions(measured, lang)}`}），虚线为该卡的物理下限；百分数 = 下限/数值`
      ),
      svg: draw(env, rows),
      alt: t(
        `Two panels of ${rows.length} configurations. ${title}. ${extremes(rows, lang)}`,
        `两个面板，${rows.length} 个配置。${title}。${extremes(rows, lang)}`
      ),
      table: {
        caption: t("Latency and its floor, configuration by configuration", "各配置的时延与其下限"),
        columns: [
          ...viewColumns(["id", "kind", "label"], lang),
          ownColumn("tpot_ms", "ms", lang, "TPOT", "TPOT"),
          ...viewColumns(["tpot_floor_ms"], lang),
          ownColumn("tpot_floor_share", "share", lang, "TPOT floor / TPOT", "TPOT 下限/TPOT"),
          ownColumn("ttft_ms", "ms", lang, "TTFT", "TTFT"),
          ...viewColumns(["ttft_floor_ms"], lang),
          ownColumn("ttft_floor_share", "share", lang, "TTFT floor / TTFT", "TTFT 下限/TTFT")
        ],
        rows: rows.map(({color: _c, symbol: _s, ...row}) => ({
          ...row,
          tpot_floor_share: shareOf(row, "tpot"),
          ttft_floor_share: shareOf(row, "ttft")
        }))
      },
      source: listed([articleTables(data, printedRows(data, ["tpot_ms"]), lang), sourceOf(measured, data)], lang),
      method: html`${t(
        `TPOT floor: bytes of weights and of one request's KV cache at its mean context / data sheet bandwidth of all cards. TTFT floor: the longer of the prompt's FLOPs / data sheet FLOP/s and reading the weights once. Both leave out the link between cards and everything that an engine adds. The ${data.article.noun.en} does not say at which load its latencies were taken; at more than one stream the true floor would be higher.`,
        `TPOT 下限：权重字节数加一个请求按平均上下文计的 KV 缓存，除以全部卡的标称带宽。TTFT 下限：提示词 FLOP 数/标称算力与读取一遍权重二者之大者。两者均不计卡间互连与引擎自身的开销。${data.article.noun.zh}未说明其时延取自何种负载；多于一路并发时，真实下限会更高。`
      )}`,
      kinds: measured.length === 0 ? ["published", "bound"] : ["published", "measured", "bound"]
    };
  }
};

function draw({lang, document}: Env, rows: readonly BoundRow[]): SVGSVGElement {
  const t = teller(lang);
  const height = 74 + rows.length * 36;
  const panel = (quantity: "tpot" | "ttft", width: number, marginLeft: number): SVGSVGElement => {
    const value = `${quantity}_ms` as const;
    const floor = `${quantity}_floor_ms` as const;
    const shown = rows.filter((row) => row[value] !== null);
    const y = "label";
    return chart({
      document,
      width,
      height,
      marginLeft,
      marginTop: 30,
      x: {
        domain: [0, (marginLeft > 40 ? 1.3 : 1.55) * Math.max(...shown.map((row) => row[value]!))],
        grid: true,
        ticks: marginLeft > 40 ? 5 : 4,
        label: `${quantity.toUpperCase()}${t(", ms →", "，ms →")}`
      },
      y: {
        type: "point",
        padding: 0.6,
        domain: rows.map((row) => row.label),
        label: null,
        tickSize: 0,
        ...(marginLeft > 40 ? {} : {axis: null})
      },
      color: {type: "identity"},
      symbol: {type: "identity"},
      marks: [
        Plot.ruleY(shown, {y, x1: floor, x2: value, stroke: "color", strokeOpacity: 0.35, strokeWidth: 4}),
        Plot.dot(shown, {
          x: floor,
          y,
          symbol: floorTick,
          stroke: "var(--bound)",
          strokeWidth: 2,
          strokeDasharray: "4,3",
          r: 11
        }),
        Plot.dot(shown, {
          x: value,
          y,
          symbol: "symbol",
          stroke: "color",
          fill: (row: BoundRow) => (row.kind === "measured" ? row.color : "var(--ground)"),
          strokeWidth: 2,
          r: 5.5
        }),
        Plot.text(shown, {
          x: value,
          y,
          text: (row: BoundRow) =>
            `${row.kind === "measured" ? formatNumber(row[value]) : formatPrinted(row[value])} · ${formatPercent(shareOf(row, quantity))}`,
          textAnchor: "start",
          dx: 11,
          fill: "color",
          stroke: halo.stroke,
          strokeWidth: 3
        })
      ]
    });
  };
  return panels(
    document,
    [
      {svg: panel("tpot", 432, 158), x: 0, y: 0, title: t("TPOT against bandwidth", "TPOT 与显存带宽")},
      {svg: panel("ttft", 284, 8), x: 436, y: 0, title: t("TTFT against FLOP/s", "TTFT 与算力")}
    ],
    height
  );
}

function finding(rows: readonly BoundRow[], lang: Lang): string {
  const t = teller(lang);
  const of = (kind: BoundRow["kind"]): readonly BoundRow[] =>
    rows.filter((row) => row.kind === kind && shareOf(row, "tpot") !== null);
  const printed = greatest(of("published"), (row) => shareOf(row, "tpot")!);
  const measured = greatest(of("measured"), (row) => shareOf(row, "tpot")!);
  if (printed === undefined) return t("No TPOT is printed that a floor could bound", "没有可与下限比较的所印 TPOT");
  const best = formatPercent(shareOf(printed, "tpot"));
  const broken = of("published").filter((row) => shareOf(row, "tpot")! > 1);
  if (broken.length > 0)
    return t(
      `${broken.length} printed TPOT lie below the floor of physics`,
      `有 ${broken.length} 个所印 TPOT 低于物理下限`
    );
  return measured === undefined
    ? t(
        `Printed TPOT use at most ${best} of the card's bandwidth (${printed.label})`,
        `所印 TPOT 最多用到显卡带宽的 ${best}（${printed.label}）`
      )
    : t(
        `Printed TPOT use at most ${best} of the card's bandwidth; ${measured.label}, measured, ${formatPercent(shareOf(measured, "tpot"))}`,
        `所印 TPOT 最多用到显卡带宽的 ${best}；实测 ${measured.label} 为 ${formatPercent(shareOf(measured, "tpot"))}`
      );
}

function extremes(rows: readonly BoundRow[], lang: Lang): string {
  const t = teller(lang);
  const slow = greatest(rows, (row) => row.tpot_ms ?? -1)!;
  const fast = least(rows, (row) => row.tpot_ms ?? Infinity)!;
  return t(
    `TPOT from ${formatNumber(fast.tpot_ms)} ms (${fast.label}) to ${formatNumber(slow.tpot_ms)} ms (${slow.label}).`,
    `TPOT 从 ${formatNumber(fast.tpot_ms)} ms（${fast.label}）到 ${formatNumber(slow.tpot_ms)} ms（${slow.label}）。`
  );
}
