import * as Plot from "@observablehq/plot";
import type {Markish, PlotOptions} from "@observablehq/plot";
import {namingRows} from "./mark-rows.js";

/** Width of a chart in CSS pixels; the page scales it down and scrolls it below 560. */
export const chartWidth = 720;

/** A chart in the house's style: no background, the page's font, faint grid, room for direct labels. */
export function chart(options: PlotOptions & {document: Document}): SVGSVGElement {
  const x = labelEveryTick(options.x, "x");
  const y = labelEveryTick(options.y, "y");
  const plot = Plot.plot({
    width: chartWidth,
    height: 400,
    marginTop: 28,
    marginRight: 24,
    marginBottom: 44,
    marginLeft: 56,
    ...options,
    ...(x === null ? {} : {x: x.scale}),
    ...(y === null ? {} : {y: y.scale}),
    marks: [x?.marks, y?.marks, namingRows(options.marks ?? [])],
    style: {background: "none", color: "var(--ink)", fontFamily: "inherit", fontSize: "13px", overflow: "visible"}
  });
  const svg = plot.tagName.toLowerCase() === "svg" ? plot : plot.querySelector("svg");
  if (svg === null) throw new Error("the chart has no svg element");
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  // The image has one name and is a whole to those who hear it; Plot also names each mark, which ARIA forbids on a group.
  for (const mark of svg.getElementsByTagName("g")) mark.removeAttribute("aria-label");
  return svg as SVGSVGElement;
}

/**
 * A logarithmic axis whose ticks are given prints every one of them: Plot would drop labels such as 5 and 0.05 when
 * the axis is long. Null for other axes, which Plot draws by itself.
 */
function labelEveryTick(
  scale: PlotOptions["x"],
  dimension: "x" | "y"
): {scale: NonNullable<PlotOptions["x"]>; marks: Markish} | null {
  if (scale == null || scale.type !== "log" || !Array.isArray(scale.ticks)) return null;
  const ticks = scale.ticks.map(Number);
  const {label = null, labelAnchor, tickSize} = scale;
  const options = {
    label,
    text: ticks.map(tickFormat),
    ...(labelAnchor && {labelAnchor}),
    ...(tickSize != null && {tickSize})
  };
  const [axis, grid] =
    dimension === "x"
      ? [Plot.axisX(ticks, options as Plot.AxisXOptions), Plot.gridX(ticks)]
      : [Plot.axisY(ticks, options as Plot.AxisYOptions), Plot.gridY(ticks)];
  return {scale: {...scale, axis: null, grid: false}, marks: scale.grid === true ? [grid, axis] : axis};
}

/** Plain numbers on logarithmic axes: 1, 10, 100, 1,000. */
export const tickFormat = (value: number): string => (value >= 1 ? value.toLocaleString("en-US") : String(value));

/**
 * Round ticks of a logarithmic axis over [lo, hi], at most `most` of them: 1, 2, 5 of each decade; finer where that
 * leaves fewer than three, coarser where it gives too many.
 */
export function logTicks([lo, hi]: readonly (number | undefined)[], most = 8): number[] {
  if (lo === undefined || hi === undefined || !(lo > 0) || hi < lo) return [];
  const ladder = (steps: readonly number[]): number[] => {
    const ticks: number[] = [];
    for (let k = Math.floor(Math.log10(lo)); k <= Math.ceil(Math.log10(hi)); k++)
      for (const step of steps) ticks.push(Number(`${step}e${k}`));
    return ticks.filter((tick) => tick >= lo && tick <= hi);
  };
  const usual = ladder([1, 2, 5]);
  const fine = ladder([1, 2, 3, 4, 6]);
  if (usual.length < 3 && fine.length <= most) return fine;
  if (usual.length <= most) return usual;
  // 1 and 3 read as even steps over two decades; over more, whole decades are enough.
  const coarse = ladder([1, 3]);
  return coarse.length <= most && hi / lo < 300 ? coarse : ladder([1]);
}
