import {extent} from "d3";
import {calibration} from "../../model/prediction/calibration.js";
import {shownKind, type RunKind} from "../../model/dataset.js";
import {teller, type Lang} from "../../model/text.js";
import {ownColumn, viewColumns} from "../columns.js";
import {listed} from "../conditions.js";
import {formatNumber} from "../format.js";
import {html} from "../markup.js";
import {panels} from "../panels.js";
import {predictedConfigurations, type PredictedConfiguration, type PredictedRow} from "../predicted-rows.js";
import {layoutHeight, loadColor, predictedPanel} from "../predicted-panel.js";
import {articleTables, printedRows} from "../published.js";
import type {Figure, TableView, ViewRow} from "../view.js";
import {kindWords} from "../words.js";
import {articleCurves, articleWorkload, sourceOf, spread} from "../workload.js";

/** What every configuration of the article and every GPU would do at the article's lengths, beside print, run and bound. */
export const predicted: Figure = {
  id: "predicted",
  build(env) {
    const {data, lang, document} = env;
    const t = teller(lang);
    const configurations = predictedConfigurations(data);
    const rows = configurations.flatMap((configuration) => configuration.rows);
    const measured = rows.flatMap((row) => row.measured?.rows ?? []);
    const asked = data.article.setup.asks !== undefined;
    if (rows.length === 0 || (articleCurves(data).length === 0 && data.published.length === 0 && !asked))
      return {
        empty: t(
          "A prediction needs something to be held against: run a sweep, or enter the tables of a source in its facts.yaml.",
          "预测需要可对照的数字：请运行 sweep，或在来源的 facts.yaml 中录入其表。"
        )
      };
    const {input_tokens, output_tokens} = articleWorkload(data);
    const loads = loadsOf(rows);
    const title = finding(rows, lang);
    const height = layoutHeight(configurations);
    const panel = (quantity: "tpot" | "throughput", width: number, marginLeft: number): SVGSVGElement =>
      predictedPanel(document, configurations, {quantity, width, marginLeft, lang});
    const stars = configurations.some(({fitted}) => fitted)
      ? t("; † the calibration was fitted on this GPU", "；† 校准曾用该 GPU 拟合")
      : "";
    return {
      title,
      subtitle: t(
        `TPOT p50 and output throughput, logarithmic; dotted circle and whisker = predicted and its 90 % interval, diamond = printed, filled = ${kindWords[shownKind(data)].en}, dashed = bound; closed loop, ${input_tokens} in / ${output_tokens} out${stars}`,
        `TPOT p50 与输出吞吐，对数坐标；点圈与须线为预测值及其 90 % 区间，菱形为所印值，实心为${kindWords[shownKind(data)].zh}，虚线为物理界限；闭环，输入 ${input_tokens}、输出 ${output_tokens}${stars}`
      ),
      svg: panels(
        document,
        [
          {svg: panel("tpot", 420, 140), x: 0, y: 22, title: "TPOT p50"},
          {svg: panel("throughput", 296, 8), x: 424, y: 22, title: t("Output throughput", "输出吞吐")}
        ],
        height + 22,
        loads.map((load) => ({
          label: t(load === 1 ? "1 stream" : `${load} streams`, `${load} 路`),
          color: loadColor(load, loads)
        }))
      ),
      alt: t(
        `Two panels of ${configurations.length} configurations at ${loads.join(", ")} streams. ${title}. ${extremes(rows, lang)}`,
        `两个面板，${configurations.length} 种配置，并发 ${loads.join("、")} 路。${title}。${extremes(rows, lang)}`
      ),
      table: tableOf(configurations, {printed: data.published.length > 0, kind: shownKind(data)}, lang),
      source: listed(
        [
          t(
            `calibration fitted on ${calibration.fitted_on.runs.join(", ")} (${calibration.fitted_on.points.length} points)`,
            `校准拟合自 ${calibration.fitted_on.runs.join("、")}（${calibration.fitted_on.points.length} 个测量点）`
          ),
          articleTables(data, printedRows(data, ["tpot_ms"]), lang),
          sourceOf(measured, data)
        ],
        lang
      ),
      method: html`${t(
        "Each prediction replays the load in a simulator of the engine's scheduler with the calibrated step times; `npm run predict` gives the same. Its engine is that of the calibration's runs. The interval adds up: the parameters' covariance, what another GPU, model or precision may change, an unknown host, the model's own error where it was not fitted, and the spread between seeds. A printed row stands at the number of streams that its throughput x TPOT amounts to. Bound: TPOT and throughput that data sheet bandwidth and FLOP/s allow.",
        "每个预测都在引擎调度器的模拟中以校准后的步时重放该负载；`npm run predict` 给出同样的数字。其引擎为校准所用运行的引擎。区间由以下各项相加：参数协方差，换 GPU、模型或精度可能带来的变化，未知主机，模型在未拟合处的自身误差，以及种子之间的离散。所印行按吞吐 × TPOT 所得的并发放置。界限：标称带宽与算力所允许的 TPOT 与吞吐。"
      )}`,
      kinds: (["predicted", "published", shownKind(data), "bound"] as const).filter(
        (kind) =>
          (kind !== "published" || rows.some((row) => row.printed !== null)) &&
          (kind !== shownKind(data) || measured.length > 0)
      )
    };
  }
};

const loadsOf = (rows: readonly PredictedRow[]): number[] =>
  [...new Set(rows.map((row) => row.concurrency))].sort((a, b) => a - b);

