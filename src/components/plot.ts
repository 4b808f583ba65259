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

/**
 * Ticks of a logarithmic axis over [lo, hi]: 1, 2 and 5 of each decade while there are fewer than three decades,
 * beyond that 1 and 10 alone.
 */
export function logTicks([lo, hi]: readonly [number | undefined, number | undefined] | readonly number[]): number[] {
  if (lo === undefined || hi === undefined || !(lo > 0) || hi < lo) return [];
  const steps = Math.log10(hi / lo) < 2.5 ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let k = Math.floor(Math.log10(lo)); k <= Math.ceil(Math.log10(hi)); k++)
    for (const step of steps) ticks.push(Number(`${step}e${k}`));
  return ticks.filter((tick) => tick >= lo && tick <= hi);
}
