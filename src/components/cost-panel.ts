import * as Plot from "@observablehq/plot";
import {extent} from "d3";
import {teller} from "../model/text.js";
import type {CostLine} from "./cost-lines.js";
import {formatPrinted} from "./format.js";
import {directLabels} from "./labels.js";
import {chart, logTicks, tickFormat} from "./plot.js";
import {textWidth} from "./text-width.js";
import type {Env} from "./view.js";

interface Size {
  readonly currency: string;
  readonly width: number;
  readonly height: number;
}

/** Cost against price per GPU-hour in one currency: lines of slope one, dots at known prices, printed costs hollow. */
export function costPanel(
  {lang, document}: Env,
  lines: readonly CostLine[],
  {currency, width, height}: Size
): SVGSVGElement {
  const t = teller(lang);
  const known = lines.flatMap((line) => [
    ...line.prices.map((price) => price.price_per_gpu_h),
    ...(line.readerPrice === null ? [] : [line.readerPrice])
  ]);
  const [least = 1, most = 1] = extent(known);
  const x: [number, number] = [least / 2, most * 2];
  const dots = lines.flatMap((line) =>
    line.prices.map(({price_per_gpu_h: price}) => ({...line, price, cost: line.costPerPrice * price}))
  );
  const printed = lines.flatMap((line) =>
    line.printed === null
      ? []
      : line.prices.slice(0, 1).map(({price_per_gpu_h: price}) => ({...line, price, cost: line.printed!}))
  );
  const costs = [
    ...lines.flatMap((line) => x.map((price) => line.costPerPrice * price)),
    ...printed.map((dot) => dot.cost)
  ];
  const [lo = 1, hi = 1] = extent(costs);
  // Configurations of one load stand at the end of their line; those of several are named once, above the lines.
  const names = [...new Map(lines.filter(isLoaded).map((line) => [line.label, line])).values()];
  const marginTop = 34 + 17 * names.length;
  const y: [number, number] = [lo / 1.2, hi * 1.2];
  const ends = lines.map((line) => ({
    x: x[1],
    y: line.costPerPrice * x[1],
    text: isLoaded(line) ? `c${line.concurrency}` : line.label,
    color: line.color
  }));
  const rules = [...new Set(lines.flatMap((line) => (line.readerPrice === null ? [] : [line.readerPrice])))];
  return chart({
    document,
    width,
    height,
    marginTop,
    marginLeft: 50,
    marginRight: 22 + Math.max(...ends.map((end) => textWidth(end.text))),
    x: {
      type: "log",
      domain: x,
      grid: true,
      ticks: logTicks(x),
      tickFormat,
      label: t(`${currency} per GPU-hour →`, `每卡小时 ${currency} →`)
    },
    y: {type: "log", domain: y, grid: true, ticks: logTicks(y), tickFormat, tickSize: 0, label: null},
    color: {type: "identity"},
    symbol: {type: "identity"},
    marks: [
      Plot.ruleX(rules, {stroke: "var(--accent)", strokeDasharray: "5,3"}),
      Plot.text(rules, {
        x: (price: number) => price,
        frameAnchor: "top",
        text: (price: number) => t(`your ${formatPrinted(price)}`, `您的 ${formatPrinted(price)}`),
        dy: -7,
        fill: "var(--accent)"
      }),
      lines.map((line) =>
        Plot.line(
          x.map((price) => [price, line.costPerPrice * price]),
          {
            stroke: line.color,
            strokeWidth: 1.5,
            ...(line.dash === null ? {} : {strokeDasharray: line.dash})
          }
        )
      ),
      Plot.dot(
        dots.filter((dot) => dot.kind !== "published"),
        {x: "price", y: "cost", symbol: "symbol", fill: "color", r: 4.5}
      ),
      Plot.dot(
        dots.filter((dot) => dot.kind === "published"),
        {x: "price", y: "cost", symbol: "times", stroke: "color", strokeWidth: 2, r: 5}
      ),
      Plot.ruleX(printed, {
        x: "price",
        y1: "cost",
        y2: (dot: (typeof printed)[number]) => dot.costPerPrice * dot.price,
        stroke: "color",
        strokeOpacity: 0.4
      }),
      Plot.dot(printed, {
        x: "price",
        y: "cost",
        symbol: "symbol",
        stroke: "color",
        fill: "var(--ground)",
        strokeWidth: 2,
        r: 5.5
      }),
      directLabels(
        printed.map((dot) => ({x: dot.price, y: dot.cost, text: formatPrinted(dot.cost), color: dot.color})),
        {gap: 15}
      ),
      names.map((line, i) => [
        Plot.link([{}], {
          x1: x[0],
          x2: x[0] * (x[1] / x[0]) ** 0.12,
          y1: y[1],
          y2: y[1],
          dy: (i - names.length) * 17 + 6,
          stroke: line.color,
          strokeWidth: 2,
          ...(line.dash === null ? {} : {strokeDasharray: line.dash})
        }),
        Plot.text([line.label], {
          x: x[0] * (x[1] / x[0]) ** 0.12,
          y: y[1],
          dx: 7,
          dy: (i - names.length) * 17 + 6,
          text: String,
          textAnchor: "start",
          fill: line.color,
          fontWeight: 600
        })
      ]),
      directLabels(ends, {dx: 12})
    ]
  });
}

const isLoaded = (line: CostLine): boolean => line.concurrency !== null;
