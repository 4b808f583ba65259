import type {RenderFunction} from "@observablehq/plot";
import {halo, type Label} from "./labels.js";
import {textWidth} from "./text-width.js";

/** A label that looks for room: beside its anchor, or, when it must stand, farther away with a leader. */
export interface PlacedLabel extends Label {
  /** Left out where there is no room beside the anchor. */
  readonly optional?: boolean;
  readonly bold?: boolean;
}

/** What labels keep clear of, in data units. */
export interface Obstacles {
  readonly dots: readonly {readonly x: number; readonly y: number}[];
  readonly lines: readonly (readonly {readonly x: number; readonly y: number}[])[];
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

type Point = readonly [number, number];

const lineHeight = 15;
const dotRadius = 6;

/**
 * A Plot mark of labels placed one after another, so that the first in the list choose first: none covers another, a
 * dot, or, as far as there is room, a line.
 */
export function placedLabels(labels: readonly PlacedLabel[], {dots, lines}: Obstacles): RenderFunction {
  return (_index, scales, _values, dimensions, context) => {
    const px = ({x, y}: {x: number; y: number}): Point => [Number(scales.x!(x)), Number(scales.y!(y))];
    const frame = {x: 0, y: 0, w: dimensions.width, h: dimensions.height - dimensions.marginBottom};
    const taken = new Boxes();
    for (const dot of dots) taken.add(around(px(dot), dotRadius));
    const drawn = new Boxes();
    for (const line of lines)
      for (const [i, end] of line.slice(1).entries()) for (const box of along(px(line[i]!), px(end))) drawn.add(box);
    const g = context.document.createElementNS(ns, "g");
    g.setAttribute("pointer-events", "none"); // what lies under a label or its leader can be clicked
    for (const label of labels) {
      const anchor = px(label);
      const size = {w: textWidth(label.text) * (label.bold === true ? 1.08 : 1), h: lineHeight};
      const free = (box: Box): boolean => inside(box, frame) && !taken.overlap(box);
      // Beside another dot, a label without a leader would seem to be that dot's.
      const near = beside(anchor, size).filter((box) =>
        dots.every((dot) => gap(box, px(dot)) >= 12 || same(px(dot), anchor))
      );
      const far = label.optional === true ? [] : around16(anchor, size);
      const all = [...near, ...far];
      const box =
        all.find((candidate) => free(candidate) && !drawn.overlap(candidate)) ??
        (label.optional === true ? undefined : all.find(free));
      if (box === undefined) continue;
      taken.add(box);
      if (!near.includes(box)) {
        const end = nearestEdge(box, anchor);
        g.append(leader(context.document, anchor, end, label.color));
        for (const part of along(anchor, end).slice(1)) taken.add(part);
      }
      g.append(words(context.document, box, label));
    }
    return g;
  };
}

/** Side of the squares by which boxes are found, px: about a label's. */
const square = 32;

/** Boxes of which one that overlaps another is found without a look at them all: lines are made of thousands. */
class Boxes {
  private readonly squares = new Map<string, Box[]>();

  add(box: Box): void {
    for (const key of squaresOf(box)) {
      const known = this.squares.get(key);
      if (known === undefined) this.squares.set(key, [box]);
      else known.push(box);
    }
  }

  overlap(box: Box): boolean {
    for (const key of squaresOf(box)) if (this.squares.get(key)?.some((other) => overlap(box, other))) return true;
    return false;
  }
}

function* squaresOf({x, y, w, h}: Box): Generator<string> {
  for (let i = Math.floor(x / square); i <= Math.floor((x + w) / square); i++)
    for (let j = Math.floor(y / square); j <= Math.floor((y + h) / square); j++) yield `${i},${j}`;
}

const ns = "http://www.w3.org/2000/svg";

const around = ([x, y]: Point, r: number): Box => ({x: x - r, y: y - r, w: 2 * r, h: 2 * r});

/** Small boxes along a line, close enough that no letter slips through. */
function along(a: Point, b: Point): Box[] {
  const n = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / 6));
  return Array.from({length: n + 1}, (_, i) =>
    around([a[0] + ((b[0] - a[0]) * i) / n, a[1] + ((b[1] - a[1]) * i) / n], 1)
  );
}

/** Left, right, above and below the anchor, then its four corners. */
function beside([x, y]: Point, {w, h}: {w: number; h: number}): Box[] {
  const [left, right, up, down] = [x - w - 9, x + 9, y - h - 7, y + 7];
  const [middle, centre] = [y - h / 2, x - w / 2];
  return [
    [left, middle],
    [right, middle],
    [centre, up],
    [centre, down],
    [left, up + 6],
    [right, up + 6],
    [left, down - 6],
    [right, down - 6]
  ].map(([bx, by]) => ({x: bx!, y: by!, w, h}));
}

/** Sixteen directions, ring by ring outwards. */
function around16([x, y]: Point, {w, h}: {w: number; h: number}): Box[] {
  return [24, 36, 50, 66, 84, 104, 126, 150].flatMap((radius) =>
    Array.from({length: 16}, (_, i) => {
      const angle = Math.PI + (i % 2 === 0 ? 1 : -1) * Math.ceil(i / 2) * (Math.PI / 8);
      const [cx, cy] = [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
      return {x: cx + (Math.cos(angle) - 1) * (w / 2), y: cy - h / 2, w, h};
    })
  );
}

function inside(box: Box, frame: Box): boolean {
  return (
    box.x >= frame.x && box.y >= frame.y && box.x + box.w <= frame.x + frame.w && box.y + box.h <= frame.y + frame.h
  );
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

function nearestEdge({x, y, w, h}: Box, [ax, ay]: Point): Point {
  return [Math.min(Math.max(ax, x), x + w), Math.min(Math.max(ay, y), y + h)];
}

function gap(box: Box, point: Point): number {
  const [x, y] = nearestEdge(box, point);
  return Math.hypot(point[0] - x, point[1] - y);
}

const same = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1];

function leader(document: Document, from: Point, to: Point, color: string): SVGElement {
  const path = document.createElementNS(ns, "path");
  path.setAttribute("d", `M${from.map(round).join(",")}L${to.map(round).join(",")}`);
  path.setAttribute("stroke", color);
  path.setAttribute("stroke-opacity", "0.6");
  path.setAttribute("fill", "none");
  return path;
}

function words(document: Document, {x, y, w, h}: Box, {text, color, bold}: PlacedLabel): SVGElement {
  const made = document.createElementNS(ns, "text");
  const attributes = {
    x: round(x + w / 2),
    y: round(y + h / 2),
    dy: "0.34em",
    "text-anchor": "middle",
    fill: color,
    ...halo
  };
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (bold === true) made.setAttribute("font-weight", "600");
  made.textContent = text;
  return made;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
