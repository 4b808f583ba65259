import {chartWidth} from "./plot.js";

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
 * size nested images too. Letters are 12 px, one less than in a chart of its own. `names` is a line of series names in their colours above all panels, where each panel has
 * no room for its own labels.
 */
export function panels(
  document: Document,
  parts: readonly Panel[],
  height: number,
  names: readonly {label: string; color: string}[] = []
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

function nameLine(document: Document, names: readonly {label: string; color: string}[]): SVGTextElement {
  const text = document.createElementNS(ns, "text");
  text.setAttribute("y", "13");
  text.setAttribute("text-anchor", "start");
  for (const [i, {label, color}] of names.entries()) {
    const span = document.createElementNS(ns, "tspan");
    span.setAttribute("fill", color);
    span.setAttribute("font-weight", "600");
    if (i > 0) span.setAttribute("dx", "18");
    span.textContent = label;
    text.append(span);
  }
  return text;
}
