import {greatest} from "d3";
import {teller} from "../../model/text.js";
import {viewColumns} from "../columns.js";
import {formatNumber, formatPrinted} from "../format.js";
import {html} from "../markup.js";
import {panels} from "../panels.js";
import {timelinePanel} from "../timeline-panel.js";
import {linked} from "./linked.js";
import type {Shown} from "./state.js";
import type {Trace} from "./trace.js";
import {kindsOf, nameOf, nothing, quantity, sourceOf, type ExploreEnv, type ExploreView} from "./view.js";

/** Power and SM clock over time in the run of the selection, else in the run with the most shown points. */
export const powerView: ExploreView = {
  id: "explore-power",
  followsSelection: true,
  build(env) {
    const {lang} = env;
    const t = teller(lang);
    const found = traceOf(env);
    if (found === null) return nothing(lang, t("telemetry", "遥测"));
    const {trace, points} = found;
    const top = greatest(points, (point) => point.values.power_mean_w?.[0] ?? 0)!;
    const watts = top.values.power_mean_w?.[0];
    const title =
      watts === undefined
        ? t(`Power and SM clock of ${trace.run}`, `${trace.run} 的功耗与 SM 频率`)
        : t(
            `${nameOf(top, lang)}: the board draws ${quantity(watts, "W", lang)}, the most of this run`,
            `${nameOf(top, lang)}：板卡功耗 ${quantity(watts, "W", lang)}，为此运行最高`
          );
    return {
      title,
      subtitle: t(
        `Board power, W, and SM clock, MHz, of one GPU over ${formatNumber(trace.minutes)} minutes of ${trace.run}; shaded: measured windows, c = concurrency`,
        `${trace.run} 的 ${formatNumber(trace.minutes)} 分钟内单卡板卡功耗 W 与 SM 频率 MHz；阴影为测量窗口，c 为并发`
      ),
      svg: draw(env, trace, points),
      alt: t(`Two lines, ${points.length} windows. ${title}.`, `两条曲线，${points.length} 个窗口。${title}。`),
      table: {
        caption: t(`Windows of ${trace.run}`, `${trace.run} 的测量窗口`),
        columns: viewColumns(["id", "label", "concurrency", "power_mean_w", "energy_j_per_output_token"], lang),
        rows: points.map((point) => ({
          id: point.id,
          label: point.of.label,
          concurrency: point.concurrency,
          power_mean_w: point.values.power_mean_w?.[0] ?? null,
          energy_j_per_output_token: point.values.energy_j_per_output_token?.[0] ?? null
        }))
      },
      source: sourceOf(points, lang),
      method: html`${t(
        "Means of nvidia-smi's samples in 360 time bins, on the clock of the points; lines break where samples are missing.",
        "nvidia-smi 采样在 360 个时间段内的平均，与测量点同一时钟；缺样处断开。"
      )}`,
      kinds: kindsOf(points)
    };
  }
};

function traceOf({model, points, state}: ExploreEnv): {trace: Trace; points: Shown[]} | null {
  const byIndex = new Map(points.map((point) => [point.index, point]));
  const shownIn = (trace: Trace): Shown[] => trace.windows.flatMap(({point}) => byIndex.get(point) ?? []);
  const chosen = new Set(state.selected);
  // The selection weighs more than any number of points.
  const weight = (trace: Trace): number => {
    const own = shownIn(trace);
    return own.length + (own.some(({id}) => chosen.has(id)) ? model.points.length : 0);
  };
  const trace = greatest(model.traces, weight);
  const own = trace === undefined ? [] : shownIn(trace);
  return trace === undefined || own.length === 0 ? null : {trace, points: own};
}

function draw({lang, document}: ExploreEnv, trace: Trace, points: readonly Shown[]): SVGSVGElement {
  const t = teller(lang);
  const byIndex = new Map(points.map((point) => [point.index, point]));
  const windows = trace.windows.flatMap((window) => {
    const point = byIndex.get(window.point);
    return point === undefined ? [] : [{...window, shown: point}];
  });
  const names = windows.map(({shown}) =>
    shown.concurrency === null ? `${formatPrinted(shown.request_rate_per_s)}/s` : `c${shown.concurrency}`
  );
  const {color} = points[0]!.of;
  const limit = trace.power_limit_w;
  const link = linked(
    windows,
    ({point}) => [point],
    ({shown}) => nameOf(shown, lang)
  );
  const common = {document, color, gap: null, minutes: trace.minutes, windows, link};
  return panels(
    document,
    [
      {
        svg: timelinePanel(
          {...common, line: trace.power_w},
          {
            height: 210,
            floorAtZero: true,
            xLabel: null,
            limit:
              limit === null
                ? null
                : {
                    value: limit,
                    text: t(`power limit ${formatPrinted(limit)} W`, `功耗上限 ${formatPrinted(limit)} W`)
                  },
            bandText: (i) => names[i]!
          }
        ),
        x: 0,
        y: 0,
        title: t("Board power, W", "板卡功耗，W")
      },
      {
        svg: timelinePanel(
          {...common, line: trace.sm_clock_mhz},
          {
            height: 180,
            floorAtZero: false,
            xLabel: t("minutes since the start →", "自起点的分钟数 →"),
            limit: null,
            bandText: null
          }
        ),
        x: 0,
        y: 216,
        title: t("SM clock, MHz", "SM 频率，MHz")
      }
    ],
    396
  );
}
