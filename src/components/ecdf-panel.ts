import * as Plot from "@observablehq/plot";
import {bisectRight} from "d3";
import {rowLabels} from "./labels.js";
import {loadColor} from "./palette.js";
import {chart, logTicks} from "./plot.js";
import type {RequestLevel} from "./request-levels.js";
import {formatPercent} from "./format.js";

interface PanelSize {
  readonly width: number;
  readonly height: number;
  readonly xLabel: string;
}

/** Cumulative shares of one latency, one stepped line a concurrency, labelled above its upper end. */
export function ecdfPanel(
  document: Document,
  levels: readonly RequestLevel[],
  name: "ttft_ms" | "e2e_ms",
  {width, height, xLabel}: PanelSize
): SVGSVGElement {
  const all = levels.flatMap((level) => [level[name][0] ?? 1, level[name].at(-1) ?? 1]);
  const domain = [Math.min(...all) / 1.15, Math.max(...all) * 1.15];
  const color = (level: RequestLevel): string => loadColor(levels.indexOf(level), levels.length);
  const cached =
    name === "ttft_ms"
      ? levels.flatMap((level) =>
          level.cached.map((ms) => ({
            ms,
            share: bisectRight(level.ttft_ms, ms) / level.ttft_ms.length,
            color: color(level)
          }))
        )
      : [];
  return chart({
    document,
    width,
    height,
    marginTop: 58,
    marginBottom: 38,
    marginLeft: 50,
    marginRight: 16,
    x: {type: "log", domain, grid: true, ticks: logTicks(domain, 6), tickSize: 3, label: xLabel},
    y: {domain: [0, 1], grid: true, ticks: 5, tickSize: 0, tickFormat: formatPercent, label: null},
    color: {type: "identity"},
    marks: [
      Plot.ruleY([0.5], {stroke: "var(--muted)", strokeDasharray: "1,3"}),
      levels.map((level) =>
        Plot.line(steps(level[name]), {x: "0", y: "1", curve: "step-after", stroke: color(level), strokeWidth: 1.75})
      ),
      Plot.dot(cached, {x: "ms", y: "share", symbol: "plus", stroke: "color", strokeWidth: 2, r: 5}),
      rowLabels(
        levels.map((level) => ({x: level[name].at(-1)!, y: 1, text: `c${level.concurrency}`, color: color(level)}))
      )
    ]
  });
}

/** Steps that a panel can show: every value up to this many, beyond that evenly spaced ranks with both ends kept. */
const mostSteps = 80;

function steps(ascending: readonly number[]): [number, number][] {
  const n = ascending.length;
  const drawn = Math.min(n, mostSteps);
  const ranks = Array.from({length: drawn}, (_, i) => (drawn === 1 ? 0 : Math.round((i * (n - 1)) / (drawn - 1))));
  return [[ascending[0]!, 0], ...ranks.map((rank): [number, number] => [ascending[rank]!, (rank + 1) / n])];
}
