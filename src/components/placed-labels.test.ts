import * as Plot from "@observablehq/plot";
import {JSDOM} from "jsdom";
import {expect, it} from "vitest";
import {placedLabels, type PlacedLabel} from "./placed-labels.js";
import {textWidth} from "./text-width.js";

const {document} = new JSDOM("<!doctype html>").window;

interface Placed {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** Draws labels on a plain scale of pixels, y downwards. */
function place(labels: readonly PlacedLabel[], dots: readonly {x: number; y: number}[] = labels): Placed[] {
  const svg = Plot.plot({
    document,
    width: 400,
    height: 400,
    margin: 0,
    x: {domain: [0, 400], axis: null},
    y: {domain: [400, 0], axis: null},
    marks: [placedLabels(labels, {dots, lines: []})]
  });
  return [...svg.querySelectorAll("text")].map((text) => ({
    text: text.textContent ?? "",
    x: Number(text.getAttribute("x")),
    y: Number(text.getAttribute("y"))
  }));
}

const label = (x: number, y: number, text: string, optional = false): PlacedLabel => ({
  x,
  y,
  text,
  color: "var(--ink)",
  optional
});

it("stands every label that must stand, none over another", () => {
  const placed = place(Array.from({length: 6}, (_, i) => label(200 + i, 200 + i, `series ${i}`)));
  expect(placed).toHaveLength(6);
  for (const [i, a] of placed.entries())
    for (const b of placed.slice(i + 1))
      expect(Math.abs(a.y - b.y) >= 15 || Math.abs(a.x - b.x) >= (textWidth(a.text) + textWidth(b.text)) / 2).toBe(
        true
      );
});

it("leaves out an optional label among other dots, and keeps those with room at their side", () => {
  const crowd = Array.from({length: 5}, (_, i) => label(190 + 5 * i, 200, `c${i}`, true));
  expect(place([...crowd, label(60, 60, "alone", true)]).map(({text}) => text)).toEqual(["c0", "c4", "alone"]);
});

it("stays within the chart", () => {
  const [placed] = place([label(396, 200, "at the right edge")]);
  expect(placed!.x + textWidth(placed!.text) / 2).toBeLessThanOrEqual(400);
});
