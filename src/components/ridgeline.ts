import * as Plot from "@observablehq/plot";
import {max, min, rollup, sum} from "d3";
import {teller, type Lang} from "../model/text.js";
import {formatCount, formatNumber} from "./format.js";
import {gapShares, type GapLevel} from "./gap-levels.js";
import {rowLabels} from "./labels.js";
import {loadColor} from "./palette.js";
import {chart, logTicks} from "./plot.js";

/** Pixels of one level: the ridge stands on a line under which its percentiles are marked. */
const rowHeight = 58;
const ridge = 0.62;

/** One ridge a concurrency on a logarithmic axis of ms, each scaled to its own peak, with percentiles below. */
export function ridgeline(document: Document, levels: readonly GapLevel[], lang: Lang): SVGSVGElement {
  const t = teller(lang);
  const lo = min(levels, (level) => level.percentiles.itl_p50_ms)! / 2;
  const hi = max(levels, (level) => Math.max(...gapShares.map(({name}) => level.percentiles[name] ?? 0)))! * 1.3;
  const n = levels.length;
  // Level i stands at height n - 1 - i, so the lightest load is on top.
  const marks = levels.flatMap((level, i) => {
    const base = n - 1 - i;
    const color = loadColor(i, n);
    const strip = gapShares.flatMap(({name, text}) => {
      const ms = level.percentiles[name];
      return ms === null ? [] : [{ms, base, text}];
    });
    const tail = strip.at(-1)!;
    const anchor = strip[0]!;
    const ticks = strip.slice(1);
    return [
      Plot.areaY(density(level, [lo, hi]), {
        x: "ms",
        y1: base,
        y2: (d: {height: number}) => base + d.height * ridge,
        fill: color,
        fillOpacity: 0.55,
        curve: "step"
      }),
      Plot.ruleY([base], {stroke: "var(--faint)"}),
      Plot.link([{}], {x1: anchor.ms, x2: tail.ms, y1: base, y2: base, stroke: color, strokeWidth: 2}),
      Plot.dot([anchor], {x: "ms", y: "base", fill: color, r: 4}),
      Plot.ruleX(ticks, {x: "ms", y1: base - 0.09, y2: base + 0.09, stroke: color, strokeWidth: 2}),
      rowLabels(
        strip.map(({ms, text}) => ({
          x: ms,
          y: base,
          text: i === 0 ? `${text} ${formatNumber(ms)}` : formatNumber(ms),
          color
        })),
        {gap: i === 0 ? 72 : 40, rise: -20}
      ),
      Plot.text([`c${level.concurrency}`], {
        x: lo,
        y: base + 0.3,
        dx: -92,
        textAnchor: "start",
        fill: color,
        fontWeight: 600,
        text: (d: string) => d
      }),
      Plot.text([level.n_gaps], {
        x: lo,
        y: base,
        dx: -92,
        textAnchor: "start",
        fill: "var(--muted)",
        text: (d: number) => `n = ${formatCount(d)}`
      })
    ];
  });
  return chart({
    document,
    height: 62 + n * rowHeight,
    marginTop: 8,
    marginLeft: 104,
    x: {
      type: "log",
      domain: [lo, hi],
      grid: true,
      ticks: logTicks([lo, hi]),
      label: t("gap between chunks, ms →", "数据块间隔，ms →")
    },
    y: {domain: [-0.45, n - 1 + ridge + 0.1], axis: null},
    marks
  });
}

/** Bins that are merged so that a ridge has one step for about 4 px. */
const merged = 4;

function density(level: GapLevel, [lo, hi]: readonly [number, number]): {ms: number; height: number}[] {
  const counts = rollup(
    level.bins.filter((bin) => bin.gt_ms >= lo && bin.le_ms <= hi),
    (bins) => sum(bins, (bin) => bin.n),
    (bin) => Math.floor(bin.bin / merged)
  );
  const peak = max(counts.values()) ?? 1;
  const ratio = level.bins[0]!.le_ms / level.bins[0]!.gt_ms;
  const keys = [...counts.keys()];
  const [first, last] = [Math.min(...keys), Math.max(...keys)];
  const steps: {ms: number; height: number}[] = [];
  for (let key = first - 1; key <= last + 1; key++) {
    const height = (counts.get(key) ?? 0) / peak;
    // A flat stretch is two corners, not a step a bin.
    const flat = height === 0 && (counts.get(key - 1) ?? 0) === 0 && (counts.get(key + 1) ?? 0) === 0;
    if (!flat) steps.push({ms: ratio ** ((key + 0.5) * merged), height});
  }
  return steps;
}
