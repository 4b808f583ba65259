import {metrics} from "../../model/metrics.js";
import {teller, type Lang} from "../../model/text.js";
import {units} from "../../model/units.js";
import {viewColumns} from "../columns.js";
import {loadChart, type LoadMark} from "../load-chart.js";
import {html} from "../markup.js";
import {panels} from "../panels.js";
import {linked} from "./linked.js";
import {exploreMetrics, type ExploreMetric} from "./metrics.js";
import type {Shown} from "./state.js";
import {kindsOf, nameOf, nothing, quantity, sourceOf, workloadsOf, type ExploreEnv, type ExploreView} from "./view.js";

const drawn = exploreMetrics.filter((name) => name !== "output_tokens_per_s_per_user");

/** Six quantities against the closed-loop concurrency, one panel each. */
export const sweepView: ExploreView = {
  id: "explore-sweep",
  followsSelection: false,
  build(env) {
    const {lang} = env;
    const t = teller(lang);
    const points = env.points.filter((point) => point.concurrency !== null);
    if (points.length === 0) return nothing(lang, t("a concurrency", "并发"));
    const most = Math.max(...points.map((point) => point.values.ttft_p50_ms?.[0] ?? 0));
    const loads = points.map((point) => point.concurrency!);
    const title = t(
      `From ${Math.min(...loads)} to ${Math.max(...loads)} streams, half the first tokens come within ${quantity(most, "ms", lang)} at worst`,
      `并发 ${Math.min(...loads)} 至 ${Math.max(...loads)}，半数首 token 最慢在 ${quantity(most, "ms", lang)} 内到达`
    );
    return {
      title,
      subtitle: t(
        `Six quantities against concurrency (log2); ${workloadsOf(env)}; whisker = 95 % interval within the run, or 90 % of a prediction`,
        `六项指标随并发（log2）的变化；${workloadsOf(env)}；须线为单次运行内的 95 % 区间，或预测的 90 % 区间`
      ),
      svg: draw(env, points),
      alt: t(`Six panels of ${points.length} points. ${title}.`, `六个面板，${points.length} 个点。${title}。`),
      table: {
        caption: t("The sweep, point by point", "逐点 sweep 数据"),
        columns: viewColumns(["id", "kind", "label", "concurrency", "n_completed", ...drawn], lang),
        rows: points.map((point) => ({
          id: point.id,
          kind: point.kind,
          label: point.of.label,
          concurrency: point.concurrency,
          n_completed: point.n_completed,
          ...Object.fromEntries(drawn.map((name) => [name, point.values[name]?.[0] ?? null]))
        }))
      },
      source: sourceOf(points, lang),
      method: html`${t(
        "One mark a point, repeats apart; lines join the points of a series. Filled: measured. Dotted: predicted. Plus: limit of physics.",
        "每个测量点一个标记，重复各自画出；线连接同一系列。实心为实测，点圈为预测，加号为物理极限。"
      )}`,
      kinds: kindsOf(points)
    };
  }
};

const [width, height, gap] = [232, 190, 14];

function draw({lang, document}: ExploreEnv, points: readonly Shown[]): SVGSVGElement {
  const t = teller(lang);
  const byId = new Map(points.map((point) => [point.id, point]));
  const loads = points.map((point) => point.concurrency!);
  const parts = drawn.flatMap((metric, i) => {
    const marks = points.flatMap((point) => markOf(point, metric));
    if (marks.length === 0) return [];
    const name = ({id, value}: LoadMark): string =>
      `${nameOf(byId.get(id)!, lang)}: ${heading(metric, lang)} ${value.toPrecision(3)}`;
    const svg = loadChart(marks, {
      document,
      width,
      height,
      loads,
      log: metric !== "power_mean_w",
      xLabel: i < 3 ? null : t("concurrency", "并发"),
      link: (rows) => linked(rows, ({id}) => [byId.get(id)!.index], name)
    });
    return [{svg, x: (i % 3) * (width + 12), y: Math.floor(i / 3) * (height + gap), title: heading(metric, lang)}];
  });
  return panels(document, parts, 2 * height + gap);
}

function markOf(point: Shown, metric: ExploreMetric): LoadMark[] {
  const cell = point.values[metric];
  if (cell === undefined) return [];
  const [value, lo, hi] = cell;
  const {color, symbol, dash} = point.of;
  return [
    {
      id: point.id,
      load: point.concurrency!,
      value,
      lo,
      hi,
      series: point.series,
      color,
      symbol: point.kind === "bound" ? "plus" : symbol,
      dash: point.kind === "bound" ? "4,4" : dash,
      predicted: point.kind === "predicted"
    }
  ];
}

function heading(metric: ExploreMetric, lang: Lang): string {
  if (metric === "energy_j_per_output_token") return teller(lang)("J per output token", "每输出 token 能耗，J");
  const {label, unit} = metrics[metric];
  const short = label[lang].replace(/（.*?）/, "");
  return `${short}${unit === null ? "" : `${teller(lang)(", ", "，")}${units[unit][lang]}`}`;
}
