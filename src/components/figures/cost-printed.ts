import * as Plot from "@observablehq/plot";
import {extent, max, min} from "d3";
import {costPerMtok} from "../../model/cost.js";
import {teller, type Lang} from "../../model/text.js";
import {ownColumn, viewColumns} from "../columns.js";
import {formatNumber, formatPrinted} from "../format.js";
import {halo} from "../labels.js";
import {html} from "../markup.js";
import {chart, logTicks, tickFormat} from "../plot.js";
import {articleTables, printedRows} from "../published.js";
import {drawnSeries} from "../series.js";
import type {Env, Figure} from "../view.js";

interface Mark {
  readonly id: string;
  readonly kind: "published";
  readonly label: string;
  readonly color: string;
  readonly symbol: string;
  readonly price_cny_per_hour: number;
  readonly throughput_tokens_per_s: number;
  readonly cost_cny_per_mtok_output: number;
  readonly cost_recomputed_cny_per_mtok_output: number;
  /** Recomputed / printed cost. */
  readonly ratio: number;
  /** Throughput that would make the printed cost true. */
  readonly throughput_implied_tokens_per_s: number;
}

/** Printed cost against the cost that follows from the same row's price and throughput. */
export const costPrinted: Figure = {
  id: "cost-printed",
  build(env) {
    const {data, lang} = env;
    const t = teller(lang);
    const rows = printedRows(data, ["cost_cny_per_mtok_output", "price_cny_per_hour", "throughput_tokens_per_s"]);
    const marks = marksOf(env, rows);
    if (marks.length === 0)
      return {
        empty: t("Enter the cost table of a source in its facts.yaml.", "请在来源的 facts.yaml 中录入其成本表。")
      };
    const title = finding(marks, lang);
    return {
      title,
      subtitle: t(
        `CNY per million output tokens, logarithmic: as printed (hollow) and price per hour / printed throughput (×); n = ${marks.length} rows`,
        `元/百万输出 token，对数坐标：所印值（空心）与每小时价格/所印吞吐（×）；n = ${marks.length} 行`
      ),
      svg: draw(env, marks),
      alt: t(
        `${marks.length} configurations; printed ${span(marks, "cost_cny_per_mtok_output")}, recomputed ${span(marks, "cost_recomputed_cny_per_mtok_output")} CNY per million tokens. ${title}.`,
        `${marks.length} 个配置；所印 ${span(marks, "cost_cny_per_mtok_output")}，重算 ${span(marks, "cost_recomputed_cny_per_mtok_output")} 元/百万 token。${title}。`
      ),
      table: {
        caption: t("Printed and recomputed cost", "所印与重算成本"),
        columns: [
          ...viewColumns(["id", "kind", "label"], lang),
          ownColumn("price_cny_per_hour", "CNY/h", lang, "Price per hour, all GPUs", "每小时价格（全部卡）"),
          ownColumn("throughput_tokens_per_s", "tok/s", lang, "Throughput as printed", "所印吞吐"),
          ownColumn("cost_cny_per_mtok_output", "CNY/Mtok", lang, "Cost as printed", "所印成本"),
          ownColumn("cost_recomputed_cny_per_mtok_output", "CNY/Mtok", lang, "Cost recomputed", "重算成本"),
          ownColumn("ratio", null, lang, "Recomputed / printed", "重算/所印"),
          ownColumn(
            "throughput_implied_tokens_per_s",
            "tok/s",
            lang,
            "Throughput that the printed cost needs",
            "所印成本所需的吞吐"
          )
        ],
        rows: marks.map(({color: _c, symbol: _s, ...row}) => row)
      },
      source: articleTables(data, rows, lang),
      method: html`${t(
        "Recomputed: price per hour of all GPUs x 1e6 / (printed throughput x 3600), at full use of the machine. Less use would cost more. Turned round, the printed cost needs a throughput of price x 1e6 / (printed cost x 3600).",
        "重算：全部卡的每小时价格×1e6/（所印吞吐×3600），按机器满负荷计；利用率更低则成本更高。反过来，所印成本需要的吞吐为价格×1e6/（所印成本×3600）。"
      )}`,
      kinds: ["published"]
    };
  }
};

function marksOf({data}: Env, rows: ReturnType<typeof printedRows>): Mark[] {
  return rows
    .map((row) => {
      const {label, color, symbol} = drawnSeries(data, row);
      const [price, throughput, printed] = [
        row.price_cny_per_hour!,
        row.throughput_tokens_per_s!,
        row.cost_cny_per_mtok_output!
      ];
      // The row prices the whole configuration, so it counts as one.
      const recomputed = costPerMtok({price_per_gpu_h: price, gpus: 1, tokens_per_s: throughput, utilisation: 1});
      return {
        id: row.published_id,
        kind: "published" as const,
        label,
        color,
        symbol,
        price_cny_per_hour: price,
        throughput_tokens_per_s: throughput,
        cost_cny_per_mtok_output: printed,
        cost_recomputed_cny_per_mtok_output: recomputed,
        ratio: recomputed / printed,
        throughput_implied_tokens_per_s: (price * 1e6) / (printed * 3600)
      };
    })
    .sort((a, b) => b.cost_recomputed_cny_per_mtok_output - a.cost_recomputed_cny_per_mtok_output);
}

