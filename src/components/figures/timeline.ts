import {greatest, range} from "d3";
import {shownKind} from "../../model/dataset.js";
import {telemetry} from "../../model/tables/telemetry.js";
import type {PointRow} from "../../model/tables/points.js";
import {teller, type Lang} from "../../model/text.js";
import {formatCount, formatInstant, formatNumber, formatPercent, formatPrinted, withUnit} from "../format.js";
import {configurationName} from "../configuration.js";
import {html} from "../markup.js";
import {panels} from "../panels.js";
import {drawnSeries} from "../series.js";
import {binned, gapLimitMs, minutesOf, timelineOf, type Timeline} from "../timeline-data.js";
import {timelinePanel, type TimelineLine} from "../timeline-panel.js";
import {declared, pick, type Env, type Figure} from "../view.js";
import {articleWorkload, sourceOf} from "../workload.js";

const columns = [
  "time_utc",
  "point_id",
  "power_w",
  "power_limit_w",
  "sm_clock_mhz",
  "power_capped",
  "temperature_c"
] as const;

/** Rows of the table that a reader sees: evenly spaced samples. */
const shownRows = 60;

/** Board power and SM clock over the run, with the points marked. */
export const timeline: Figure = {
  id: "timeline",
  build(env) {
    const {data, lang} = env;
    const t = teller(lang);
    const line = timelineOf(data);
    if (line === null)
      return {
        empty: t(
          "No measured run has telemetry: sweep with the sampler on, or ingest telemetry.csv with the results.",
          "没有实测运行带遥测：请在采样开启时运行 sweep，或随结果导入 telemetry.csv。"
        )
      };
    const points = line.windows.map((window) => window.point);
    const title = finding(points, lang);
    const {samples} = line;
    const [only] = points;
    const card =
      only?.gpu == null || only.gpus === null
        ? ""
        : `${configurationName(data, {gpu: only.gpu, gpus: only.gpus, precision: only.precision})}${t(", ", "，")}`;
    const step = Math.max(1, Math.ceil(samples.length / shownRows));
    return {
      title,
      subtitle: t(
        `Board power, W, and SM clock, MHz, means of ${withUnit(formatNumber((line.end - line.start) / 1000 / 560), "s", lang)}; shaded: measured windows, c = concurrency${legend(env, points)}; ${card}${line.run}, the run with the most loads`,
        `板卡功耗 W 与 SM 频率 MHz，每 ${withUnit(formatNumber((line.end - line.start) / 1000 / 560), "s", lang)} 取平均；阴影为测量窗口，c 为并发${legend(env, points)}；${card}${line.run}，为负载档数最多的一次运行`
      ),
      svg: draw(env, line),
      alt: t(
        `Two lines over ${formatNumber(minutesOf(line.end - line.start))} minutes, ${points.length} points marked, n = ${formatCount(samples.length)} samples. ${title}.`,
        `${formatNumber(minutesOf(line.end - line.start))} 分钟内的两条曲线，标出 ${points.length} 个点，n = ${formatCount(samples.length)} 个采样。${title}。`
      ),
      table: {
        caption: t(
          `Telemetry: every ${formatCount(step)}th of ${formatCount(samples.length)} samples; the files hold all`,
          `遥测：${formatCount(samples.length)} 个采样中每 ${formatCount(step)} 个列一个，文件含全部`
        ),
        columns: declared(telemetry, columns, lang).map((column) =>
          column.name === "time_utc"
            ? {...column, show: (value) => new Date(Number(value)).toISOString().slice(0, 19)}
            : column
        ),
        rows: pick(
          samples.filter((_, i) => i % step === 0),
          columns
        ),
        fileRows: pick(samples, columns)
      },
      source: sourceOf(points, data),
      method: html`${t(
        `Samples of one GPU as nvidia-smi reports them, on the clock of the points. Lines break where the telemetry has no sample for more than ${gapLimitMs / 1000} s; the longest gap is ${withUnit(formatNumber(line.longest_gap_s), "s", lang)}. Start: ${formatInstant(line.start)}. Single low clock samples mean nothing, so means are drawn.`,
        `nvidia-smi 报告的单卡采样，与测量点同一时钟。超过 ${gapLimitMs / 1000} s 没有采样处曲线断开；最长间断为 ${withUnit(formatNumber(line.longest_gap_s), "s", lang)}。起点：${formatInstant(line.start)}。单个低频采样没有意义，故画平均值。`
      )}`,
      kinds: [shownKind(data)]
    };
  }
};

