import {max, mean} from "d3";
import {shownKind} from "../../model/dataset.js";
import {knee, type Curve} from "../../model/curve.js";
import {metrics, type MetricName} from "../../model/metrics.js";
import {sampleFloor} from "../../model/statistics/sample-floor.js";
import {points, type PointRow} from "../../model/tables/points.js";
import {teller, type Lang} from "../../model/text.js";
import {units} from "../../model/units.js";
import {conditions, whiskerNote} from "../conditions.js";
import {limited} from "../limited.js";
import {formatNumber, formatPercent} from "../format.js";
import {loadMarks, rowsOf} from "../levels.js";
import {loadChart, type LoadChartOptions} from "../load-chart.js";
import {html} from "../markup.js";
import {panels} from "../panels.js";
import {drawnSeries} from "../series.js";
import {declared, pick, type Env, type Figure} from "../view.js";
import {articleCurves, sourceOf} from "../workload.js";

const shown = [
  "output_tokens_per_s",
  "tpot_p50_ms",
  "ttft_p50_ms",
  "e2e_p50_ms",
  "energy_j_per_output_token",
  "power_mean_w"
] as const satisfies readonly MetricName[];

const columns = [
  "point_id",
  "kind",
  "concurrency",
  "repeat",
  "n_completed",
  "output_tokens_per_s",
  "tpot_p50_ms",
  "tpot_p50_ms_lo",
  "tpot_p50_ms_hi",
  "ttft_p50_ms",
  "ttft_p50_ms_lo",
  "ttft_p50_ms_hi",
  "e2e_p50_ms",
  "e2e_p50_ms_lo",
  "e2e_p50_ms_hi",
  "energy_j_per_output_token",
  "power_mean_w"
] as const satisfies readonly (keyof PointRow)[];

/** The concurrency sweep: six quantities against the closed-loop concurrency, with the knee or that there is none. */
export const sweep: Figure = {
  id: "sweep",
  build(env) {
    const {data, lang} = env;
    const t = teller(lang);
    const curves = articleCurves(data).filter((curve) => curve.levels.length > 1);
    const rows = rowsOf(curves);
    if (rows.length === 0)
      return {
        empty: t("Run a sweep over at least two concurrencies, or ingest one.", "请运行或导入至少含两档并发的 sweep。")
      };
    const title = finding(env, curves);
    return {
      title,
      subtitle: `${t("Six quantities against concurrency (log2)", "六项指标随并发（log2）的变化")}${t("; ", "；")}${conditions(rows, lang)}${t("; ", "；")}${whiskerNote(
        curves.flatMap((curve) => curve.levels),
        lang
      )}`,
      svg: draw(env, curves),
      alt: t(
        `Six panels against concurrency, ${rows.length} points. ${title}. ${extremes(rows, lang)}`,
        `六个随并发变化的面板，共 ${rows.length} 个点。${title}。${extremes(rows, lang)}`
      ),
      table: limited(
        {
          caption: t("The sweep, point by point", "逐点 sweep 数据"),
          columns: declared(points, columns, lang),
          rows: pick(rows, columns)
        },
        lang
      ),
      source: sourceOf(rows, data),
      method: html`${method(rows, lang)}`,
      kinds: [shownKind(data)]
    };
  }
};

function draw(env: Env, curves: readonly Curve[]): SVGSVGElement {
  const {data, lang, document} = env;
  const t = teller(lang);
  const several = curves.length > 1;
  const [width, height] = [232, 196];
  const limit = max(data.servers, (server) => (curves.some((c) => c.gpu === server.gpu) ? server.power_limit_w : null));
  const parts = shown.flatMap((metric, i) => {
    const marks = loadMarks(data, curves, metric);
    if (marks.length === 0) return [];
    const options: LoadChartOptions = {
      document,
      width,
      height,
      log: metric === "energy_j_per_output_token",
      xLabel: i < 3 ? null : t("concurrency", "并发"),
      print: formatNumber,
      rule: metric === "output_tokens_per_s" && !several ? kneeOf(curves[0]!) : null,
      limit:
        metric === "power_mean_w" && limit !== undefined && !several
          ? {value: limit, text: t("power limit", "功耗上限")}
          : null
    };
    return [
      {
        svg: loadChart(marks, options),
        x: (i % 3) * (width + 12),
        y: Math.floor(i / 3) * (height + 14) + (several ? 22 : 0),
        title: heading(metric, lang)
      }
    ];
  });
  return panels(
    document,
    parts,
    2 * height + 14 + (several ? 22 : 0),
    several ? curves.map((curve) => drawnSeries(data, curve)) : []
  );
}

