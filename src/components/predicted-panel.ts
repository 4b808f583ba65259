import * as Plot from "@observablehq/plot";
import {extent} from "d3";
import {teller, type Lang} from "../model/text.js";
import {chart, logTicks, tickFormat} from "./plot.js";
import type {PredictedConfiguration, PredictedRow} from "./predicted-rows.js";
import {spread} from "./workload.js";

const pitch = 10;
const gap = 8;
const heading = 24;
const top = 26;
const bottom = 40;

const groupNames = {
  study: {en: "The study's configurations", zh: "本研究的配置"},
  article: {en: "Configurations as printed", zh: "所印配置"},
  "16-bit": {en: "Other GPUs, 16 bits", zh: "其他 GPU，16 位"},
  int4: {en: "Other GPUs, GPTQ Int4", zh: "其他 GPU，GPTQ Int4"}
} as const;

interface Placed {
  readonly headings: readonly {y: number; text: keyof typeof groupNames}[];
  readonly names: readonly {y: number; text: string}[];
  readonly lines: readonly number[];
  readonly rows: readonly {y: number; row: PredictedRow}[];
  readonly height: number;
}

/** Lines of the chart in pixels from its top: a heading a group, a line a load, a gap between configurations. */
function place(configurations: readonly PredictedConfiguration[]): Placed {
  const [headings, names, lines, rows]: [
    Placed["headings"][number][],
    Placed["names"][number][],
    number[],
    Placed["rows"][number][]
  ] = [[], [], [], []];
  let y = 0;
  for (const [i, {label, group, fitted, rows: own}] of configurations.entries()) {
    if (group !== configurations[i - 1]?.group) {
      headings.push({y: y + heading / 2, text: group});
      y += heading;
    } else lines.push(y);
    y += gap / 2 + pitch / 2;
    // The heading of the last group says its precision.
    const name = group === "int4" ? label.replace(/ \S+ Int4$/, "") : label;
    names.push({y: y + ((own.length - 1) * pitch) / 2, text: fitted ? `${name} †` : name});
    for (const row of own) {
      rows.push({y, row});
      y += pitch;
    }
    y += gap / 2 - pitch / 2;
  }
  return {headings, names, lines, rows, height: y};
}

/** Height of a panel of these configurations, with its axis. */
export function layoutHeight(configurations: readonly PredictedConfiguration[]): number {
  return place(configurations).height + top + bottom;
}

/** The colour of a load among the loads drawn, low to high. */
export function loadColor(load: number, loads: readonly number[]): string {
  const last = Math.max(1, loads.length - 1);
  return `var(--load-${1 + Math.round((7 * loads.indexOf(load)) / last)})`;
}

interface Options {
  readonly quantity: "tpot" | "throughput";
  readonly width: number;
  readonly marginLeft: number;
  readonly lang: Lang;
}

interface Mark {
  readonly y: number;
  readonly color: string;
  readonly value: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  readonly bound: number;
  readonly printed: number | null;
  readonly measured: number | null;
}

/** One panel of the predictions: configurations down, their loads as lines, the quantity across, logarithmic. */
export function predictedPanel(
  document: Document,
  configurations: readonly PredictedConfiguration[],
  {quantity, width, marginLeft, lang}: Options
): SVGSVGElement {
  const t = teller(lang);
  const {headings, names, lines, rows, height} = place(configurations);
  const loads = [...new Set(rows.map(({row}) => row.concurrency))].sort((a, b) => a - b);
  const marks = rows.map(({y, row}) => ({...numbers(row, quantity), y, color: loadColor(row.concurrency, loads)}));
  const [least, most] = extent(
    marks
      .flatMap(({value, lo, hi, bound, printed, measured}) => [value, lo, hi, bound, printed, measured])
      .filter((n): n is number => n !== null)
  );
  const x: [number, number] = [least! / 1.15, most! * 1.15];
  const labels = marginLeft > 40;
  const label = quantity === "tpot" ? t("TPOT p50, ms →", "TPOT p50，ms →") : t("output tok/s →", "输出 tok/s →");
  const left = {x: x[0], textAnchor: "end", dx: -8} as const;
  const at = (name: keyof Mark): Mark[] => marks.filter((mark) => mark[name] !== null);
  return chart({
    document,
    width,
    height: height + top + bottom,
    marginLeft,
    marginTop: top,
    marginBottom: bottom,
    marginRight: 12,
    x: {type: "log", domain: x, grid: true, ticks: logTicks(x, 7), tickFormat, label},
    y: {type: "linear", domain: [0, height], range: [top, top + height], axis: null},
    color: {type: "identity"},
    marks: [
      Plot.ruleY(lines, {stroke: "var(--faint)"}),
      Plot.ruleX(marks, {
        x: "bound",
        y1: (d: Mark) => d.y - 4,
        y2: (d: Mark) => d.y + 4,
        stroke: "var(--bound)",
        strokeWidth: 1.5,
        strokeDasharray: "2,1.5"
      }),
      Plot.ruleY(at("lo"), {y: "y", x1: "lo", x2: "hi", stroke: "color", strokeWidth: 1.5}),
      Plot.dot(at("value"), {
        x: "value",
        y: "y",
        stroke: "color",
        strokeWidth: 1.6,
        strokeDasharray: "1.5,1.2",
        r: 3.4
      }),
      Plot.dot(at("measured"), {x: "measured", y: "y", fill: "color", r: 2.4}),
      Plot.dot(at("printed"), {
        x: "printed",
        y: "y",
        stroke: "color",
        fill: "var(--ground)",
        strokeWidth: 2,
        symbol: "diamond",
        r: 4.2
      }),
      ...(labels
        ? [
            Plot.text(names, {...left, y: "y", text: "text"}),
            Plot.text(headings, {
              x: x[0],
              y: "y",
              text: (d: Placed["headings"][number]) => groupNames[d.text][lang],
              fontWeight: 600,
              textAnchor: "start",
              dx: 8 - marginLeft
            })
          ]
        : [])
    ]
  });
}

function numbers(
  {prediction: p, printed, measured}: PredictedRow,
  quantity: Options["quantity"]
): Omit<Mark, "y" | "color"> {
  return quantity === "tpot"
    ? {
        value: p.tpot_p50_ms,
        lo: p.tpot_p50_ms_lo,
        hi: p.tpot_p50_ms_hi,
        bound: p.tpot_floor_ms,
        printed: printed?.tpot_ms ?? null,
        measured: measured === null ? null : spread(measured, "tpot_p50_ms").value
      }
    : {
        value: p.output_tokens_per_s,
        lo: p.output_tokens_per_s_lo,
        hi: p.output_tokens_per_s_hi,
        bound: p.output_tokens_per_s_ceiling,
        printed: printed?.throughput_tokens_per_s ?? null,
        measured: measured === null ? null : spread(measured, "output_tokens_per_s").value
      };
}
