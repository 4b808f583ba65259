import * as Plot from "@observablehq/plot";
import {greatest, group, rollup, sum} from "d3";
import {sloOutcome} from "../../model/statistics/slo-bound.js";
import {teller} from "../../model/text.js";
import {ownColumn} from "../columns.js";
import {formatPercent, formatPrinted} from "../format.js";
import {html} from "../markup.js";
import {chart, tickFormat} from "../plot.js";
import {linked} from "./linked.js";
import type {Shown} from "./state.js";
import {kindsOf, nothing, sourceOf, type ExploreEnv, type ExploreView} from "./view.js";

/** One pair of limits, and what keeps it. */
interface SloCell {
  readonly ttft_ms: number;
  readonly tpot_ms: number;
  /** Largest tested concurrency that passes with none failing at or below it; null when none passes. */
  readonly passes: number | null;
  /** Least tested concurrency that fails; null when none does. */
  readonly fails: number | null;
  /** Share of the requests of the heaviest load, or of the selected points, within both limits. */
  readonly share: number;
  /** Indices of the points that pass. */
  readonly points: readonly number[];
}

/** The heat map of one series: TTFT limit by TPOT limit. */
export const sloView: ExploreView = {
  id: "explore-slo",
  followsSelection: true,
  build(env) {
    const {lang, state, model} = env;
    const t = teller(lang);
    const points = judged(env);
    if (points.length === 0) return nothing(lang, t("requests at a concurrency", "闭环并发的逐请求数据"));
    const {label} = points[0]!.of;
    const cells = sloCells(env, points);
    const asked = formatPercent(state.share);
    const loads = [...new Set(points.map((point) => point.concurrency!))].sort((a, b) => a - b);
    const widest = cells.at(-1)!;
    const title = t(
      `${label}: ${widest.passes === null ? "no tested load keeps" : `${widest.passes} streams keep`} TTFT ${formatPrinted(widest.ttft_ms)} ms and TPOT ${formatPrinted(widest.tpot_ms)} ms`,
      `${label}：TTFT ${formatPrinted(widest.ttft_ms)} ms 且 TPOT ${formatPrinted(widest.tpot_ms)} ms 时，${widest.passes === null ? "所测负载均不达标" : `并发 ${widest.passes} 达标`}`
    );
    const workload = model.workloads.find(({key}) => key === points[0]!.of.workload)!.label;
    return {
      title,
      subtitle:
        state.cell === "concurrency"
          ? t(
              `Largest tested concurrency at which ${asked} of requests meet both limits with 95 % confidence; tested: ${loads.join(", ")}; ${workload}; ≥: none tested fails; –: none passes; ?: n too small to tell`,
              `以 95 % 置信度有 ${asked} 的请求同时满足两项限值的最大测试并发；所测并发 ${loads.join("、")}；${workload}；≥ 表示未测到不达标；– 表示均不达标；? 表示样本太少`
            )
          : t(
              `Share of requests within both limits; ${selectedOf(env, points).length} points pooled; ${workload}`,
              `同时满足两项限值的请求占比；合并 ${selectedOf(env, points).length} 个点；${workload}`
            ),
      svg: draw(env, cells),
      alt: t(`Heat map of ${cells.length} pairs of limits. ${title}.`, `热力图，${cells.length} 组限值。${title}。`),
      table: {
        caption: t(`Limits and what keeps them: ${label}`, `限值与达标并发：${label}`),
        columns: [
          ownColumn("ttft_limit_ms", "ms", lang, "TTFT limit", "TTFT 限值"),
          ownColumn("tpot_limit_ms", "ms", lang, "TPOT limit", "TPOT 限值"),
          ownColumn("max_concurrency", "requests", lang, "Largest concurrency that passes", "达标的最大并发"),
          ownColumn("least_failing_concurrency", "requests", lang, "Least concurrency that fails", "不达标的最小并发"),
          {
            ...ownColumn("share_met", "share", lang, "Share within both", "同时满足的占比"),
            show: (value) => formatPercent(Number(value))
          }
        ],
        rows: cells.map(({ttft_ms, tpot_ms, passes, fails, share}) => ({
          ttft_limit_ms: ttft_ms,
          tpot_limit_ms: tpot_ms,
          max_concurrency: passes,
          least_failing_concurrency: fails,
          share_met: share
        }))
      },
      source: sourceOf(points, lang),
      method: html`${t(
        "Every request counts once, in all repeats of a concurrency; a failed one meets no limit, an answer of one token no TPOT limit misses. A concurrency passes when the one-sided 95 % bound (exact binomial) of the share reaches what is asked, and none below it fails.",
        "同一并发各次重复的每个请求计一次；失败的请求不满足任何限值，只有一个输出 token 的请求不受 TPOT 限值约束。占比的单侧 95 % 界（精确二项）达到要求，且更低的并发均未不达标，才算达标。"
      )}`,
      kinds: kindsOf(points)
    };
  }
};

