import * as Plot from "@observablehq/plot";
import {ascending, groups, max, min} from "d3";
import type {Row} from "../../model/compare/row.js";
import {counts} from "../../model/compare/summary.js";
import {verdictWords} from "../../model/compare/words.js";
import {teller, type Lang} from "../../model/text.js";
import {comparisonOf} from "../compare/choices.js";
import {methodOf, nothing, origin, sidesText} from "../compare/frame.js";
import {comparedRows, comparisonTable, metricName, metricOrder, signed, verdictColour} from "../compare/rows.js";
import {chart, logTicks} from "../plot.js";
import type {Env, Figure} from "../view.js";

/** Differences of every metric at every load with their intervals: which way each favours, and beyond which margin. */
export const compareForest: Figure = {
  id: "compare-forest",
  build(env) {
    const {lang} = env;
    const t = teller(lang);
    const compared = comparisonOf(env);
    const rows = comparedRows(compared?.rows ?? []);
    if (compared === null || rows.length === 0) return nothing(env);
    const {better, worse, equivalent, undecided} = counts({rows});
    const title = t(
      `B: ${better} better, ${worse} worse, ${equivalent} equivalent, ${undecided} undecided`,
      `B：${better} 项更好，${worse} 项更差，${equivalent} 项等效，${undecided} 项未定`
    );
    const widest = rows.reduce((x, y) => (Math.abs(log(x)) >= Math.abs(log(y)) ? x : y));
    const largest = `${widest.load} ${metricName(widest, lang)} ${signed(widest.change)}`;
    return {
      title,
      subtitle: t(
        `${sidesText(compared, lang)}. How many times better B is; bar: 95 % interval; grey: margin; hollow: no interval or nothing shown`,
        `${sidesText(compared, lang)}。B 好多少倍；横线：95 % 区间；灰带：容许差；空心：无区间或未证实`
      ),
      svg: draw(env, rows),
      alt: t(
        `${rows.length} comparisons. ${title}. Largest change: ${largest}.`,
        `${rows.length} 项比较。${title}。最大变化：${largest}。`
      ),
      table: comparisonTable(rows, lang, t("Differences and their intervals", "差异及其区间")),
      method: methodOf(compared, lang),
      ...origin(env, compared)
    };
  }
};

const log = ({change}: Row): number => Math.log1p(change ?? 0);

interface Mark {
  readonly key: string;
  readonly label: string;
  /** How many times better B is. */
  readonly gain: number;
  readonly lo: number | null;
  readonly hi: number | null;
  readonly from: number;
  readonly to: number;
  readonly colour: string;
  readonly filled: boolean;
  readonly text: string;
}

const gainOf = (row: Row, change: number): number => (row.better === "lower" ? 1 / (1 + change) : 1 + change);

function markOf(row: Row, lang: Lang): Mark {
  const ends = [row.change_lo, row.change_hi].flatMap((end) => (end === null ? [] : gainOf(row, end)));
  const {icon, word} = verdictWords[row.verdict];
  return {
    key: `${row.metric} ${row.pair} ${row.load}`,
    label: row.load,
    gain: gainOf(row, row.change!),
    lo: min(ends) ?? null,
    hi: max(ends) ?? null,
    from: 1 / (1 + row.margin),
    to: 1 + row.margin,
    colour: verdictColour[row.verdict],
    filled: row.verdict !== "undecided",
    text: `${signed(row.change)} ${icon} ${word[lang]}`
  };
}

const rowHeight = 21;
const [above, below] = [26, 44];