function draw({data, lang, document}: Env, line: Timeline): SVGSVGElement {
  const t = teller(lang);
  const first = line.windows[0]?.point;
  const {gpu, gpus, precision} = first ?? {gpu: null, gpus: null, precision: null};
  const {color} = drawnSeries(data, {gpu: gpu ?? "other", gpus: gpus ?? 1, precision: precision ?? "bf16"});
  const {samples} = line;
  const i = greatest(range(1, samples.length), (k) => samples[k]!.time_utc - samples[k - 1]!.time_utc);
  const gap =
    i === undefined || samples[i]!.time_utc - samples[i - 1]!.time_utc <= gapLimitMs
      ? null
      : {
          minutes: minutesOf((samples[i]!.time_utc + samples[i - 1]!.time_utc) / 2 - line.start),
          text: t(
            `no data for ${withUnit(formatNumber(line.longest_gap_s), "s", lang)}`,
            `${withUnit(formatNumber(line.longest_gap_s), "s", lang)} 无数据`
          )
        };
  const names = line.windows.map(
    ({point}, k) =>
      `${loadText(point)}${shapeMark(
        data,
        line.windows.map((w) => w.point),
        k
      )}`
  );
  const limit = line.power_limit_w;
  const quantity = (name: "power_w" | "sm_clock_mhz"): TimelineLine => ({
    document,
    color,
    line: binned(line, name, 560).map(({minutes, value}) => [minutes, value]),
    minutes: minutesOf(line.end - line.start),
    windows: line.windows.map(({start, end}) => ({
      start: minutesOf(start - line.start),
      end: minutesOf(end - line.start)
    })),
    gap: name === "power_w" ? gap : null
  });
  return panels(
    document,
    [
      {
        svg: timelinePanel(quantity("power_w"), {
          height: 226,
          floorAtZero: true,
          xLabel: null,
          limit:
            limit === null
              ? null
              : {value: limit, text: t(`power limit ${formatPrinted(limit)} W`, `功耗上限 ${formatPrinted(limit)} W`)},
          bandText: (k) => names[k]!
        }),
        x: 0,
        y: 0,
        title: t("Board power, W", "板卡功耗，W")
      },
      {
        svg: timelinePanel(quantity("sm_clock_mhz"), {
          height: 190,
          floorAtZero: false,
          xLabel: t("minutes since the start →", "自起点的分钟数 →"),
          limit: null,
          bandText: null
        }),
        x: 0,
        y: 232,
        title: t("SM clock, MHz", "SM 频率，MHz")
      }
    ],
    422
  );
}

/** Marks of shapes other than the article's, in the order in which they were measured. */
const shapeMarks = ["*", "†", "‡", "§"];

function otherShapes({data}: Pick<Env, "data">, points: readonly PointRow[]): string[] {
  const {input_tokens, output_tokens} = articleWorkload(data);
  const all = points.map((point) => `${point.input_tokens}/${point.output_tokens}`);
  return [...new Set(all)].filter((shape) => shape !== `${input_tokens}/${output_tokens}`);
}

function shapeMark(data: Env["data"], points: readonly PointRow[], i: number): string {
  const k = otherShapes({data}, points).indexOf(`${points[i]!.input_tokens}/${points[i]!.output_tokens}`);
  return k === -1 ? "" : (shapeMarks[k] ?? "");
}

function legend(env: Env, points: readonly PointRow[]): string {
  const t = teller(env.lang);
  const {input_tokens, output_tokens} = articleWorkload(env.data);
  const marked = otherShapes(env, points).flatMap((shape, k) =>
    shapeMarks[k] === undefined ? [] : [`${shapeMarks[k]} ${shape}`]
  );
  return [t(", ", "，"), [`${input_tokens}/${output_tokens}`, ...marked].join(t(", ", "、"))].join("");
}

function loadText(point: PointRow): string {
  return point.concurrency === null ? `${formatPrinted(point.request_rate_per_s)}/s` : `c${point.concurrency}`;
}

function finding(points: readonly PointRow[], lang: Lang): string {
  const t = teller(lang);
  const closed = points.filter((point) => point.power_mean_w !== null && point.power_cap_share !== null);
  const top = greatest(closed, (point) => point.power_mean_w!);
  if (top === undefined) return t("Power and SM clock over the run", "运行期间的功耗与 SM 频率");
  const where = top.concurrency === null ? loadText(top) : t(`${top.concurrency} streams`, `并发 ${top.concurrency}`);
  const watts = withUnit(formatNumber(top.power_mean_w), "W", lang);
  const share = formatPercent(top.power_cap_share);
  return top.power_cap_share === 0
    ? t(
        `At ${where} the board draws ${watts}, its most, and never meets its power cap`,
        `${where} 下功耗最高，为 ${watts}，从未触及功耗上限`
      )
    : t(
        `At ${where} the board draws ${watts} and is at its power cap ${share} of the time`,
        `${where} 下功耗为 ${watts}，${share} 的时间触及功耗上限`
      );
}