/** The closed-loop points with requests of the series that the reader chose, else of the selection's, else of the one with the most loads. */
function judged({points, state}: ExploreEnv): Shown[] {
  const able = points.filter((point) => point.requests !== null && point.concurrency !== null);
  const bySeries = group(able, (point) => point.series);
  const chosen = able.find((point) => state.selected.includes(point.id))?.series;
  const loads = (own: readonly Shown[]): number => new Set(own.map((point) => point.concurrency)).size;
  return (
    bySeries.get(state.series ?? "") ?? bySeries.get(chosen ?? "") ?? greatest([...bySeries.values()], loads) ?? []
  );
}

/** What the share is of: the selected points of the series, else those of its heaviest load. */
function selectedOf({state}: ExploreEnv, points: readonly Shown[]): readonly Shown[] {
  const chosen = points.filter((point) => state.selected.includes(point.id));
  if (chosen.length > 0) return chosen;
  const heaviest = Math.max(...points.map((point) => point.concurrency!));
  return points.filter((point) => point.concurrency === heaviest);
}

/** Every pair of limits, TTFT after TTFT, judged from the counts of each point; no request is looked at. */
export function sloCells(env: ExploreEnv, points: readonly Shown[]): SloCell[] {
  const {slo} = env.model;
  const share = env.state.share;
  const levels = [...group(points, (point) => point.concurrency!)].sort(([a], [b]) => a - b);
  const pooled = selectedOf(env, points);
  const met = (of: readonly Shown[], at: number): number => sum(of, (point) => point.requests!.met[at]);
  const n = rollup(
    points,
    (of) => sum(of, (point) => point.requests!.n),
    (point) => point.concurrency!
  );
  const total = sum(pooled, (point) => point.requests!.n);
  return slo.ttft_ms.flatMap((ttft_ms, i) =>
    slo.tpot_ms.map((tpot_ms, j): SloCell => {
      const at = i * slo.tpot_ms.length + j;
      const outcomes = levels.map(([concurrency, own]) => ({
        concurrency,
        own,
        outcome: sloOutcome(met(own, at), n.get(concurrency)!, share)
      }));
      const fails = outcomes.find(({outcome}) => outcome === "fail")?.concurrency ?? null;
      const passing = outcomes.filter(
        ({outcome, concurrency}) => outcome === "pass" && (fails === null || concurrency < fails)
      );
      return {
        ttft_ms,
        tpot_ms,
        passes: passing.at(-1)?.concurrency ?? null,
        fails,
        share: total === 0 ? 0 : met(pooled, at) / total,
        points: passing.flatMap(({own}) => own.map((point) => point.index))
      };
    })
  );
}

/** What a cell prints. */
function printed({passes, fails, share}: SloCell, what: "concurrency" | "share"): string {
  if (what === "share") return formatPercent(share);
  if (passes === null) return fails === null ? "?" : "–";
  return fails === null ? `≥ ${passes}` : String(passes);
}

function draw({model, state, lang, document}: ExploreEnv, cells: readonly SloCell[]): SVGSVGElement {
  const t = teller(lang);
  const {ttft_ms, tpot_ms} = model.slo;
  const most = Math.max(1, ...cells.map(({passes}) => passes ?? 0));
  const strength = (cell: SloCell): number =>
    state.cell === "share" ? cell.share : cell.passes === null ? 0 : Math.log2(1 + cell.passes) / Math.log2(1 + most);
  return chart({
    document,
    height: 60 + 40 * tpot_ms.length,
    marginLeft: 64,
    x: {
      type: "band",
      domain: ttft_ms,
      padding: 0.04,
      tickFormat,
      tickSize: 0,
      label: t("TTFT limit, ms →", "TTFT 限值，ms →")
    },
    y: {
      type: "band",
      domain: tpot_ms.toReversed(),
      padding: 0.04,
      tickFormat,
      tickSize: 0,
      label: t("↑ TPOT limit, ms", "↑ TPOT 限值，ms")
    },
    marks: [
      Plot.cell(cells, {
        x: "ttft_ms",
        y: "tpot_ms",
        fill: () => "var(--supported)",
        fillOpacity: (cell: SloCell) => 0.04 + 0.3 * strength(cell),
        stroke: () => "var(--faint)",
        ...linked(
          cells,
          ({points}) => points,
          (cell) =>
            t(
              `TTFT ${cell.ttft_ms} ms, TPOT ${cell.tpot_ms} ms: ${printed(cell, state.cell)}`,
              `TTFT ${cell.ttft_ms} ms，TPOT ${cell.tpot_ms} ms：${printed(cell, state.cell)}`
            )
        )
      }),
      Plot.text(cells, {
        x: "ttft_ms",
        y: "tpot_ms",
        text: (cell: SloCell) => printed(cell, state.cell),
        fill: "var(--ink)",
        fontWeight: 600
      })
    ],
    color: {type: "identity"},
    opacity: {type: "identity"}
  });
}