function draw({lang, document}: Env, rows: readonly Row[]): SVGSVGElement {
  const t = teller(lang);
  const ordered = rows.toSorted((p, q) => ascending(metricOrder(p), metricOrder(q)));
  const sections = groups(ordered, ({metric}) => metric).map(([, own]) => ({
    heading: metricName(own[0]!, lang),
    marks: own.map((row) => markOf(row, lang))
  }));
  const marks = sections.flatMap((section) => section.marks);
  const headings = sections.map(({heading}) => ({key: `# ${heading}`, heading}));
  const domain = sections.flatMap((section, i) => [headings[i]!.key, ...section.marks.map(({key}) => key)]);
  // An interval that rests on two repeats may span decades; it is cut at the frame, with an arrow there.
  const shown = marks.flatMap(({gain, from, to}) => [gain, from, to]);
  const reach = Math.min(
    8,
    1.12 *
      Math.max(
        ...shown.map((value) => Math.max(value, 1 / value)),
        ...marks.map(({lo, hi}) => Math.min(4, spanOf(lo, hi)))
      )
  );
  const left = Math.max(
    1 / reach,
    0.98 / Math.max(...marks.map(({gain, lo, from}) => 1 / Math.min(gain, from, Math.max(lo ?? gain, 1 / reach))))
  );
  const x: [number, number] = [left / 1.03, reach];
  const inside = (value: number): number => Math.min(x[1], Math.max(x[0], value));
  const intervals = marks.flatMap((mark) =>
    mark.lo === null || mark.hi === null ? [] : [{...mark, lo: inside(mark.lo), hi: inside(mark.hi)}]
  );
  const cut = marks.flatMap(({key, colour, lo, hi}) => [
    ...(lo !== null && lo < x[0] ? [{key, colour, at: x[0], arrow: "◂"}] : []),
    ...(hi !== null && hi > x[1] ? [{key, colour, at: x[1], arrow: "▸"}] : [])
  ]);
  const y = "key";
  return chart({
    document,
    height: above + below + domain.length * rowHeight,
    marginTop: above,
    marginBottom: below,
    marginLeft: 150,
    marginRight: 160,
    x: {
      type: "log",
      domain: x,
      ticks: ticksOf(x),
      grid: true,
      label: t("times better with B →", "B 好的倍数 →"),
      labelAnchor: "right"
    },
    y: {type: "band", domain, axis: null, padding: 0},
    color: {type: "identity"},
    marks: [
      Plot.barX(marks, {y, x1: "from", x2: "to", fill: "var(--faint)", insetTop: 3, insetBottom: 3}),
      Plot.ruleX([1], {stroke: "var(--muted)"}),
      Plot.text(headings, {
        y,
        text: "heading",
        frameAnchor: "left",
        textAnchor: "start",
        dx: -146,
        dy: 2,
        fontWeight: 600,
        fill: "var(--ink)"
      }),
      Plot.text(marks, {y, text: "label", frameAnchor: "left", textAnchor: "end", dx: -12, fill: "var(--ink)"}),
      Plot.ruleY(intervals, {y, x1: "lo", x2: "hi", stroke: "colour", strokeWidth: 2}),
      Plot.text(cut, {y, x: "at", text: "arrow", fill: "colour"}),
      Plot.dot(
        marks.filter(({filled}) => filled),
        {y, x: "gain", fill: "colour", r: 4.5}
      ),
      Plot.dot(
        marks.filter(({filled}) => !filled),
        {y, x: "gain", fill: "var(--ground)", stroke: "colour", strokeWidth: 1.8, r: 4}
      ),
      Plot.text(marks, {y, text: "text", frameAnchor: "right", textAnchor: "start", dx: 10, fill: "colour"})
    ]
  });
}

const spanOf = (lo: number | null, hi: number | null): number =>
  lo === null || hi === null ? 1 : Math.max(hi, 1 / Math.max(lo, 1e-6));

/** Round steps around 1. */
function ticksOf([lo, hi]: [number, number]): number[] {
  const fine = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 4, 5, 6, 8].filter(
    (tick) => tick >= lo && tick <= hi
  );
  if (fine.length > 0 && fine.length <= 9) return fine;
  const coarse = [0.5, 0.7, 1, 1.4, 2, 3, 4, 6, 8].filter((tick) => tick >= lo && tick <= hi);
  return coarse.length >= 2 ? coarse : logTicks([lo, hi]);
}
