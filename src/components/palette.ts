import type {HardwareRow} from "../model/tables/hardware.js";

/** Marks of one configuration: the colour is a CSS variable, so that one SVG serves light, dark and print. */
export interface Series {
  readonly label: string;
  readonly color: string;
  readonly symbol: "circle" | "square" | "triangle" | "diamond" | "star" | "hexagon" | "times" | "plus" | "asterisk";
}

interface Mark extends Pick<Series, "color" | "symbol"> {
  /** Name of the CSS variable. */
  readonly key: string;
  readonly light: string;
  readonly dark: string;
}

const mark = (n: number | "other", light: string, dark: string, symbol: Series["symbol"]): Mark => ({
  key: `series-${n}`,
  color: `var(--series-${n})`,
  symbol,
  light,
  dark
});

/**
 * The palette, in the order of the marks that data/hardware.yaml counts. Each colour has at least 3:1 on its ground (#fff, #16181d), and
 * the worst pair stays apart under simulated protanopia, deuteranopia and tritanopia; a test holds both.
 */
export const palette: readonly Mark[] = [
  mark(1, "#d36614", "#c28e24", "circle"),
  mark(2, "#55120b", "#f4dc4b", "square"),
  mark(3, "#3097b3", "#56f4fd", "triangle"),
  mark(4, "#6948c9", "#5c55d5", "diamond"),
  mark(5, "#15197c", "#6eacc0", "star"),
  mark(6, "#8d4446", "#bb2567", "hexagon"),
  mark(7, "#729f5a", "#d0f6bf", "hexagon"),
  mark(8, "#240024", "#9c9c60", "times"),
  mark(9, "#603c60", "#9054a8", "plus"),
  mark(10, "#a80c00", "#d884fc", "asterisk"),
  mark(11, "#9000fc", "#9c5418", "triangle"),
  mark(12, "#a88484", "#8424fc", "square"),
  mark(13, "#24609c", "#9cfc84", "circle")
];

const others = mark("other", "#5d6470", "#a3abb8", "hexagon");

/** What a card is called and drawn as; a row of the hardware table. */
export type Board = Pick<HardwareRow, "gpu" | "name" | "label" | "mark" | "mark_several">;

/**
 * The series of a configuration. Several cards without a mark of their own have their card's colour and another symbol; a card that
 * the hardware table lacks, or that is beyond the palette, is drawn in the neutral colour under its own name.
 */
export function seriesOf(hardware: readonly Board[], gpu: string, gpus: number, name = gpu): Series {
  const board = hardware.find((row) => row.gpu === gpu);
  const one = board?.label ?? board?.name.replace(/^(?:NVIDIA|AMD) /, "") ?? name;
  const label = gpus === 1 ? one : `${gpus} × ${one}`;
  const own = gpus === 1 ? board?.mark : board?.mark_several;
  const {color, symbol} = markOf(own) ?? markOf(board?.mark) ?? others;
  const shared = own == null && gpus > 1;
  return {label, color, symbol: shared ? (symbol === "square" ? "diamond" : "square") : symbol};
}

const markOf = (n: number | null | undefined): Mark | undefined => (n == null ? undefined : palette[n - 1]);

/** Other colours of charts, by role: what SVG files for download resolve the variables to. */
export const roles: Readonly<Record<string, {light: string; dark: string}>> = {
  ink: {light: "#1a1d21", dark: "#e8eaed"},
  muted: {light: "#5a616b", dark: "#a2a9b4"},
  faint: {light: "#d9dce1", dark: "#3a3f47"},
  link: {light: "#2b51b0", dark: "#8fb0ff"},
  ground: {light: "#ffffff", dark: "#16181d"},
  bound: {light: "#5a616b", dark: "#a2a9b4"},
  accent: {light: "#8d4446", dark: "#e56a9b"},
  supported: {light: "#1d6f42", dark: "#5fc98d"},
  refuted: {light: "#b3261e", dark: "#ff8a80"},
  warn: {light: "#8a5a00", dark: "#f0b94f"},
  "not-testable": {light: "#5a616b", dark: "#a2a9b4"},
  "part-weights": {light: "#15197c", dark: "#6eacc0"},
  "part-kv": {light: "#3097b3", dark: "#56f4fd"},
  "part-rest": {light: "#8a9099", dark: "#6b727d"},
  "part-free": {light: "#e9ebee", dark: "#2b2f36"},
  // Loads in order, low to high: away from the ground, 3:1 and more; each line carries its label as well.
  "load-1": {light: "#b58a1b", dark: "#8f5f96"},
  "load-2": {light: "#b4722c", dark: "#a9648f"},
  "load-3": {light: "#b15937", dark: "#c16888"},
  "load-4": {light: "#a14543", dark: "#d47984"},
  "load-5": {light: "#8a354e", dark: "#e5917f"},
  "load-6": {light: "#6e2651", dark: "#f2aa83"},
  "load-7": {light: "#4c1a45", dark: "#f7c999"},
  "load-8": {light: "#2b0f3a", dark: "#fbe7b0"}
};

/** Colour of the load of a rank among `n` loads in ascending order: the ramp's ends stand for the lowest and the highest. */
export function loadColor(rank: number, n: number): string {
  const step = n < 2 ? 8 : 1 + Math.round((7 * rank) / (n - 1));
  return `var(--load-${step})`;
}

/** `:root` declarations of every colour of the charts, light and dark: the only place where CSS gets them from. */
export function paletteCss(): string {
  const lines = (scheme: "light" | "dark"): string =>
    [
      ...[...palette, others].map((entry) => `--${entry.key}: ${entry[scheme]};`),
      ...Object.entries(roles).map(([role, colors]) => `--${role}: ${colors[scheme]};`)
    ].join(" ");
  return `:root { ${lines("light")} }\n@media (prefers-color-scheme: dark) { :root { ${lines("dark")} } }\n@media print { :root { ${lines("light")} } }\n`;
}

/** Replaces the CSS variables in an SVG by their light values, so that the file stands alone. */
export function resolveColors(svg: string): string {
  return svg.replace(/var\(--([a-z0-9-]+)\)/g, (whole, name: string) => {
    const found = [...palette, others].find(({key}) => key === name) ?? roles[name];
    return found?.light ?? whole;
  });
}
