import {greatest, groups, least, mean, sum} from "d3";
import {shownKind} from "../../model/dataset.js";
import {curves, type Curve} from "../../model/curve.js";
import type {MetricName} from "../../model/metrics.js";
import {points, type PointRow} from "../../model/tables/points.js";
import {teller, type Lang} from "../../model/text.js";
import {conditions, repeatsNote} from "../conditions.js";
import {limited} from "../limited.js";
import {formatNumber, formatPercent, formatPrinted, withUnit} from "../format.js";
import {loadMarks, rowsOf} from "../levels.js";
import {loadChart, type LoadMark} from "../load-chart.js";
import {html} from "../markup.js";
import {panels} from "../panels.js";
import {chartWidth} from "../plot.js";
import {drawnSeries} from "../series.js";
import {declared, pick, type Env, type Figure} from "../view.js";
import {articleWorkload, sourceOf} from "../workload.js";

const columns = [
  "point_id",
  "kind",
  "load",
  "concurrency",
  "request_rate_per_s",
  "concurrency_mean",
  "input_tokens",
  "output_tokens",
  "n_completed",
  "energy_j_per_output_token",
  "output_tokens_per_s_per_w",
  "power_mean_w",
  "power_cap_share",
  "sm_clock_mean_mhz"
] as const satisfies readonly (keyof PointRow)[];

/** Energy of an output token by load and by shape of the workload, and the time at the power cap. */
export const energy: Figure = {
  id: "energy",
  build(env) {
    const {data, lang} = env;
    const t = teller(lang);
    const {models} = articleWorkload(data);
    const usable = data.points.filter(
      (row) =>
        row.kind === shownKind(data) &&
        row.energy_valid &&
        row.model !== null &&
        models.includes(row.model) &&
        row.energy_j_per_output_token !== null
    );
    const closed = curves(usable);
    if (closed.length === 0)
      return {
        empty: t(
          "No measured point has valid power telemetry: sweep with the sampler on, or ingest telemetry with the results.",
          "没有实测点带有效的功耗遥测：请在采样开启时运行 sweep，或随结果导入遥测。"
        )
      };
    const open = usable.filter((row) => row.load === "open" && row.concurrency_mean !== null);
    const rows = [...rowsOf(closed), ...open];
    const title = finding(env, closed);
    const shapes = new Set(closed.map(shapeOf));
    const left = shapes.size - shapesOf(data, closed).length;
    const repeats = repeatsNote(
      closed.flatMap((curve) => curve.levels),
      lang
    );
    const note = [
      repeats === "" ? "" : t(`whisker = ${repeats}`, `须线为 ${repeats}`),
      left === 0 ? "" : t(`${left} more shapes in the table alone`, `另有 ${left} 种形状只列在表中`)
    ]
      .filter((part) => part !== "")
      .map((part) => `${t("; ", "；")}${part}`)
      .join("");
    return {
      title,
      subtitle: t(
        `J per output token (log) and share of time at the power cap, by concurrency (log2) and by tokens in/out; ${conditions(rows, lang)}${note}`,
        `每输出 token 能耗 J（对数）与触及功耗上限的时间占比，按并发（log2）与输入/输出 token 数；${conditions(rows, lang)}${note}`
      ),
      svg: draw(env, closed, open),
      alt: t(
        `Energy and time at the power cap of ${rows.length} points, ${shapes.size} shapes. ${title}. ${extremes(rows, lang)}`,
        `${rows.length} 个点的能耗与触及功耗上限的时间，${shapes.size} 种形状。${title}。${extremes(rows, lang)}`
      ),
      table: limited(
        {
          caption: t("Energy, point by point", "逐点能耗"),
          columns: declared(points, columns, lang),
          rows: pick(rows, columns)
        },
        lang
      ),
      source: sourceOf(rows, data),
      method: html`${t(
        "Energy: trapezoid of sampled board power over the measured window / output tokens of completed requests, over all GPUs. Points whose telemetry has a gap of more than 3 s inside the window are left out. Power cap: share of samples with bit 0x4 of clocks_event_reasons.active. Open-loop points (×) stand at their mean number of requests in flight.",
        "能耗：测量窗口内板卡功耗采样的梯形积分/完成请求的输出 token 数，为全部卡之和。窗口内遥测间断超过 3 s 的点不计。功耗上限：clocks_event_reasons.active 的 0x4 位生效的采样占比。开环点（×）画在平均在途请求数处。"
      )}`,
      kinds: [shownKind(data)]
    };
  }
};

/** A column of panels for each shape of the workload, the article's first; `most` of them have room. */
const most = 4;

function shapesOf(data: Env["data"], closed: readonly Curve[]): string[] {
  const {input_tokens, output_tokens} = articleWorkload(data);
  const first = `${input_tokens}/${output_tokens}`;
  return groups(closed, shapeOf)
    .sort(([a, own], [b, other]) => Number(b === first) - Number(a === first) || size(other) - size(own))
    .map(([shape]) => shape)
    .slice(0, most);
}

const shapeOf = (row: {input_tokens: number | null; output_tokens: number | null}): string =>
  `${row.input_tokens}/${row.output_tokens}`;

const size = (curves: readonly Curve[]): number => sum(curves, (curve) => curve.levels.length);

