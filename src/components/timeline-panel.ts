import * as Plot from "@observablehq/plot";
import {max, min} from "d3";
import {rowLabels} from "./labels.js";
import {chart, tickFormat} from "./plot.js";
import {binned, minutesOf, type Timeline} from "./timeline-data.js";

interface PanelOptions {
  readonly document: Document;
  readonly height: number;
  readonly name: "power_w" | "sm_clock_mhz";
  readonly color: string;
  /** Null where the panel below carries it. */
  readonly xLabel: string | null;
  readonly limit: {readonly value: number; readonly text: string} | null;
  /** What stands above each band; null for a panel under one that has the words. */
  readonly bandText: ((i: number) => string) | null;
  /** Words at the longest gap; null when there is none to speak of. */
  readonly gap: {readonly minutes: number; readonly text: string} | null;
}

/** One quantity over time, the measured windows of the points as bands behind it. */
export function timelinePanel(timeline: Timeline, options: PanelOptions): SVGSVGElement {
  const {document, height, name, color, limit, bandText, gap} = options;
  const line = binned(timeline, name, 560);
  const values = line.flatMap(({value}) => value ?? []);
  const top = Math.max(max(values) ?? 1, limit?.value ?? 0) * 1.06;
  const floor = name === "power_w" ? 0 : (min(values) ?? 0) * 0.94;
  const bands = timeline.windows.map(({start, end}) => ({
    x1: minutesOf(start - timeline.start),
    x2: minutesOf(end - timeline.start)
  }));
  return chart({
    document,
    height,
    marginTop: bandText === null ? 22 : 56,
    marginBottom: options.xLabel === null ? 8 : 40,
    marginLeft: 50,
    marginRight: 14,
    x: {
      domain: [0, minutesOf(timeline.end - timeline.start)],
      label: options.xLabel,
      ticks: 10,
      ...(options.xLabel === null ? {axis: null} : {})
    },
    y: {domain: [floor, top], grid: true, ticks: 4, tickSize: 0, tickFormat, label: null},
    marks: [
      Plot.rect(bands, {x1: "x1", x2: "x2", y1: floor, y2: top, fill: "var(--faint)", fillOpacity: 0.55}),
      limit === null ? null : Plot.ruleY([limit.value], {stroke: "var(--bound)", strokeDasharray: "4,3"}),
      Plot.line(line, {x: "minutes", y: "value", stroke: color, strokeWidth: 1.25}),
      limit === null
        ? null
        : Plot.text([limit], {
            x: 0,
            y: "value",
            text: "text",
            textAnchor: "start",
            dx: 4,
            dy: 10,
            fill: "var(--muted)"
          }),
      gap === null
        ? null
        : Plot.text([gap], {
            x: "minutes",
            y: floor + 0.12 * (top - floor),
            text: "text",
            fill: "var(--muted)",
            lineWidth: 6
          }),
      bandText === null
        ? null
        : rowLabels(
            bands.map(({x1, x2}, i) => ({x: (x1 + x2) / 2, y: top, text: bandText(i), color: "var(--ink)"})),
            {gap: 34, rise: 10}
          )
    ]
  });
}
