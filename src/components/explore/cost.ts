import * as Plot from "@observablehq/plot";
import {extent, greatest, groups, least, max, min} from "d3";
import {defaultAssumptions} from "../../model/assumptions.js";
import {costPerMtok} from "../../model/cost.js";
import {teller} from "../../model/text.js";
import {ownColumn, viewColumns} from "../columns.js";
import {formatNumber, formatPercent} from "../format.js";
import {directLabels} from "../labels.js";
import {html} from "../markup.js";
import {chart, logTicks, tickFormat} from "../plot.js";
import {textWidth} from "../text-width.js";
import {linked} from "./linked.js";
import {meanOf} from "./metrics.js";
import type {Shown} from "./state.js";
import {kindsOf, nothing, sourceOf, workloadsOf, type ExploreEnv, type ExploreView} from "./view.js";

const name = "output_tokens_per_s";

/** One series at its highest throughput: cost is a straight line in the price, between two others. */
interface CostBand {
  readonly points: readonly Shown[];
  readonly label: string;
  readonly color: string;
  readonly symbol: string;
  /** Cost of a million output tokens for each unit of price per GPU-hour: at the value, and at the ends of its interval. */
  readonly cost: number;
  readonly lo: number;
  readonly hi: number;
  /** What the interval is: a prediction's, the least and greatest of repeats, or the assumed spread of a single run. */
  readonly by: "predicted" | "repeats" | "assumed" | "none";
  readonly prices: readonly number[];
}

/** Cost of a million output tokens against the price of a GPU-hour, with its uncertainty as a band. */
export const costView: ExploreView = {
  id: "explore-cost",
  followsSelection: false,
  build(env) {
    const {lang, model} = env;
    const t = teller(lang);
    const points = env.points.filter((point) => point.kind !== "bound" && point.values[name] !== undefined);
    const currency = currencyOf(env, points);
    const bands = currency === null ? [] : costBands(env, points, currency);
    if (currency === null || bands.length === 0) return nothing(lang, t("a known price", "已知价格"));
    const known = bands.flatMap((band) => band.prices.map((price) => ({...band, price})));
    const cheapest = least(known, (dot) => dot.cost * dot.price);
    const money = (value: number): string => `${formatNumber(value)}\u00a0${currency}`;
    const title =
      cheapest === undefined
        ? t("No price is known: costs against any price", "价格未知：任意价格下的成本")
        : t(
            `Least at known prices: ${cheapest.label}, ${money(cheapest.cost * cheapest.price)} a million output tokens`,
            `已知价格下最低：${cheapest.label}，每百万输出 token ${money(cheapest.cost * cheapest.price)}`
          );
    const spread = formatPercent(defaultAssumptions.run_spread);
    return {
      title,
      subtitle: t(
        `${currency} per million output tokens against ${currency} per GPU-hour, both logarithmic, each series at its highest throughput, full use; ${workloadsOf(env)}; band = 90 % interval of a prediction, least to greatest of repeats, or ±${spread} assumed of a single run`,
        `每百万输出 token 的 ${currency} 与每卡小时 ${currency}，双对数坐标，各系列取最高吞吐，满负荷；${workloadsOf(env)}；带为预测的 90 % 区间、重复的最小值至最大值，或单次运行所假设的 ±${spread}`
      ),
      svg: draw(env, bands, currency),
      alt: t(
        `${bands.length} cost lines in ${currency}. ${title}.`,
        `${bands.length} 条成本线，货币 ${currency}。${title}。`
      ),
      table: {
        caption: t("Cost at known prices", "已知价格下的成本"),
        columns: [
          ...viewColumns(["id", "kind", "label", "concurrency"], lang),
          ownColumn(
            `price_${currency.toLowerCase()}_per_gpu_h`,
            null,
            lang,
            `${currency} per GPU-hour`,
            `每卡小时 ${currency}`
          ),
          ...(["", "_lo", "_hi"] as const).map((end) =>
            ownColumn(
              `cost_${currency.toLowerCase()}_per_mtok_output${end}`,
              null,
              lang,
              `${currency} per Mtok${{"": "", _lo: ", lower end", _hi: ", upper end"}[end]}`,
              `${currency}/百万 token${{"": "", _lo: "，下端", _hi: "，上端"}[end]}`
            )
          )
        ],
        rows: known.map((dot) => ({
          id: dot.points[0]!.id,
          kind: dot.points[0]!.kind,
          label: dot.label,
          concurrency: dot.points[0]!.concurrency,
          [`price_${currency.toLowerCase()}_per_gpu_h`]: dot.price,
          [`cost_${currency.toLowerCase()}_per_mtok_output`]: dot.cost * dot.price,
          [`cost_${currency.toLowerCase()}_per_mtok_output_lo`]: dot.lo * dot.price,
          [`cost_${currency.toLowerCase()}_per_mtok_output_hi`]: dot.hi * dot.price
        }))
      },
      source: [sourceOf(points, lang), t("data/prices.yaml", "data/prices.yaml")].join(t("; ", "；")),
      method: html`${t(
        "Cost = price per GPU-hour × GPUs × 10⁶ / (throughput × 3600). Dots at known prices; currencies are never converted.",
        "成本 = 每卡小时价格 × 卡数 × 10⁶/（吞吐 × 3600）。圆点为已知价格；货币之间不换算。"
      )}`,
      kinds: kindsOf(bands.flatMap((band) => band.points)).filter((kind) => model.kinds.includes(kind))
    };
  }
};

