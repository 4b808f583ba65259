/** Marks of one configuration: the colour is a CSS variable, so that one SVG serves light, dark and print. */
export interface Series {
  readonly key: string;
  readonly label: string;
  readonly color: string;
  readonly symbol: "circle" | "square" | "triangle" | "diamond" | "star" | "hexagon" | "times" | "plus" | "asterisk";
  readonly light: string;
  readonly dark: string;
}

const series = (key: string, label: string, light: string, dark: string, symbol: Series["symbol"]): Series => ({
  key,
  label,
  color: `var(--series-${key})`,
  symbol,
  light,
  dark
});

/**
 * The palette. Each colour has at least 3:1 on its ground (#fff, #16181d), and the worst pair stays apart under
 * simulated protanopia, deuteranopia and tritanopia; a test holds both.
 */
export const palette: readonly Series[] = [
  series("rtx-4090d-x1", "RTX 4090D", "#d36614", "#c28e24", "circle"),
  series("rtx-4090d-x4", "4 × RTX 4090D", "#55120b", "#f4dc4b", "square"),
  series("a10g-x1", "A10G", "#3097b3", "#56f4fd", "triangle"),
  series("a100-40gb-sxm-x1", "A100 40 GB", "#6948c9", "#5c55d5", "diamond"),
  series("a100-80gb-sxm-x1", "A100 80 GB", "#15197c", "#6eacc0", "star"),
  series("h100-80gb-sxm-x1", "H100 80 GB", "#8d4446", "#bb2567", "hexagon"),
  series("h200-141gb-sxm-x1", "H200", "#729f5a", "#d0f6bf", "hexagon")
];

const others = series("other", "", "#5d6470", "#a3abb8", "hexagon");

/** The series of a configuration; a GPU outside the palette is drawn in the neutral colour under its own label. */
export function seriesOf(gpu: string, gpus: number, name = gpu): Series {
  const key = `${gpu}-x${gpus}`;
  const label = gpus === 1 ? name : `${gpus} × ${name}`;
  return palette.find((entry) => entry.key === key) ?? {...others, key, label};
}

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
      ...[...palette, others].map((entry) => `--series-${entry.key}: ${entry[scheme]};`),
      ...Object.entries(roles).map(([role, colors]) => `--${role}: ${colors[scheme]};`)
    ].join(" ");
  return `:root { ${lines("light")} }\n@media (prefers-color-scheme: dark) { :root { ${lines("dark")} } }\n@media print { :root { ${lines("light")} } }\n`;
}

/** Replaces the CSS variables in an SVG by their light values, so that the file stands alone. */
export function resolveColors(svg: string): string {
  return svg.replace(/var\(--([a-z0-9-]+)\)/g, (whole, name: string) => {
    const found = name.startsWith("series-")
      ? [...palette, others].find((entry) => `series-${entry.key}` === name)?.light
      : roles[name]?.light;
    return found ?? whole;
  });
}
