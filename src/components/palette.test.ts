import {lab, rgb} from "d3";
import {expect, it} from "vitest";
import {loadHardware} from "../../loaders/hardware.js";
import {loadColor, palette, paletteCss, resolveColors, roles, seriesOf} from "./palette.js";

const grounds = {light: "#ffffff", dark: "#16181d"} as const;
const schemes = ["light", "dark"] as const;
const linear = (v: number): number => (v <= 10.31 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
const gamma = (v: number): number => 255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);

/** WCAG 2 relative luminance. */
function luminance(color: string): number {
  const {r, g, b} = rgb(color);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

function contrast(a: string, b: string): number {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (hi + 0.05) / (lo + 0.05);
}

/** Full dichromacy in linear RGB: Machado, Oliveira and Fernandes 2009, severity 1. */
const dichromacies = {
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039]
} as const;

function seen(color: string, matrix: readonly number[]): string {
  const {r, g, b} = rgb(color);
  const from = [linear(r), linear(g), linear(b)];
  const to = [0, 3, 6].map((row) =>
    gamma(
      Math.min(
        1,
        Math.max(
          0,
          from.reduce((sum, v, k) => sum + v * matrix[row + k]!, 0)
        )
      )
    )
  );
  return rgb(to[0]!, to[1]!, to[2]!).formatHex();
}

/** CIE 1976 colour difference. */
function distance(a: string, b: string): number {
  const [p, q] = [lab(a), lab(b)];
  return Math.hypot(p.l - q.l, p.a - q.a, p.b - q.b);
}

it.each(schemes)("stands out from the ground, 3:1 and more, %s", (scheme) => {
  const marks = [
    ...palette,
    ...Object.entries(roles)
      .filter(([role]) => /^(load-|accent|bound|muted|ink)/.test(role))
      .map(([, role]) => role)
  ];
  for (const mark of marks) expect(contrast(mark[scheme], grounds[scheme])).toBeGreaterThanOrEqual(3);
});

it.each(schemes)("keeps series apart for every kind of colour vision, %s", (scheme) => {
  for (const matrix of [[1, 0, 0, 0, 1, 0, 0, 0, 1], ...Object.values(dichromacies)])
    for (const [i, a] of palette.entries())
      for (const b of palette.slice(i + 1))
        expect(distance(seen(a[scheme], matrix), seen(b[scheme], matrix))).toBeGreaterThan(
          scheme === "light" ? 15 : 17
        );
});

it("orders loads by contrast with the ground", () => {
  for (const scheme of schemes) {
    const steps = Array.from({length: 8}, (_, i) => contrast(roles[`load-${i + 1}`]![scheme], grounds[scheme]));
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  }
  expect([loadColor(0, 7), loadColor(6, 7), loadColor(0, 1)]).toEqual([
    "var(--load-1)",
    "var(--load-8)",
    "var(--load-8)"
  ]);
});

it("resolves every variable that a chart may use, for files that stand alone", () => {
  const names = [...paletteCss().matchAll(/--([a-z0-9-]+):/g)].map((match) => match[1]!);
  expect(resolveColors(names.map((name) => `var(--${name})`).join(" "))).not.toContain("var(");
});

const hardware = loadHardware(".");

it("every card of the hardware table has a mark of its own, stated or the first that is free, that the palette holds", () => {
  const marks = hardware.flatMap(({mark, mark_several}) => [mark, ...(mark_several === null ? [] : [mark_several])]);
  expect(new Set(marks).size).toBe(marks.length);
  expect(Math.max(...marks)).toBeLessThanOrEqual(palette.length);
});

it("several cards have a mark where the data give one, else their card's colour and another symbol", () => {
  const [one, stated, shared] = [hardware.find(({mark_several}) => mark_several !== null)!, 4, 2];
  expect(seriesOf(hardware, one.gpu, stated)).toMatchObject({
    label: `4 × ${one.label}`,
    color: palette[one.mark_several! - 1]!.color
  });
  for (const {gpu} of hardware.filter(({mark_several}) => mark_several === null)) {
    const [single, several] = [seriesOf(hardware, gpu, 1), seriesOf(hardware, gpu, shared)];
    expect(several.color).toBe(single.color);
    expect(several.symbol).not.toBe(single.symbol);
    expect(several.label).toBe(`2 × ${single.label}`);
  }
});

it("draws a card that the hardware table lacks in the neutral colour, under its own name", () => {
  expect(seriesOf(hardware, "b999", 2, "B999")).toMatchObject({label: "2 × B999", color: "var(--series-other)"});
});
