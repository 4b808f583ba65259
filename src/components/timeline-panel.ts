import * as Plot from "@observablehq/plot";
import {max, min} from "d3";
import {rowLabels} from "./labels.js";
import {chart, tickFormat} from "./plot.js";

/** One quantity over the minutes of a run. */
export interface TimelineLine {
  readonly document: Document;
  readonly color: string;
  /** Values in time bins; null where the telemetry has a gap, which breaks the line. */
  readonly line: readonly (readonly [minutes: number, value: number | null])[];
  /** Of the whole run. */
  readonly minutes: number;
  /** Measured windows, in minutes. */
  readonly windows: readonly {readonly start: number; readonly end: number}[];
  /** Words at the longest gap; null when there is none to speak of. */
  readonly gap: {readonly minutes: number; readonly text: string} | null;
  /** Options of Plot that tell the bands of the windows apart, where something is linked to them. */
  readonly link?: {render: Plot.RenderFunction};
}

interface PanelOptions {
  readonly height: number;
  /** Whether the axis starts at zero; else just below the least value. */
  readonly floorAtZero: boolean;
  /** Null where the panel below carries it. */
  readonly xLabel: string | null;
  readonly limit: {readonly value: number; readonly text: string} | null;
  /** What stands above each band; null for a panel under one that has the words. */
  readonly bandText: ((i: number) => string) | null;
}

/** One quantity over time, the measured windows of the points as bands behind it. */
export function timelinePanel(
  {document, color, line, minutes, windows, gap, link}: TimelineLine,
  {height, floorAtZero, xLabel, limit, bandText}: PanelOptions
): SVGSVGElement {
  const values = line.flatMap(([, value]) => value ?? []);
  const top = Math.max(max(values) ?? 1, limit?.value ?? 0) * 1.06;
  const floor = floorAtZero ? 0 : (min(values) ?? 0) * 0.94;
  const bands = windows.map(({start, end}) => ({x1: start, x2: end}));
  return chart({
    document,
    height,
    marginTop: bandText === null ? 22 : 56,
    marginBottom: xLabel === null ? 8 : 40,
    marginLeft: 50,
    marginRight: 14,
    x: {
      domain: [0, minutes],
      label: xLabel,
      ticks: 10,
      ...(xLabel === null ? {axis: null} : {})
    },
    y: {domain: [floor, top], grid: true, ticks: 4, tickSize: 0, tickFormat, label: null},
    marks: [
      Plot.rect(bands, {x1: "x1", x2: "x2", y1: floor, y2: top, fill: "var(--faint)", fillOpacity: 0.55, ...link}),
      limit === null ? null : Plot.ruleY([limit.value], {stroke: "var(--bound)", strokeDasharray: "4,3"}),
      Plot.line(line as [number, number | null][], {x: "0", y: "1", stroke: color, strokeWidth: 1.25}),
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
