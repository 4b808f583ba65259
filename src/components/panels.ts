import {chartWidth} from "./plot.js";
import {textWidth} from "./text-width.js";

/** One chart of several in a figure, with its place in the common image. */
export interface Panel {
  readonly svg: SVGSVGElement;
  readonly x: number;
  readonly y: number;
  /** Heading above the panel: its measure and unit. */
  readonly title: string;
}

const ns = "http://www.w3.org/2000/svg";
const inherited = ["fill", "text-anchor"];

/**
 * Several charts in one image. Their content becomes groups, because a style sheet that sizes the outer image would
 * size nested images too. Letters are 12 px, one less than in a chart of its own. `names` is a line of series names above all panels, each after a
 * piece of its line, where a panel has no room for labels of its own.
 */
export function panels(
  document: Document,
  parts: readonly Panel[],
  height: number,
  names: readonly SeriesName[] = []
): SVGSVGElement {
  const svg = document.createElementNS(ns, "svg");
  const first = parts[0]!.svg;
  for (const {name, value} of first.attributes) svg.setAttribute(name, value);
  svg.setAttribute("style", (svg.getAttribute("style") ?? "").replace(/font-size: *\d+px/, "font-size: 12px"));
  svg.setAttribute("viewBox", `0 0 ${chartWidth} ${height}`);
  const style = first.querySelector("style");
  if (style !== null) svg.append(style.cloneNode(true));
  if (names.length > 0) svg.append(nameLine(document, names));
  for (const part of parts) {
    const g = document.createElementNS(ns, "g");
    g.setAttribute("transform", `translate(${part.x},${part.y})`);
    for (const name of inherited) {
      const value = part.svg.getAttribute(name);
      if (value !== null) g.setAttribute(name, value);
    }
    const title = document.createElementNS(ns, "text");
    title.setAttribute("y", "13");
    title.setAttribute("font-weight", "600");
    title.setAttribute("text-anchor", "start");
    title.textContent = part.title;
    g.append(title, ...[...part.svg.childNodes].filter((node) => node.nodeName.toLowerCase() !== "style"));
    svg.append(g);
  }
  return svg;
}

/** A series as the line above the panels names it; `dash` left out where it is not drawn as a line. */
interface SeriesName {
  readonly label: string;
  readonly color: string;
  readonly dash?: string | null;
}

function nameLine(document: Document, names: readonly SeriesName[]): SVGGElement {
  const g = document.createElementNS(ns, "g");
  let x = 0;
  for (const {label, color, dash} of names) {
    if (dash !== undefined) {
      const line = document.createElementNS(ns, "path");
      line.setAttribute("d", `M${Math.round(x)},9h26`);
      line.setAttribute("stroke", color);
      line.setAttribute("stroke-width", "2");
      if (dash !== null) line.setAttribute("stroke-dasharray", dash);
      g.append(line);
      x += 32;
    }
    const text = document.createElementNS(ns, "text");
    text.setAttribute("x", String(Math.round(x)));
    text.setAttribute("y", "13");
    text.setAttribute("text-anchor", "start");
    text.setAttribute("fill", color);
    text.setAttribute("font-weight", "600");
    text.textContent = label;
    g.append(text);
    x += textWidth(label, 12.5) + 18;
  }
  return g;
}
