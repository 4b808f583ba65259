import * as Plot from "@observablehq/plot";
import {extent, greatest, groups} from "d3";
import {teller} from "../../model/text.js";
import {ownColumn, viewColumns} from "../columns.js";
import {html} from "../markup.js";
import {placedLabels} from "../placed-labels.js";
import {chart, logTicks, tickFormat} from "../plot.js";
import {linked} from "./linked.js";
import type {Shown} from "./state.js";
import {kindsOf, nameOf, nothing, quantity, sourceOf, workloadsOf, type ExploreEnv, type ExploreView} from "./view.js";

const [userName, allName] = ["output_tokens_per_s_per_user", "output_tokens_per_s"] as const;

interface Mark {
  readonly point: Shown;
  readonly x: number;
  readonly y: number;
  readonly color: string;
  readonly symbol: string;
}

/** Throughput against interactivity of all that passes the filters; a rectangle drawn on it selects. */
export const throughputView: ExploreView = {
  id: "explore-throughput",
  followsSelection: false,
  build(env) {
    const {points, lang} = env;
    const t = teller(lang);
    const marks = points.flatMap((point): Mark[] => {
      const [user, all] = [point.values[userName], point.values[allName]];
      return user === undefined || all === undefined
        ? []
        : [{point, x: user[0], y: all[0], color: point.of.color, symbol: point.of.symbol}];
    });
    if (marks.length === 0) return nothing(lang, t("both throughputs", "两种吞吐"));
    const best = greatest(
      marks.filter(({point}) => point.kind !== "bound"),
      (mark) => mark.y
    );
    const title =
      best === undefined
        ? t("Limits of physics alone", "仅有物理极限")
        : t(
            `Most of ${marks.length}: ${nameOf(best.point, lang)}, ${quantity(best.y, "tok/s", lang)}`,
            `${marks.length} 个数字中最高：${nameOf(best.point, lang)}，${quantity(best.y, "tok/s", lang)}`
          );
    return {
      title,
      subtitle: t(
        `Output tok/s in all against output tok/s per user (1000 / TPOT p50), both logarithmic; ${workloadsOf(env)}; whisker = 90 % interval of a prediction`,
        `总输出 tok/s 与单用户输出 tok/s（1000/TPOT p50），双对数坐标；${workloadsOf(env)}；须线为预测的 90 % 区间`
      ),
      svg: draw(env, marks),
      alt: t(`Scatter of ${marks.length} numbers. ${title}.`, `散点图，${marks.length} 个数字。${title}。`),
      table: {
        caption: t("Throughput and interactivity", "吞吐与单用户速度"),
        columns: [
          ...viewColumns(["id", "kind", "label", "concurrency", userName, allName], lang),
          ownColumn(`${allName}_lo`, "tok/s", lang, "Output throughput, lower end", "输出吞吐，下端"),
          ownColumn(`${allName}_hi`, "tok/s", lang, "Output throughput, upper end", "输出吞吐，上端")
        ],
        rows: marks.map(({point, x, y}) => ({
          id: point.id,
          kind: point.kind,
          label: point.of.label,
          concurrency: point.concurrency,
          [userName]: x,
          [allName]: y,
          [`${allName}_lo`]: point.values[allName]![1],
          [`${allName}_hi`]: point.values[allName]![2]
        }))
      },
      source: sourceOf(points, lang),
      method: html`${t(
        "One mark a point, repeats apart. Published: throughput as printed against 1000 / printed TPOT. Bound: what bandwidth, FLOP/s and latency allow.",
        "每个测量点一个标记，重复各自画出。已发表：所印吞吐与 1000/所印 TPOT。物理极限：带宽、算力与时延所允许的值。"
      )}`,
      kinds: kindsOf(points)
    };
  }
};