function draw(env: Env, closed: readonly Curve[], open: readonly PointRow[]): SVGSVGElement {
  const {data, lang, document} = env;
  const t = teller(lang);
  const shapes = shapesOf(data, closed);
  const names = [
    ...new Map(closed.map((curve) => [drawnSeries(data, curve).label, drawnSeries(data, curve)])).values()
  ];
  const quantities = [
    {metric: "energy_j_per_output_token", title: t("J per output token", "每输出 token 能耗，J")},
    {metric: "power_cap_share", title: t("time at the power cap", "触及功耗上限的时间")}
  ] as const;
  const [height, top] = [212, 24];
  const width = (chartWidth - 12 * (shapes.length - 1)) / shapes.length;
  const parts = quantities.flatMap(({metric, title}, row) => {
    const all = marksOf(env, closed, open, metric);
    const energies = metric === "energy_j_per_output_token";
    const values = all.flatMap(({value, lo, hi}) => [value, lo ?? value, hi ?? value]);
    return shapes.map((shape, i) => {
      const marks = all.filter((mark) => mark.shape === shape);
      const svg = loadChart(marks, {
        document,
        width,
        height,
        xLabel: row === 0 ? null : t("concurrency", "并发"),
        log: energies,
        loads: all.map((mark) => mark.load),
        yDomain: energies ? [Math.min(...values) / 1.2, Math.max(...values) * 1.2] : [0, 1],
        ...(energies ? {} : {yTickFormat: formatPercent})
      });
      return {
        svg,
        x: i * (width + 12),
        y: top + row * (height + 10),
        title: i === 0 ? `${title}${t(", ", "，")}${shape}` : shape
      };
    });
  });
  return panels(document, parts, top + 2 * height + 10, names);
}

function marksOf(
  {data, lang}: Env,
  closed: readonly Curve[],
  open: readonly PointRow[],
  metric: MetricName & keyof PointRow
): (LoadMark & {shape: string})[] {
  return [
    ...closed.flatMap((curve) => loadMarks(data, [curve], metric).map((mark) => ({...mark, shape: shapeOf(curve)}))),
    ...openLevels(open).flatMap((repeats) => {
      const row = repeats[0]!;
      const values = repeats.map((each) => each[metric]).filter((value) => typeof value === "number");
      const {gpu, gpus, precision} = row;
      if (values.length === 0 || gpu === null || gpus === null || precision === null) return [];
      const {color, label} = drawnSeries(data, {gpu, gpus, precision});
      const name = withUnit(formatPrinted(row.request_rate_per_s), "req/s", lang);
      return [
        {
          id: row.point_id,
          load: mean(repeats, ({concurrency_mean}) => concurrency_mean!)!,
          value: mean(values)!,
          lo: values.length > 1 ? Math.min(...values) : null,
          hi: values.length > 1 ? Math.max(...values) : null,
          series: `${label} ${name}`,
          name,
          color,
          symbol: "times",
          dash: null,
          shape: shapeOf(row)
        }
      ];
    })
  ];
}

/** Open-loop points by configuration, lengths and rate, each with its repeats. */
function openLevels(open: readonly PointRow[]): PointRow[][] {
  const key = ({model, gpu, gpus, tensor_parallel, precision, request_rate_per_s, ...row}: PointRow): string =>
    JSON.stringify([model, gpu, gpus, tensor_parallel, precision, shapeOf(row), request_rate_per_s]);
  return groups(open, key).map(([, repeats]) => repeats);
}

const perToken = (level: Curve["levels"][number]): number =>
  mean(level.rows, (row) => row.energy_j_per_output_token ?? undefined)!;

function finding({data, lang}: Env, closed: readonly Curve[]): string {
  const t = teller(lang);
  const {input_tokens, output_tokens} = articleWorkload(data);
  const curve = closed.find((c) => c.input_tokens === input_tokens && c.output_tokens === output_tokens) ?? closed[0]!;
  const {label} = drawnSeries(data, curve);
  const high = greatest(curve.levels, perToken)!;
  const low = least(curve.levels, perToken)!;
  const joules = (level: Curve["levels"][number]): string => withUnit(formatNumber(perToken(level)), "J", lang);
  if (high === low)
    return t(
      `${label}: ${joules(low)} per output token at concurrency ${low.concurrency}`,
      `${label}：并发 ${low.concurrency} 下每输出 token ${joules(low)}`
    );
  return t(
    `${label}: an output token took ${joules(high)} at concurrency ${high.concurrency}, ${joules(low)} at ${low.concurrency}`,
    `${label}：每输出 token 能耗在并发 ${high.concurrency} 下为 ${joules(high)}，并发 ${low.concurrency} 下为 ${joules(low)}`
  );
}

function extremes(rows: readonly PointRow[], lang: Lang): string {
  const top = greatest(rows, (row) => row.power_cap_share ?? -1)!;
  return top.power_cap_share === null
    ? ""
    : teller(lang)(
        `Longest at the power cap: ${top.point}, ${formatPercent(top.power_cap_share)} of the time.`,
        `触及功耗上限最久：${top.point}，占 ${formatPercent(top.power_cap_share)} 的时间。`
      );
}
