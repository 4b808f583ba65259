import * as Plot from "@observablehq/plot";
import {extent, max, min} from "d3";
import {teller, type Lang} from "../../model/text.js";
import {ownColumn, viewColumns} from "../columns.js";
import {energyRows, type EnergyRow} from "../energy-rows.js";
import {listed} from "../conditions.js";
import {formatNumber, formatPrinted} from "../format.js";
import {halo} from "../labels.js";
import {html} from "../markup.js";
import {chart, logTicks, tickFormat} from "../plot.js";
import {articleTables, printedRows} from "../published.js";
import type {Env, Figure} from "../view.js";
import {sourceOf} from "../workload.js";

/** Printed tokens a second a watt against the same from the row's numbers and against what was measured at equal load. */
export const energyPrinted: Figure = {
  id: "energy-printed",
  build(env) {
    const {data, lang} = env;
    const t = teller(lang);
    const rows = energyRows(data);
    if (rows.length === 0)
      return {
        empty: t("Enter the energy table of a source in its facts.yaml.", "请在来源的 facts.yaml 中录入其能耗表。")
      };
    const title = finding(rows, lang);
    const points = data.points.filter((point) => rows.some((row) => row.measured_id === point.point_id));
    return {
      title,
      subtitle: t(
        `tok/s/W, logarithmic: printed (hollow), printed throughput / printed power (×), measured at the concurrency that the printed throughput means (filled); n = ${rows.length} rows`,
        `tok/s/W，对数坐标：所印值（空心）、所印吞吐/所印功耗（×）、与所印吞吐相当的并发下的实测值（实心）；n = ${rows.length} 行`
      ),
      svg: draw(env, rows),
      alt: t(
        `${rows.length} configurations, printed ${span(rows)} tok/s/W. ${title}.`,
        `${rows.length} 个配置，所印 ${span(rows)} tok/s/W。${title}。`
      ),
      table: {
        caption: t("Printed, recomputed and measured tokens per second per watt", "所印、重算与实测的每瓦吞吐"),
        columns: [
          ...viewColumns(["id", "label"], lang),
          ownColumn("tokens_per_s_per_w", "tok/s/W", lang, "As printed", "所印"),
          ownColumn("recomputed_tokens_per_s_per_w", "tok/s/W", lang, "Recomputed", "重算"),
          ownColumn("streams", null, lang, "Streams that the printed throughput means", "所印吞吐相当的并发"),
          {
            name: "measured_id",
            label: t("Measured at that concurrency", "该并发下的实测点"),
            unit: null,
            numeric: false
          },
          ownColumn("measured_tokens_per_s_per_w", "tok/s/W", lang, "Measured", "实测"),
          ownColumn("ratio", null, lang, "Measured / printed", "实测/所印")
        ],
        rows: rows.map(({color: _c, symbol: _s, measured_color: _m, measured_symbol: _y, ...row}) => row)
      },
      source: listed(
        [articleTables(data, printedRows(data, ["tokens_per_s_per_w"]), lang), sourceOf(points, data)],
        lang
      ),
      method: html`${t(
        `Recomputed: printed throughput / printed power. Streams: printed throughput x printed TPOT / 1000, rounded; the measured point has the ${data.article.noun.en}'s token counts and that concurrency. Measured: output throughput / mean board power over the window. The printed power is the typical power of the card, not a reading. The measured GPU is another one: the ratio says how far apart they are, not which of them is wrong.`,
        `重算：所印吞吐/所印功耗。并发：所印吞吐×所印 TPOT/1000，取整；实测点的输入输出长度与${data.article.noun.zh}相同，并发与之相等。实测：输出吞吐/窗口内平均板卡功耗。所印功耗为显卡规格表的典型功耗，并非读数；此处比较的是另一种 GPU，比值只说明差距，不说明谁有错。`
      )}`,
      kinds: points.length === 0 ? ["published"] : ["published", "measured"]
    };
  }
};

function draw({lang, document}: Env, rows: readonly EnergyRow[]): SVGSVGElement {
  const t = teller(lang);
  const measured = rows.filter((row) => row.measured_tokens_per_s_per_w !== null);
  const [lo, hi] = extent(
    rows.flatMap((row) => [
      row.tokens_per_s_per_w,
      row.recomputed_tokens_per_s_per_w,
      row.measured_tokens_per_s_per_w ?? row.tokens_per_s_per_w
    ])
  );
  const domain = [lo! / 1.8, hi! * 2.4];
  const y = "label";
  const text = {y, stroke: halo.stroke, strokeWidth: 3} as const;
  const heading = {...text, fill: "var(--muted)", dy: -28} as const;
  return chart({
    document,
    height: 92 + rows.length * 50,
    marginTop: 40,
    marginLeft: 118,
    x: {type: "log", domain, grid: true, ticks: logTicks(domain), tickFormat, label: "tok/s/W →"},
    y: {type: "point", padding: 0.6, domain: rows.map((row) => row.label), label: null, tickSize: 0},
    color: {type: "identity"},
    symbol: {type: "identity"},
    marks: [
      Plot.ruleY(measured, {
        y,
        x1: "tokens_per_s_per_w",
        x2: "measured_tokens_per_s_per_w",
        stroke: "measured_color",
        strokeOpacity: 0.3,
        strokeWidth: 3
      }),
      Plot.dot(rows, {
        x: "tokens_per_s_per_w",
        y,
        symbol: "symbol",
        stroke: "color",
        fill: "var(--ground)",
        strokeWidth: 2,
        r: 7
      }),
      Plot.dot(rows, {
        x: "recomputed_tokens_per_s_per_w",
        y,
        symbol: "times",
        stroke: "color",
        strokeWidth: 1.5,
        r: 3.5
      }),
      Plot.dot(measured, {
        x: "measured_tokens_per_s_per_w",
        y,
        symbol: "measured_symbol",
        fill: "measured_color",
        r: 5.5
      }),
      Plot.text(rows, {
        ...text,
        x: "tokens_per_s_per_w",
        text: (row: EnergyRow) => formatPrinted(row.tokens_per_s_per_w),
        textAnchor: "end",
        dx: -15,
        fill: "color"
      }),
      Plot.text(measured, {
        ...text,
        x: "measured_tokens_per_s_per_w",
        text: (row: EnergyRow) =>
          `${formatNumber(row.measured_tokens_per_s_per_w)}${t(` at c${row.streams}`, `（c${row.streams}）`)}`,
        textAnchor: "start",
        dx: 11,
        fill: "measured_color"
      }),
      Plot.text(measured, {
        ...text,
        x: (row: EnergyRow) => Math.sqrt(row.tokens_per_s_per_w * row.measured_tokens_per_s_per_w!),
        text: (row: EnergyRow) => `${formatNumber(row.ratio)}\u00a0×`,
        dy: -11,
        fontWeight: 600,
        fill: "measured_color"
      }),
      Plot.text(rows.slice(0, 1), {...heading, x: "tokens_per_s_per_w", text: () => t("printed", "所印")}),
      Plot.text(measured.slice(0, 1), {
        ...heading,
        x: "measured_tokens_per_s_per_w",
        text: (row: EnergyRow) => t(`${row.measured_label}, measured`, `${row.measured_label} 实测`)
      })
    ]
  });
}

function finding(rows: readonly EnergyRow[], lang: Lang): string {
  const t = teller(lang);
  const wrong = rows.filter((row) => Math.abs(row.recomputed_tokens_per_s_per_w / row.tokens_per_s_per_w - 1) > 0.02);
  const measured = rows.filter((row) => row.ratio !== null);
  const agree =
    wrong.length === 0
      ? t(`The ${rows.length} printed tok/s/W follow from their rows`, `所印 ${rows.length} 个 tok/s/W 与各自行相符`)
      : t(
          `${wrong.length} of ${rows.length} printed tok/s/W do not follow from their rows`,
          `所印 ${rows.length} 个 tok/s/W 中有 ${wrong.length} 个与该行不符`
        );
  if (measured.length === 0) return agree;
  const [lo, hi] = [formatNumber(min(measured, (row) => row.ratio)), formatNumber(max(measured, (row) => row.ratio))];
  const gpus = [...new Set(measured.map((row) => row.measured_label))].join(t(" and ", "、"));
  const range = lo === hi ? lo : `${lo}${t(" to ", " 至 ")}${hi}`;
  return t(`${agree}; ${gpus} measured ${range} times as much`, `${agree}；同等并发下 ${gpus} 实测为其 ${range} 倍`);
}

function span(rows: readonly EnergyRow[]): string {
  return `${formatPrinted(min(rows, (row) => row.tokens_per_s_per_w))}–${formatPrinted(max(rows, (row) => row.tokens_per_s_per_w))}`;
}
