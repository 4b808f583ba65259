import type {RenderFunction} from "@observablehq/plot";

/** One dot with its interval, in data units. */
export interface IntervalDot {
  readonly x: number;
  readonly y: number;
  readonly lo: number;
  readonly hi: number;
}

const ns = "http://www.w3.org/2000/svg";

/** Outlines around the dot's centre, relative, and the character that stands for each in a legend. */
export const outlines = {
  circle: {path: "m-3,0a3,3 0 1,0 6,0a3,3 0 1,0-6,0", character: "○"},
  triangle: {path: "m0-3.6l3.4,6h-6.8z", character: "△"},
  square: {path: "m-2.7-2.7h5.4v5.4h-5.4z", character: "□"},
  diamond: {path: "m0-3.8l3.2,3.8l-3.2,3.8l-3.2-3.8z", character: "◇"},
  cross: {path: "m-3-3l6,6m0-6l-6,6", character: "×"},
  plus: {path: "m-3.6,0h7.2m-3.6-3.6v7.2", character: "+"}
} as const;

/**
 * A Plot mark of many dots with vertical whiskers as two paths in whole pixels, a tenth of the bytes of an element each.
 * @param options.shift pixels by which all stand aside along the diagonal of the frame, so that series which share
 *   their x do not hide each other, and each keeps its distance from the line of equality
 */
export function intervalDots(
  dots: readonly IntervalDot[],
  {color, outline, shift = 0}: {color: string; outline: keyof typeof outlines; shift?: number}
): RenderFunction {
  return (_index, scales, _values, dimensions, {document}) => {
    const {width, height, marginLeft, marginRight, marginTop, marginBottom} = dimensions;
    const rise = ((height - marginTop - marginBottom) / (width - marginLeft - marginRight)) * shift;
    const left = (value: number): number => Math.round(Number(scales.x!(value)) + shift);
    const top = (value: number): number => Math.round(Number(scales.y!(value)) - rise);
    const g = document.createElementNS(ns, "g");
    g.setAttribute("stroke", color);
    g.setAttribute("fill", "none");
    const add = (d: string, attributes: Readonly<Record<string, string>>): void => {
      const path = document.createElementNS(ns, "path");
      path.setAttribute("d", d);
      for (const [name, value] of Object.entries(attributes)) path.setAttribute(name, value);
      g.append(path);
    };
    add(dots.map(({x, lo, hi}) => `M${left(x)},${top(lo)}V${top(hi)}`).join(""), {"stroke-opacity": "0.6"});
    add(dots.map(({x, y}) => `M${left(x)},${top(y)}${outlines[outline].path}`).join(""), {
      "stroke-width": "1.3"
    });
    return g;
  };
}