function draw({lang, document}: Env, marks: readonly Mark[]): SVGSVGElement {
  const t = teller(lang);
  const [lo, hi] = extent(marks.flatMap((d) => [d.cost_cny_per_mtok_output, d.cost_recomputed_cny_per_mtok_output]));
  const domain = [lo! / 1.5, hi! * 1.9];
  const y = "label";
  const text = {fill: "color", stroke: halo.stroke, strokeWidth: 3, y} as const;
  return chart({
    document,
    height: 76 + marks.length * 46,
    marginTop: 34,
    marginLeft: 118,
    x: {
      type: "log",
      domain,
      grid: true,
      ticks: logTicks(domain),
      tickFormat,
      label: t("CNY per million output tokens →", "元/百万输出 token →")
    },
    y: {type: "point", padding: 0.6, domain: marks.map((d) => d.label), label: null, tickSize: 0},
    color: {type: "identity"},
    symbol: {type: "identity"},
    marks: [
      Plot.ruleY(marks, {
        y,
        x1: "cost_cny_per_mtok_output",
        x2: "cost_recomputed_cny_per_mtok_output",
        stroke: "color",
        strokeOpacity: 0.4,
        strokeWidth: 3
      }),
      Plot.dot(marks, {
        x: "cost_cny_per_mtok_output",
        y,
        symbol: "symbol",
        stroke: "color",
        fill: "var(--ground)",
        strokeWidth: 2,
        r: 6
      }),
      Plot.dot(marks, {
        x: "cost_recomputed_cny_per_mtok_output",
        y,
        symbol: "times",
        stroke: "color",
        strokeWidth: 2,
        r: 6
      }),
      Plot.text(marks, {
        ...text,
        x: "cost_cny_per_mtok_output",
        text: (d: Mark) => formatPrinted(d.cost_cny_per_mtok_output),
        textAnchor: "end",
        dx: -12
      }),
      Plot.text(marks, {
        ...text,
        x: "cost_recomputed_cny_per_mtok_output",
        text: (d: Mark) => formatNumber(d.cost_recomputed_cny_per_mtok_output),
        textAnchor: "start",
        dx: 12
      }),
      Plot.text(marks, {
        ...text,
        x: (d: Mark) => Math.sqrt(d.cost_cny_per_mtok_output * d.cost_recomputed_cny_per_mtok_output),
        text: (d: Mark) => times(d.ratio),
        dy: -12,
        fontWeight: 600
      }),
      Plot.text(marks.slice(0, 1), {
        ...text,
        fill: "var(--muted)",
        x: "cost_cny_per_mtok_output",
        text: () => t("printed", "所印"),
        dy: -26
      }),
      Plot.text(marks.slice(0, 1), {
        ...text,
        fill: "var(--muted)",
        x: "cost_recomputed_cny_per_mtok_output",
        text: () => t("recomputed", "重算"),
        dy: -26
      })
    ]
  });
}

const times = (ratio: number): string => `${formatNumber(ratio)}\u00a0×`;

/** How far a recomputed cost may lie from the printed one and still be its rounding. */
const rounding = 0.05;

function finding(marks: readonly Mark[], lang: Lang): string {
  const t = teller(lang);
  const low = marks.filter((mark) => mark.ratio > 1 + rounding);
  const off = marks.filter((mark) => Math.abs(mark.ratio - 1) > rounding);
  const factors = `${formatNumber(min(off, (d) => d.ratio))}${t(" to ", " 至 ")}${formatNumber(max(off, (d) => d.ratio))}`;
  if (off.length === 0)
    return t(
      `All ${marks.length} printed costs follow from their row's price and throughput`,
      `所印 ${marks.length} 项成本均与该行价格和吞吐相符`
    );
  if (low.length === marks.length && marks.length > 1)
    return t(
      `All ${marks.length} printed costs are too low: their own rows give ${factors} times as much`,
      `所印 ${marks.length} 项成本全部偏低：按其自身价格与吞吐应为 ${factors} 倍`
    );
  return t(
    `${off.length} of ${marks.length} printed costs do not follow from their row: off by a factor of ${factors}`,
    `所印 ${marks.length} 项成本中有 ${off.length} 项与该行不符：重算为其 ${factors} 倍`
  );
}

function span(
  marks: readonly Mark[],
  name: "cost_cny_per_mtok_output" | "cost_recomputed_cny_per_mtok_output"
): string {
  return `${formatNumber(min(marks, (d) => d[name]))}–${formatNumber(max(marks, (d) => d[name]))}`;
}
