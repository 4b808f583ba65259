import {lab, rgb} from "d3";
import {expect, test} from "vitest";
import {palette, roles} from "../src/components/palette.js";

type Rgb = readonly [number, number, number];

const schemes = ["light", "dark"] as const;

/** Least distance in CIELAB by which two series stay apart; about 2 is just visible side by side. */
const leastDistance = 20;

/** Full colour blindness in linear RGB: Machado, Oliveira and Fernandes (2009), severity 1. */
const simulations: Readonly<Record<string, readonly [Rgb, Rgb, Rgb]>> = {
  none: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1]
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998]
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881]
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039]
  ]
};

/** Linear RGB in [0, 1] of a colour in hexadecimal. */
function linear(color: string): Rgb {
  const {r, g, b} = rgb(color);
  const expand = (value: number): number =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  return [expand(r), expand(g), expand(b)];
}

/** The colour as a simulated eye sees it, in CIELAB. */
function seen(color: string, matrix: readonly [Rgb, Rgb, Rgb]): Rgb {
  const source = linear(color);
  const [r, g, b] = matrix.map((row) => {
    const value = Math.min(1, Math.max(0, row[0] * source[0] + row[1] * source[1] + row[2] * source[2]));
    return 255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055);
  }) as [number, number, number];
  const {l, a, b: yellow} = lab(rgb(r, g, b));
  return [l, a, yellow];
}

/** Contrast ratio of WCAG 2. */
function contrast(a: string, b: string): number {
  const luminance = (color: string): number => {
    const [red, green, blue] = linear(color);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [x, y] = [luminance(a) + 0.05, luminance(b) + 0.05];
  return Math.max(x, y) / Math.min(x, y);
}

const ground = (scheme: "light" | "dark"): string => roles["ground"]![scheme];

test("the contrast of black on white is 21", () => {
  expect(contrast("#000", "#fff")).toBeCloseTo(21, 10);
});

test.each(schemes)("%s: every series has 3:1 on the ground", (scheme) => {
  const low = palette.filter((entry) => contrast(entry[scheme], ground(scheme)) < 3);
  expect(low.map(({key}) => key)).toEqual([]);
});

test.each(schemes)("%s: words have 4.5:1 on the ground", (scheme) => {
  const words = ["ink", "muted", "link", "accent", "supported", "refuted", "not-testable"];
  expect(words.filter((role) => contrast(roles[role]![scheme], ground(scheme)) < 4.5)).toEqual([]);
});

test.each(schemes.flatMap((scheme) => Object.keys(simulations).map((eye) => [scheme, eye] as const)))(
  "%s, %s: no two series look alike",
  (scheme, eye) => {
    const colors = palette.map((entry) => ({key: entry.key, at: seen(entry[scheme], simulations[eye]!)}));
    const distances = colors.flatMap((a, i) =>
      colors
        .slice(i + 1)
        .map((b) => ({pair: `${a.key} ${b.key}`, distance: Math.hypot(...a.at.map((v, j) => v - b.at[j]!))}))
    );
    const least = Math.min(...distances.map(({distance}) => distance));
    expect(least, JSON.stringify(distances.find(({distance}) => distance === least))).toBeGreaterThan(leastDistance);
  }
);