function heading(metric: (typeof shown)[number], lang: Lang): string {
  const t = teller(lang);
  if (metric === "energy_j_per_output_token") return t("J per output token (log)", "每输出 token 能耗，J（对数）");
  const {label, unit} = metrics[metric];
  return `${short(label[lang])}${t(", ", "，")}${unit === null ? "" : units[unit][lang]}`;
}

/** Labels of the registry gloss the Chinese names; a panel has no room for the gloss. */
const short = (label: string): string => label.replace(/（.*?）/, "");

function finding(env: Env, curves: readonly Curve[]): string {
  const {data, lang} = env;
  const t = teller(lang);
  const curve = curves.toSorted((a, b) => peak(b) - peak(a))[0]!;
  const {label} = drawnSeries(data, curve);
  const at = kneeOf(curve);
  const [before, last] = [curve.levels.at(-2)!, curve.levels.at(-1)!];
  const growth = formatPercent(throughput(last) / throughput(before) - 1);
  if (at !== null)
    return t(
      `${label}: the knee is at ${at} streams; from there a doubling adds less than a tenth`,
      `${label}：拐点在并发 ${at}；此后并发翻倍，吞吐增幅不足一成`
    );
  const more = t(
    `${growth} more throughput from ${before.concurrency} to ${last.concurrency} streams`,
    `并发从 ${before.concurrency} 升到 ${last.concurrency}，吞吐仍增 ${growth}`
  );
  if (curves.length > 1 && curves.every((each) => kneeOf(each) === null))
    return t(
      `No knee on any of ${curves.length}; ${label}: ${more}`,
      `${curves.length} 个配置均无拐点；${label}：${more}`
    );
  return t(
    `${label}: ${more}, no knee up to ${last.concurrency}`,
    `${label}：${more}，${last.concurrency} 以内没有拐点`
  );
}

function extremes(rows: readonly PointRow[], lang: Lang): string {
  const range = (metric: (typeof shown)[number]): string => {
    const values = rows.map((row) => row[metric]).filter((value) => value !== null);
    return `${short(metrics[metric].label[lang])} ${formatNumber(Math.min(...values))}–${formatNumber(Math.max(...values))}`;
  };
  return lang === "en"
    ? `${range("output_tokens_per_s")} tok/s, ${range("tpot_p50_ms")} ms.`
    : `${range("output_tokens_per_s")} tok/s，${range("tpot_p50_ms")} ms。`;
}

function method(rows: readonly PointRow[], lang: Lang): string {
  const floor = sampleFloor(0.99);
  const most = Math.max(...rows.map((row) => row.n_completed ?? 0));
  const p99 =
    most < floor
      ? teller(lang)(
          `p99 is not drawn: it needs ${floor} requests, and no point has more than ${most}.`,
          `未画 p99：至少需要 ${floor} 个请求，而各点最多 ${most} 个。`
        )
      : teller(lang)(
          `Points with ${floor} requests or more have their p99 in the table of points.`,
          `不少于 ${floor} 个请求的点，其 p99 见测量点表。`
        );
  return teller(lang)(
    `Every value is recomputed from the request arrays. Each mark is the mean of the repeats of a load; the table lists every repeat. The knee is the first load from which a doubling adds less than a tenth to the throughput. ${p99}`,
    `各值均由逐请求数据重新计算。每个标记为同一并发各次重复的平均值，每次重复见数据表。拐点：自该并发起，并发翻倍而吞吐增幅不足一成。${p99}`
  );
}

const throughput = (level: Curve["levels"][number]): number =>
  mean(level.rows, (row) => row.output_tokens_per_s ?? undefined) ?? NaN;

const peak = (curve: Curve): number => Math.max(...curve.levels.map(throughput));

function kneeOf(curve: Curve): number | null {
  return knee(curve.levels.map((level) => ({load: level.concurrency, throughput: throughput(level)})));
}
