import * as Plot from "@observablehq/plot";
import type {PlotOptions} from "@observablehq/plot";

/** Width of a chart in CSS pixels; the page scales it down and scrolls it below 560. */
export const chartWidth = 720;

/** A chart in the house's style: no background, the page's font, faint grid, room for direct labels. */
export function chart(options: PlotOptions & {document: Document}): SVGSVGElement {
  const plot = Plot.plot({
    width: chartWidth,
    height: 400,
    marginTop: 28,
    marginRight: 24,
    marginBottom: 44,
    marginLeft: 56,
    ...options,
    style: {background: "none", color: "var(--ink)", fontFamily: "inherit", fontSize: "13px", overflow: "visible"}
  });
  const svg = plot.tagName.toLowerCase() === "svg" ? plot : plot.querySelector("svg");
  if (svg === null) throw new Error("the chart has no svg element");
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  return svg as SVGSVGElement;
}

/** Options of an axis: ticks in the faint ink, label with unit at the end of the axis. */
export const grid = {stroke: "var(--faint)", strokeOpacity: 1} as const;

/** Plain numbers on logarithmic axes: 1, 10, 100, 1,000. */
export const tickFormat = (value: number): string => (value >= 1 ? value.toLocaleString("en-US") : String(value));
