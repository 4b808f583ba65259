import * as Plot from "@observablehq/plot";
import {groups, max, mean, min} from "d3";
import {directLabels, halo, type Label} from "./labels.js";
import {chart, tickFormat} from "./plot.js";

/** One measured value at one load, with its within-run interval where the quantity has one. */
export interface LoadMark {
  readonly id: string;
  readonly load: number;
  readonly value: number;
  readonly lo: number | null;
  readonly hi: number | null;
  /** Marks of one series are joined; repeats of a load are all shown, and the line runs through their mean. */
  readonly series: string;
  readonly color: string;
  readonly symbol: string;
  readonly dash: string | null;
}

export interface LoadChartOptions {
  readonly document: Document;
  readonly width: number;
  readonly height: number;
  readonly log?: boolean;
  readonly marginLeft?: number;
  readonly marginRight?: number;
  readonly xLabel: string;
  /** Prints a value; without it no value is printed. Only a single series has its ends printed. */
  readonly print?: (value: number) => string;
  /** Text at the end of each series. */
  readonly names?: boolean;
  /** Largest load that is marked with a rule: the knee. */
  readonly rule?: number | null;
  /** A horizontal limit, such as the power cap, with its words. */
  readonly limit?: {readonly value: number; readonly text: string} | null;
  readonly yDomain?: readonly [number, number];
  readonly yTickFormat?: (value: number) => string;
}

/** Values against load: load in powers of two, line through the means, dot per point, whisker within the run. */
export function loadChart(marks: readonly LoadMark[], options: LoadChartOptions): SVGSVGElement {
  const {document, width, height, log = false, xLabel, marginLeft = 44, marginRight = 14} = options;
  const lines = linesOf(marks);
  const loads = [...new Set(marks.map((mark) => mark.load))].sort((a, b) => a - b);
  const whiskers = marks.filter((mark) => mark.lo !== null && mark.hi !== null);
  const top = max([...marks.map((mark) => mark.hi ?? mark.value), options.limit?.value ?? 0]) ?? 1;
  return chart({
    document,
    width,
    height,
    marginLeft,
    marginRight,
    marginTop: 34,
    marginBottom: 38,
    x: {
      type: "log",
      base: 2,
      domain: paddedDomain(loads),
      ticks: loadTicks(loads, width - marginLeft - marginRight),
      tickFormat,
      tickSize: 3,
      label: xLabel,
      labelAnchor: "right"
    },
    y: {
      type: log ? "log" : "linear",
      ...(options.yDomain !== undefined ? {domain: options.yDomain} : log ? {} : {domain: [0, top * 1.08]}),
      grid: true,
      ticks: 4,
      tickSize: 0,
      tickFormat: options.yTickFormat ?? tickFormat,
      label: null
    },
    color: {type: "identity"},
    symbol: {type: "identity"},
    marks: [
      options.rule == null ? null : Plot.ruleX([options.rule], {stroke: "var(--muted)", strokeDasharray: "2,3"}),
      options.limit == null ? null : limitMarks(options.limit, loads),
      lines.map((line) => Plot.line(line.at, {x: "load", y: "value", stroke: line.color, strokeWidth: 1.5, ...dashed(line)})),
      Plot.ruleX(whiskers, {x: "load", y1: "lo", y2: "hi", stroke: "color", strokeWidth: 1.5}),
      Plot.dot(marks, {x: "load", y: "value", symbol: "symbol", fill: "color", r: 3.5}),
      options.print !== undefined && lines.length === 1 ? ends(lines[0]!, options.print) : null,
      options.names === true ? directLabels(lines.map(nameLabel), {dx: 9}) : null
    ]
  });
}

interface Line {
  readonly series: string;
  readonly color: string;
  readonly dash: string | null;
  readonly at: readonly {readonly load: number; readonly value: number}[];
}

function linesOf(marks: readonly LoadMark[]): Line[] {
  return groups(marks, (mark) => mark.series).map(([series, members]) => ({
    series,
    color: members[0]!.color,
    dash: members[0]!.dash,
    at: groups(members, (mark) => mark.load)
      .map(([load, same]) => ({load, value: mean(same, (mark) => mark.value)!}))
      .sort((a, b) => a.load - b.load)
  }));
}

function nameLabel(line: Line): Label {
  const last = line.at.at(-1)!;
  return {x: last.load, y: last.value, text: line.series, color: line.color};
}

/** The first and the last value in figures, above or below its dot, away from the line. */
function ends(line: Line, print: (value: number) => string): Plot.Markish {
  const shown = line.at.length > 1 ? [line.at[0]!, line.at.at(-1)!] : line.at;
  const rises = shown.at(-1)!.value >= shown[0]!.value;
  return shown.map((end, i) =>
    Plot.text([end], {
      x: "load",
      y: "value",
      text: ({value}: {value: number}) => print(value),
      dx: i === 0 ? -4 : 4,
      dy: (i === 0) === rises ? -13 : rises ? -13 : i === 0 ? -13 : -13,
      textAnchor: i === 0 ? "start" : "end",
      fontWeight: 600,
      fill: line.color,
      stroke: halo.stroke,
      strokeWidth: 3
    })
  );
}

function limitMarks({value, text}: {value: number; text: string}, loads: readonly number[]): Plot.Markish {
  return [
    Plot.ruleY([value], {stroke: "var(--bound)", strokeDasharray: "4,3"}),
    Plot.text([value], {
      x: loads[0]!,
      y: value,
      text: () => text,
      textAnchor: "start",
      dy: -8,
      fill: "var(--muted)",
      stroke: halo.stroke,
      strokeWidth: 3
    })
  ];
}

function dashed(line: Line): {strokeDasharray?: string} {
  return line.dash === null ? {} : {strokeDasharray: line.dash};
}

function paddedDomain(loads: readonly number[]): [number, number] {
  return [(min(loads) ?? 1) / 1.15, (max(loads) ?? 1) * 1.15];
}

/** The loads that have room for their number, counted from the largest down. */
function loadTicks(loads: readonly number[], pixels: number): number[] {
  const span = Math.log2((loads.at(-1) ?? 1) / (loads[0] ?? 1)) || 1;
  const kept: number[] = [];
  for (const load of [...loads].reverse()) {
    const last = kept.at(-1);
    if (last === undefined || (Math.log2(last / load) / span) * pixels >= 24) kept.push(load);
  }
  return kept.reverse();
}