function draw({lang, document}: ExploreEnv, marks: readonly Mark[]): SVGSVGElement {
  const t = teller(lang);
  const padded = (of: (mark: Mark) => number): [number, number] => {
    const [lo = 1, hi = 1] = extent(marks, of);
    return [lo / 1.4, hi * 1.4];
  };
  const [x, y] = [padded((mark) => mark.x), padded((mark) => mark.y)];
  const series = groups(marks, (mark) => mark.point.series).map(([, own]) =>
    own.toSorted((a, b) => (a.point.concurrency ?? 0) - (b.point.concurrency ?? 0))
  );
  const of = (...kinds: string[]): Mark[] => marks.filter(({point}) => kinds.includes(point.kind));
  const link = (rows: readonly Mark[]) =>
    linked(
      rows,
      ({point}) => [point.index],
      ({point, x: user, y: all}) =>
        `${nameOf(point, lang)}: ${quantity(all, "tok/s", lang)}, ${quantity(user, "tok/s", lang)} ${t("per user", "每用户")}`
    );
  const [bound, predicted, published] = [of("bound"), of("predicted"), of("published")];
  const solid = of("measured", "imported", "simulated");
  const whiskers = predicted.filter(({point}) => point.values[allName]![1] !== null);
  const names = series.flatMap((own) => {
    const last = own.at(-1)!;
    return last.point.kind === "bound" || last.point.kind === "predicted"
      ? []
      : [{x: last.x, y: last.y, text: last.point.of.label, color: last.color, optional: true}];
  });
  const position = {x: "x", y: "y"} as const;
  return chart({
    document,
    height: 470,
    x: {
      type: "log",
      domain: x,
      grid: true,
      ticks: logTicks(x),
      tickFormat,
      label: t("output tok/s per user →", "单用户输出 tok/s →")
    },
    y: {
      type: "log",
      domain: y,
      grid: true,
      ticks: logTicks(y),
      tickFormat,
      label: t("↑ output tok/s in all", "↑ 总输出 tok/s")
    },
    color: {type: "identity"},
    symbol: {type: "identity"},
    marks: [
      series.map((all) => {
        const own = all.filter(({point}) => point.concurrency !== null);
        const {kind, of: line} = all[0]!.point;
        if (own.length < 2 || kind === "published") return null;
        return Plot.line(own, {
          ...position,
          stroke: line.color,
          strokeWidth: kind === "measured" || kind === "imported" ? 1.4 : 1,
          strokeOpacity: kind === "predicted" ? 0.4 : 1,
          ...(kind === "bound" ? {strokeDasharray: "4,4"} : {}),
          ...(kind === "predicted" ? {strokeDasharray: "1,3"} : {}),
          ...(kind !== "bound" && kind !== "predicted" && line.dash !== null ? {strokeDasharray: line.dash} : {}),
          ...linked(own, ({point}) => [point.index])
        });
      }),
      Plot.ruleX(whiskers, {
        x: "x",
        y1: ({point}: Mark) => point.values[allName]![1]!,
        y2: ({point}: Mark) => point.values[allName]![2]!,
        stroke: "color",
        ...linked(whiskers, ({point}) => [point.index])
      }),
      Plot.dot(bound, {...position, symbol: () => "plus", stroke: "color", strokeWidth: 1, r: 2.5, ...link(bound)}),
      Plot.dot(predicted, {
        ...position,
        stroke: "color",
        fill: "var(--ground)",
        strokeWidth: 1.5,
        strokeDasharray: "1.5,1.2",
        r: 3.6,
        ...link(predicted)
      }),
      Plot.dot(solid, {
        ...position,
        symbol: "symbol",
        fill: "color",
        fillOpacity: ({point}: Mark) => (point.kind === "measured" ? 1 : 0.5),
        r: 4.5,
        ...link(solid)
      }),
      Plot.dot(published, {
        ...position,
        symbol: "symbol",
        stroke: "color",
        fill: "var(--ground)",
        strokeWidth: 2,
        r: 5.5,
        ...link(published)
      }),
      placedLabels(names, {dots: marks.map((mark) => ({x: mark.x, y: mark.y})), lines: []})
    ]
  });
}
