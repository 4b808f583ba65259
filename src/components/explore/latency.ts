import * as Plot from "@observablehq/plot";
import {extent, greatest, group} from "d3";
import {percentile} from "../../model/statistics/percentile.js";
import {sampleFloor} from "../../model/statistics/sample-floor.js";
import {teller, type Lang} from "../../model/text.js";
import {ownColumn, viewColumns} from "../columns.js";
import {formatPercent} from "../format.js";
import {html} from "../markup.js";
import {placedLabels} from "../placed-labels.js";
import {chart, logTicks, tickFormat} from "../plot.js";
import {linked} from "./linked.js";
import type {Latency} from "./request-aggregate.js";
import type {Shown} from "./state.js";
import {kindsOf, nameOf, nothing, quantity, sourceOf, workloadsOf, type ExploreEnv, type ExploreView} from "./view.js";

/** Steps that a line of single requests keeps: evenly spaced ranks, both ends among them. */
const mostSteps = 400;

const words: Readonly<Record<Latency, string>> = {ttft_ms: "TTFT", tpot_ms: "TPOT", e2e_ms: "E2E"};

interface Line {
  readonly point: Shown;
  /** Latency and the share of requests at or below it, ascending. */
  readonly at: readonly (readonly [ms: number, share: number])[];
}

/** How a latency is distributed over the requests of the selected points, or of the series with the most loads. */
export const latencyView: ExploreView = {
  id: "explore-ecdf",
  followsSelection: true,
  build(env) {
    const {lang, state} = env;
    const t = teller(lang);
    const points = distributed(env);
    const lines = points.flatMap((point): Line[] => {
      const at = env.requests?.has(point.id) ? exact(env, point) : quantiles(point, state.latency);
      return at.length === 0 ? [] : [{point, at}];
    });
    if (lines.length === 0) return nothing(lang, t("requests", "逐请求数据"));
    const half = (line: Line): number => line.at.find(([, share]) => share >= 0.5)?.[0] ?? NaN;
    const slowest = greatest(lines, half)!;
    const title = t(
      `${words[state.latency]}: half the requests of ${nameOf(slowest.point, lang)} take ${quantity(half(slowest), "ms", lang)} or less`,
      `${words[state.latency]}：${nameOf(slowest.point, lang)}，半数请求不超过 ${quantity(half(slowest), "ms", lang)}`
    );
    return {
      title,
      subtitle: t(
        `Share of requests at or below ${words[state.latency]}, ms (log); ${workloadsOf(env)}; ${env.requests === undefined ? "lines through 65 percentiles" : "every request"}`,
        `${words[state.latency]} 不超过横轴值（ms，对数）的请求占比；${workloadsOf(env)}；${env.requests === undefined ? "曲线过 65 个分位点" : "逐请求"}`
      ),
      svg: draw(env, lines),
      alt: t(`${lines.length} distributions. ${title}.`, `${lines.length} 条分布。${title}。`),
      table: {
        caption: t("Latency at shares of the requests", "各请求占比处的时延"),
        columns: [
          ...viewColumns(["id", "kind", "label", "concurrency", "n_completed"], lang),
          ...tabled.map((p) =>
            ownColumn(`${state.latency.replace("_ms", "")}_p${100 * p}_ms`, "ms", lang, `p${100 * p}`, `p${100 * p}`)
          )
        ],
        rows: lines.map(({point, at}) => ({
          id: point.id,
          kind: point.kind,
          label: point.of.label,
          concurrency: point.concurrency,
          n_completed: point.n_completed,
          ...Object.fromEntries(
            tabled.map((p) => [
              `${state.latency.replace("_ms", "")}_p${100 * p}_ms`,
              (point.n_completed ?? 0) < sampleFloor(p) ? null : (at.find(([, share]) => share >= p)?.[0] ?? null)
            ])
          )
        }))
      },
      source: sourceOf(points, lang),
      method: html`${t(
        `Completed requests, R-7 percentiles. An empty cell: n too small (p90 needs ${sampleFloor(0.9)}, p99 needs ${sampleFloor(0.99)}). Requests of a closed loop are not independent.`,
        `完成的请求，R-7 分位数。空格表示样本太少（p90 至少需 ${sampleFloor(0.9)} 个，p99 至少需 ${sampleFloor(0.99)} 个）。闭环中的请求并非相互独立。`
      )}`,
      kinds: kindsOf(points)
    };
  }
};

const tabled = [0.5, 0.9, 0.99] as const;

/** The selected points that have requests, else those of the series with the most of them. */
function distributed({points, state}: ExploreEnv): readonly Shown[] {
  const able = points.filter((point) => point.requests !== null);
  const chosen = able.filter((point) => state.selected.includes(point.id));
  if (chosen.length > 0) return chosen;
  const most = greatest([...group(able, (point) => point.series).values()], (own) => own.length) ?? [];
  return most.toSorted((a, b) => (a.concurrency ?? 0) - (b.concurrency ?? 0));
}

function quantiles(point: Shown, latency: Latency): [number, number][] {
  const values = point.requests!.quantiles[latency];
  return Array.from(values, (ms, i) => [ms, i / (values.length - 1)]);
}

function exact({requests, state}: ExploreEnv, point: Shown): [number, number][] {
  const sorted = requests!.get(point.id)![state.latency];
  const n = sorted.length;
  const steps = Math.min(n, mostSteps);
  return Array.from({length: steps}, (_, i) => {
    const share = steps === 1 ? 1 : i / (steps - 1);
    return [percentile(sorted, share), share];
  });
}

function draw({lang, document}: ExploreEnv, lines: readonly Line[]): SVGSVGElement {
  const t = teller(lang);
  const [lo = 1, hi = 1] = extent(lines.flatMap(({at}) => [at[0]![0], at.at(-1)![0]]));
  const domain = [lo / 1.15, hi * 1.3];
  return chart({
    document,
    height: 330,
    x: {type: "log", domain, grid: true, ticks: logTicks(domain), tickFormat, label: "ms →"},
    y: {domain: [0, 1], grid: true, ticks: 5, tickFormat: formatPercent, label: t("↑ share of requests", "↑ 请求占比")},
    color: {type: "identity"},
    marks: [
      Plot.ruleY([0.5], {stroke: "var(--muted)", strokeDasharray: "1,3"}),
      lines.map(({point, at}) =>
        Plot.line(at as [number, number][], {
          x: "0",
          y: "1",
          stroke: point.of.color,
          strokeWidth: 1.5,
          ...(point.of.dash === null ? {} : {strokeDasharray: point.of.dash}),
          ...linked(
            [point, point],
            ({index}) => [index],
            () => nameOf(point, lang)
          )
        })
      ),
      placedLabels(
        lines.map(({point, at}) => {
          const [x, y] = at[Math.floor(at.length / 2)]!;
          return {x, y, text: short(point, lang), color: point.of.color, optional: true};
        }),
        {dots: [], lines: lines.map(({at}) => at.map(([x, y]) => ({x, y})))}
      )
    ]
  });
}

function short(point: Shown, lang: Lang): string {
  return point.concurrency === null ? nameOf(point, lang) : `c${point.concurrency}`;
}