function finding(rows: readonly PredictedRow[], lang: Lang): string {
  const t = teller(lang);
  const pairs = rows.flatMap(({printed, prediction}) =>
    printed?.tpot_ms == null || prediction.tpot_p50_ms === null ? [] : [{printed: printed.tpot_ms, prediction}]
  );
  if (pairs.length === 0) return spanOf(rows, lang);
  const [least, most] = extent(pairs, (pair) => pair.printed / pair.prediction.tpot_p50_ms!);
  const outside = pairs.filter(
    ({printed, prediction}) => printed < prediction.tpot_p50_ms_lo! || printed > prediction.tpot_p50_ms_hi!
  );
  return t(
    `${outside.length} of ${pairs.length} printed TPOT fall outside the predicted interval: ${formatNumber(least)} to ${formatNumber(most)} times it`,
    `所印 ${pairs.length} 个 TPOT 中有 ${outside.length} 个落在预测区间之外：为预测的 ${formatNumber(least)} 至 ${formatNumber(most)} 倍`
  );
}

function spanOf(rows: readonly PredictedRow[], lang: Lang): string {
  const highest = Math.max(...loadsOf(rows));
  const [least, most] = extent(
    rows.filter((row) => row.concurrency === highest),
    (row) => row.prediction.output_tokens_per_s ?? undefined
  );
  return teller(lang)(
    `${formatNumber(least)} to ${formatNumber(most)} output tok/s are predicted at ${highest} streams`,
    `预测 ${highest} 路并发的输出吞吐为 ${formatNumber(least)} 至 ${formatNumber(most)} tok/s`
  );
}

function extremes(rows: readonly PredictedRow[], lang: Lang): string {
  const [fast, slow] = extent(rows, (row) => row.prediction.tpot_p50_ms ?? undefined);
  return teller(lang)(
    `Predicted TPOT from ${formatNumber(fast)} to ${formatNumber(slow)} ms; ${spanOf(rows, lang)}.`,
    `预测 TPOT 为 ${formatNumber(fast)} 至 ${formatNumber(slow)} ms；${spanOf(rows, lang)}。`
  );
}

/** Shown: what has something beside it, and the article's configurations. The files hold every prediction. */
function tableOf(
  configurations: readonly PredictedConfiguration[],
  {printed, kind}: {readonly printed: boolean; readonly kind: RunKind},
  lang: Lang
): TableView {
  const t = teller(lang);
  const held = configurations.filter(
    ({group, rows}) =>
      group === "article" || group === "study" || rows.some((row) => row.measured !== null || row.printed !== null)
  );
  const all = configurations.flatMap(({rows}) => rows);
  return {
    caption: !printed
      ? t(
          `All ${all.length} predictions, with what is ${kindWords[kind].en} of the same`,
          `全部 ${all.length} 个预测，附同一配置的${kindWords[kind].zh}值`
        )
      : t(
          `Predictions of the printed configurations and of measured GPUs, with what is printed and measured; the files hold all ${all.length} predictions`,
          `所印各配置与已测 GPU 的预测，附所印与实测值；文件含全部 ${all.length} 个预测`
        ),
    columns: [
      ...viewColumns(["id", "kind", "label", "concurrency", "tpot_p50_ms"], lang),
      ownColumn("tpot_p50_ms_lo", "ms", lang, "TPOT p50, lower end", "TPOT p50，下端"),
      ownColumn("tpot_p50_ms_hi", "ms", lang, "TPOT p50, upper end", "TPOT p50，上端"),
      ...viewColumns(["tpot_floor_ms", "output_tokens_per_s"], lang),
      ownColumn("output_tokens_per_s_lo", "tok/s", lang, "Output throughput, lower end", "输出吞吐，下端"),
      ownColumn("output_tokens_per_s_hi", "tok/s", lang, "Output throughput, upper end", "输出吞吐，上端"),
      ownColumn("output_tokens_per_s_ceiling", "tok/s", lang, "Throughput ceiling", "吞吐上限")
    ],
    rows: held.flatMap(({rows}) => rows.flatMap((row) => viewRows(row, kind))),
    fileRows: all.flatMap((row) => viewRows(row, kind))
  };
}

function viewRows({id, label, concurrency, prediction, printed, measured}: PredictedRow, kind: RunKind): ViewRow[] {
  const {tpot_p50_ms, tpot_p50_ms_lo, tpot_p50_ms_hi, tpot_floor_ms} = prediction;
  const {output_tokens_per_s, output_tokens_per_s_lo, output_tokens_per_s_hi} = prediction;
  const {output_tokens_per_s_ceiling} = prediction;
  const bound = {tpot_floor_ms, output_tokens_per_s_ceiling};
  const none = {
    tpot_p50_ms_lo: null,
    tpot_p50_ms_hi: null,
    output_tokens_per_s_lo: null,
    output_tokens_per_s_hi: null
  };
  const shared = {label, concurrency, ...bound};
  const rows: ViewRow[] = [
    {
      ...shared,
      id,
      kind: "predicted",
      tpot_p50_ms,
      tpot_p50_ms_lo,
      tpot_p50_ms_hi,
      output_tokens_per_s,
      output_tokens_per_s_lo,
      output_tokens_per_s_hi
    }
  ];
  if (printed !== null)
    rows.push({
      ...shared,
      ...none,
      id: printed.published_id,
      kind: "published",
      tpot_p50_ms: printed.tpot_ms,
      output_tokens_per_s: printed.throughput_tokens_per_s
    });
  if (measured !== null)
    rows.push({
      ...shared,
      ...none,
      id: measured.rows[0]!.point_id,
      kind,
      tpot_p50_ms: spread(measured, "tpot_p50_ms").value,
      output_tokens_per_s: spread(measured, "output_tokens_per_s").value
    });
  return rows;
}
