import * as Plot from "@observablehq/plot";
import {groups, max, min} from "d3";
import {halo} from "./labels.js";
import {placedLabels} from "./placed-labels.js";
import {chart, logTicks, tickFormat} from "./plot.js";

/** The measured value at one load, with its whisker where the quantity has one. */
export interface LoadMark {
  readonly id: string;
  readonly load: number;
  readonly value: number;
  readonly lo: number | null;
  readonly hi: number | null;
  /** Marks of one series are joined. */
  readonly series: string;
  /** What stands beside a point that belongs to no line. */
  readonly name?: string;
  readonly color: string;
  /** A closed symbol, or "times" for a point that belongs to no line. */
  readonly symbol: string;
  readonly dash: string | null;
  /** Drawn hollow and dotted: a prediction, which its line is too. */
  readonly predicted?: boolean;
}

export interface LoadChartOptions {
  readonly document: Document;
  readonly width: number;
  readonly height: number;
  readonly log?: boolean;
  /** Null where the panel below carries it. */
  readonly xLabel: string | null;
  /** Prints a value; without it no value is printed. Only a single series has its ends printed. */
  readonly print?: (value: number) => string;
  /** The loads that the axis spans, where several panels share one; the marks' own where left out. */
  readonly loads?: readonly number[];
  /** Largest load that is marked with a rule: the knee. */
  readonly rule?: number | null;
  /** A horizontal limit, such as the power cap, with its words. */
  readonly limit?: {readonly value: number; readonly text: string} | null;
  readonly yDomain?: readonly [number, number];
  readonly yTickFormat?: (value: number) => string;
  /** Options of Plot that tell the elements of marks apart, where something is linked to them. */
  readonly link?: (marks: readonly LoadMark[]) => {render: Plot.RenderFunction};
}

const [marginLeft, marginRight] = [50, 18];

/** Values against load: load in powers of two, a dot and a whisker a level. */
export function loadChart(marks: readonly LoadMark[], options: LoadChartOptions): SVGSVGElement {
  const {document, width, height, log = false, xLabel} = options;
  const crosses = marks.filter((mark) => mark.symbol === "times");
  const joined = marks.filter((mark) => mark.symbol !== "times");
  const [solid, hollow] = [joined.filter((mark) => !mark.predicted), joined.filter((mark) => mark.predicted)];
  const linkedTo = options.link ?? (() => ({}));
  const lines = linesOf(joined);
  const loads = [...new Set(options.loads ?? marks.map((mark) => mark.load))].sort((a, b) => a - b);
  const domain = options.yDomain ?? (log ? paddedDomain(marks.map((mark) => mark.value)) : null);
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
      ticks: loadTicks(loads.filter(Number.isInteger), width - marginLeft - marginRight),
      tickFormat,
      tickSize: 3,
      label: xLabel,
      labelAnchor: "right"
    },
    y: {
      type: log ? "log" : "linear",
      domain: domain ?? [0, top * 1.08],
      grid: true,
      ticks: log ? logTicks(domain ?? [], height / 45) : 4,
      tickSize: 0,
      tickFormat: options.yTickFormat ?? tickFormat,
      label: null
    },
    color: {type: "identity"},
    symbol: {type: "identity"},
    marks: [
      options.rule == null ? null : Plot.ruleX([options.rule], {stroke: "var(--muted)", strokeDasharray: "2,3"}),
      options.limit == null ? null : limitMarks(options.limit, loads),
      lines.map((line) =>
        Plot.line(line.at, {
          x: "load",
          y: "value",
          stroke: line.color,
          strokeWidth: line.predicted ? 1 : 1.5,
          ...dashed(line),
          ...linkedTo(line.marks)
        })
      ),
      Plot.ruleX(whiskers, {x: "load", y1: "lo", y2: "hi", stroke: "color", strokeWidth: 1.5, ...linkedTo(whiskers)}),
      Plot.dot(solid, {x: "load", y: "value", symbol: "symbol", fill: "color", r: 3.5, ...linkedTo(solid)}),
      Plot.dot(hollow, {
        x: "load",
        y: "value",
        stroke: "color",
        fill: "var(--ground)",
        strokeWidth: 1.3,
        strokeDasharray: "1.5,1.2",
        r: 3,
        ...linkedTo(hollow)
      }),
      Plot.dot(crosses, {x: "load", y: "value", symbol: "times", stroke: "color", strokeWidth: 2, r: 4.5}),
      placedLabels(
        crosses.map(({load, value, name = "", color}) => ({x: load, y: value, text: name, color})),
        {
          dots: marks.map(({load, value}) => ({x: load, y: value})),
          lines: lines.map(({at}) => at.map(({load, value}) => ({x: load, y: value})))
        }
      ),
      options.print !== undefined && lines.length === 1 ? ends(lines[0]!, options.print) : null
    ]
  });
}

interface Line {
  readonly color: string;
  readonly dash: string | null;
  readonly predicted: boolean;
  readonly marks: readonly LoadMark[];
  readonly at: readonly LineEnd[];
}

interface LineEnd {
  readonly load: number;
  readonly value: number;
  /** Upper end of the whisker, or the value. */
  readonly top: number;
}

function linesOf(marks: readonly LoadMark[]): Line[] {
  return groups(marks, (mark) => mark.series).map(([, members]) => ({
    color: members[0]!.color,
    dash: members[0]!.predicted ? "1,3" : members[0]!.dash,
    predicted: members[0]!.predicted === true,
    marks: members.toSorted((a, b) => a.load - b.load),
    at: members.map(({load, value, hi}) => ({load, value, top: hi ?? value})).sort((a, b) => a.load - b.load)
  }));
}

/** The first and the last value in figures, above its dot and whisker, on the side where the line is not. */
function ends(line: Line, print: (value: number) => string): Plot.Markish {
  const [first, last] = [line.at[0]!, line.at.at(-1)!];
  const rises = last.value >= first.value;
  const text = (end: LineEnd, textAnchor: "start" | "end", dx: number): Plot.Markish =>
    Plot.text([end], {
      x: "load",
      y: "top",
      text: ({value}: LineEnd) => print(value),
      textAnchor,
      dx,
      dy: -13,
      fontWeight: 600,
      fill: line.color,
      stroke: halo.stroke,
      strokeWidth: 3
    });
  const right = rises ? text(last, "end", 6) : text(last, "start", -8);
  return line.at.length === 1 ? right : [text(first, "start", -4), right];
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
  for (const load of loads.toReversed()) {
    const last = kept.at(-1);
    if (last === undefined || (Math.log2(last / load) / span) * pixels >= 22) kept.push(load);
  }
  return kept.toReversed();
}
