import type {RenderFunction} from "@observablehq/plot";

/** A direct label beside a mark, placed in data units. */
export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly color: string;
}

/**
 * Moves positions (pixels) apart until neighbours are at least `gap` apart, as little as needed: clusters that
 * collide are centred on their mean. Order is kept; the result stays within [lo, hi] when it fits.
 */
export function spreadApart(positions: readonly number[], gap: number, lo = -Infinity, hi = Infinity): number[] {
  const order = positions.map((_, i) => i).sort((a, b) => positions[a]! - positions[b]!);
  const clusters: {sum: number; members: number[]}[] = [];
  const top = ({sum, members}: {sum: number; members: number[]}): number => {
    const half = ((members.length - 1) * gap) / 2;
    return Math.max(lo, Math.min(hi - 2 * half, sum / members.length - half));
  };
  for (const i of order) {
    let cluster = {sum: positions[i]!, members: [i]};
    for (let last = clusters.at(-1); last !== undefined; last = clusters.at(-1)) {
      if (top(last) + last.members.length * gap <= top(cluster)) break;
      cluster = {sum: last.sum + cluster.sum, members: [...last.members, ...cluster.members]};
      clusters.pop();
    }
    clusters.push(cluster);
  }
  const placed = [...positions];
  for (const cluster of clusters) for (const [k, i] of cluster.members.entries()) placed[i] = top(cluster) + k * gap;
  return placed;
}

interface LabelOptions {
  readonly side?: "left" | "right";
  readonly dx?: number;
  readonly gap?: number;
  readonly align?: boolean;
  readonly above?: boolean;
}

/**
 * A Plot mark of labels that never overlap: each stands `dx` pixels from the outermost anchor (`align`) or from its
 * own, moved up or down as little as needed, with a thin leader to its anchor when it had to move. With `above`, none
 * stands lower than the lowest anchor.
 */
export function directLabels(
  labels: readonly Label[],
  {side = "right", dx = 10, gap = 16, align = false, above = false}: LabelOptions = {}
): RenderFunction {
  return (_index, scales, _values, dimensions, context) => {
    const sign = side === "right" ? 1 : -1;
    const at = labels.map(({x, y}) => ({x: Number(scales.x!(x)), y: Number(scales.y!(y))}));
    const outer = side === "right" ? Math.max(...at.map((p) => p.x)) : Math.min(...at.map((p) => p.x));
    const lowest = above ? Math.max(...at.map((p) => p.y)) : dimensions.height - dimensions.marginBottom;
    const ys = spreadApart(
      at.map((p) => p.y),
      gap,
      dimensions.marginTop,
      lowest
    );
    const {document} = context;
    const g = element(document, "g", {"pointer-events": "none"}); // what lies under a leader can be clicked
    for (const [i, label] of labels.entries()) {
      const {x, y} = at[i]!;
      const end = (align ? outer : x) + sign * dx;
      if (Math.abs(ys[i]! - y) > 3 || Math.abs(end - x) > dx + 3) {
        const d = `M${round(x + sign * 6)},${round(y)}L${round(end - sign * 3)},${round(ys[i]!)}`;
        g.append(element(document, "path", {d, stroke: label.color, "stroke-opacity": "0.6", fill: "none"}));
      }
      const text = element(document, "text", {
        x: round(end),
        y: round(ys[i]!),
        dy: "0.32em",
        fill: label.color,
        "text-anchor": side === "right" ? "start" : "end",
        "font-weight": "500",
        ...halo
      });
      text.textContent = label.text;
      g.append(text);
    }
    return g;
  };
}

const ns = "http://www.w3.org/2000/svg";

/** Keeps a label readable where it crosses a line. */
export const halo = {
  stroke: "var(--ground)",
  "stroke-width": "3",
  "paint-order": "stroke",
  "stroke-linejoin": "round"
} as const;

function element(document: Document, name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS(ns, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

interface RowOptions {
  /** Pixels that a label takes up in the row. */
  readonly gap?: number;
  /** Pixels from the anchors up (or, when negative, down) to the row. */
  readonly rise?: number;
}

/**
 * A Plot mark of short labels in a row above (or below) their anchors, which share a height: moved sideways so that
 * none overlap, each with a leader when it stands `rise` away or had to move.
 */
export function rowLabels(labels: readonly Label[], {gap = 30, rise = 16}: RowOptions = {}): RenderFunction {
  return (_index, scales, _values, dimensions, context) => {
    const {document} = context;
    const at = labels.map(({x, y}) => ({x: Number(scales.x!(x)), y: Number(scales.y!(y))}));
    const xs = spreadApart(
      at.map((p) => p.x),
      gap,
      dimensions.marginLeft,
      dimensions.width - gap / 3
    );
    const g = element(document, "g", {"pointer-events": "none"}); // what lies under a leader can be clicked
    for (const [i, {text, color}] of labels.entries()) {
      const {x, y} = at[i]!;
      const base = y - rise;
      const d = `M${round(xs[i]!)},${round(rise > 0 ? base + 4 : base - 11)}L${round(x)},${round(y)}`;
      g.append(element(document, "path", {d, stroke: color, "stroke-opacity": "0.6", fill: "none"}));
      const label = element(document, "text", {
        x: round(xs[i]!),
        y: round(base),
        fill: color,
        "text-anchor": "middle",
        "font-weight": "500",
        ...halo
      });
      label.textContent = text;
      g.append(label);
    }
    return g;
  };
}