/** The reader's currency, else the one in which most of the shown configurations have a price. */
function currencyOf({model, state}: ExploreEnv, points: readonly Shown[]): string | null {
  const gpus = new Set(points.map((point) => point.of.gpu));
  const priced = groups(model.prices, (price) => price.currency).map(([currency, prices]) => ({
    currency,
    n: new Set(prices.map(({gpu, gpus: n}) => `${gpu}x${n}`).filter((key) => gpus.has(key))).size
  }));
  return state.currency ?? greatest(priced, ({n}) => n)?.currency ?? null;
}

function costBands({model}: ExploreEnv, points: readonly Shown[], currency: string): CostBand[] {
  return groups(points, (point) => point.series).flatMap(([, own]): CostBand[] => {
    const {gpu, gpus, label, color, symbol, kind} = own[0]!.of;
    const prices = model.prices
      .filter((price) => `${price.gpu}x${price.gpus}` === gpu && price.currency === currency)
      .map((price) => price.price_per_gpu_h);
    if (prices.length === 0) return [];
    const levels = groups(own, (point) => point.concurrency);
    const [, top] = greatest(levels, ([, rows]) => meanOf(rows, name) ?? 0)!;
    const value = meanOf(top, name)!;
    const cost = (tokens_per_s: number): number =>
      costPerMtok({price_per_gpu_h: 1, gpus, tokens_per_s, utilisation: 1});
    const {lo, hi, by} = intervalOf(top, value, kind);
    return [{points: top, label, color, symbol, cost: cost(value), lo: cost(hi), hi: cost(lo), by, prices}];
  });
}

function intervalOf(rows: readonly Shown[], value: number, kind: string): {lo: number; hi: number; by: CostBand["by"]} {
  const [first] = rows;
  const [, lo, hi] = first!.values[name]!;
  if (kind === "predicted" && lo !== null && hi !== null) return {lo, hi, by: "predicted"};
  if (kind === "published") return {lo: value, hi: value, by: "none"};
  if (rows.length > 1) {
    const ends = [min, max].map((end) => end(rows, (row) => row.values[name]![0])!);
    return {lo: ends[0]!, hi: ends[1]!, by: "repeats"};
  }
  const spread = defaultAssumptions.run_spread;
  return {lo: value / (1 + spread), hi: value * (1 + spread), by: "assumed"};
}

function draw({document, lang}: ExploreEnv, bands: readonly CostBand[], currency: string): SVGSVGElement {
  const t = teller(lang);
  const [cheap = 1, dear = 1] = extent(bands.flatMap((band) => band.prices));
  const x: [number, number] = [cheap / 2, dear * 2];
  const [lo = 1, hi = 1] = extent(bands.flatMap((band) => [band.lo * x[0], band.hi * x[1]]));
  const y: [number, number] = [lo / 1.2, hi * 1.2];
  const dots = bands.flatMap((band) => band.prices.map((price) => ({...band, price, at: band.cost * price})));
  const dotsOf = (...kinds: string[]): typeof dots => dots.filter(({points}) => kinds.includes(points[0]!.kind));
  const indices = (band: CostBand): number[] => band.points.map((point) => point.index);
  const looks = [
    {rows: dotsOf("measured", "imported", "simulated"), fill: "color"},
    {rows: dotsOf("published"), fill: "var(--ground)", strokeWidth: 2},
    {rows: dotsOf("predicted"), fill: "var(--ground)", strokeDasharray: "1.5,1.2"}
  ];
  // As many names as have room; the table and the list of series have the others.
  const ends = bands.slice(0, 18).map((band) => ({x: x[1], y: band.cost * x[1], text: band.label, color: band.color}));
  return chart({
    document,
    height: 420,
    marginRight: 24 + Math.max(...ends.map((end) => textWidth(end.text))),
    x: {
      type: "log",
      domain: x,
      grid: true,
      ticks: logTicks(x),
      tickFormat,
      label: t(`${currency} per GPU-hour →`, `每卡小时 ${currency} →`)
    },
    y: {
      type: "log",
      domain: y,
      grid: true,
      ticks: logTicks(y),
      tickFormat,
      label: t(`↑ ${currency} per million output tokens`, `↑ ${currency}/百万输出 token`)
    },
    color: {type: "identity"},
    symbol: {type: "identity"},
    marks: [
      bands.map((band) => [
        Plot.areaY(x, {
          x: (price: number) => price,
          y1: (price: number) => band.lo * price,
          y2: (price: number) => band.hi * price,
          fill: band.color,
          fillOpacity: band.by === "assumed" ? 0.08 : 0.18,
          ...linked([band, band], indices)
        }),
        Plot.line(x, {
          x: (price: number) => price,
          y: (price: number) => band.cost * price,
          stroke: band.color,
          strokeWidth: 1.4,
          ...(band.by === "predicted" ? {strokeDasharray: "1,3"} : {}),
          ...linked([band, band], indices)
        })
      ]),
      looks.map(({rows, ...look}) =>
        Plot.dot(rows, {
          x: "price",
          y: "at",
          symbol: "symbol",
          stroke: "color",
          r: 4.5,
          ...look,
          ...linked(rows, indices, (dot) => `${dot.label}: ${formatNumber(dot.at)} ${currency}`)
        })
      ),
      directLabels(ends, {dx: 12, gap: 15})
    ]
  });
}
