import {extent, median, min} from "d3";
import {teller, type Lang, type Text} from "../../model/text.js";
import {units, type Unit} from "../../model/units.js";
import type {Dataset} from "../../model/dataset.js";
import {entryHtml, type Entry} from "../entry.js";
import {formatCount, formatNumber, formatPercent} from "../format.js";
import {html, type Markup} from "../markup.js";
import {predictedCells, predictedQuantities, type PredictedQuantity} from "../predicted-cells.js";
import {metLater, predictedConfigurations, type PredictedConfiguration, type PredictedRow} from "../predicted-rows.js";
import {hardestSplit, splitWords, validationRows} from "../validation-rows.js";
import type {Env} from "../view.js";
import {articleWorkload} from "../workload.js";
import type {Block} from "./block.js";

/** The page's first sentence: what the article's cards should do, and how wrong such sentences were where it can be told. */
export const predictionsAnswer: Block = {
  id: "predictions-answer",
  build(env) {
    const t = teller(env.lang);
    const rows = predictedConfigurations(env.data).flatMap((configuration) => configuration.rows);
    if (rows.length === 0)
      return html`<p class="empty">${t("The model has no config in data/models: nothing can be predicted.", "data/models 中没有该模型的配置，无法预测。")}</p>`;
    return html`<p class="lede">${what(rows, env)} ${howWrong(env)} ${later(env)}</p>`;
  }
};

function what(rows: readonly PredictedRow[], {data, lang}: Env): string {
  const t = teller(lang);
  const {input_tokens, output_tokens} = articleWorkload(data);
  const ratios = rows.flatMap(({printed, prediction}) =>
    printed?.tpot_ms == null || prediction.tpot_p50_ms === null ? [] : [printed.tpot_ms / prediction.tpot_p50_ms]
  );
  const [least, most] = extent(ratios);
  const lowest = min(rows, (row) => row.concurrency);
  const [slow, fast] = extent(
    rows.filter((row) => row.concurrency === lowest),
    (row) => row.prediction.tpot_p50_ms ?? undefined
  );
  const lengths = t(
    `At ${input_tokens} tokens in and ${output_tokens} out`,
    `在输入 ${input_tokens}、输出 ${output_tokens} token 下`
  );
  if (ratios.length === 0)
    return t(
      `${lengths}, one stream should take ${formatNumber(slow)} to ${formatNumber(fast)} ms a token on the GPUs listed.`,
      `${lengths}，所列 GPU 单路每 token 预计为 ${formatNumber(slow)} 至 ${formatNumber(fast)} ms。`
    );
  return t(
    `${lengths}, the ${data.article.noun.en}'s ${ratios.length} TPOT are ${formatNumber(least)} to ${formatNumber(most)} times what the measured engine is predicted to take on the same cards.`,
    `${lengths}，${data.article.noun.zh}的 ${ratios.length} 个 TPOT 是所测引擎在同样显卡上预测值的 ${formatNumber(least)} 至 ${formatNumber(most)} 倍。`
  );
}

function howWrong(env: Env): string {
  const t = teller(env.lang);
  const rows = validationRows(env);
  const split = hardestSplit(rows);
  if (split === null) return t("How wrong that may be was not validated.", "其误差尚未验证。");
  const own = rows.filter((row) => row.split === split);
  const error = (metric: string): string =>
    formatPercent(median(own.filter((row) => row.metric === metric).map(({error}) => Math.abs(error))));
  const unseen = predictedConfigurations(env.data)
    .filter(({fitted}) => !fitted)
    .flatMap(({rows}) => rows)
    .filter(({prediction}) => prediction.tpot_p50_ms !== null);
  const gpus = new Set(env.data.points.filter(({kind}) => kind === "measured").map(({gpu}) => gpu)).size;
  const half = formatPercent(
    median(unseen.map(({prediction: p}) => Math.sqrt(p.tpot_p50_ms_hi! / p.tpot_p50_ms_lo!) - 1))
  );
  const left =
    split === "gpu"
      ? ""
      : t(
          ` No GPU could be left out yet (${gpus} measured): for the others physics and priors alone vouch, and their TPOT intervals reach ${half} either way (median).`,
          `尚无显卡可供排除验证（已测 ${gpus} 种）：其余显卡只有物理与先验作保，其 TPOT 区间为上下各 ${half}（中位数）。`
        );
  return t(
    `With ${splitWords[split].en} left out of the fit, the median error was ${error("tpot_p50_ms")} for TPOT, ${error("output_tokens_per_s")} for throughput and ${error("ttft_p50_ms")} for TTFT.${left}`,
    `拟合时排除${splitWords[split].zh}，误差中位数为：TPOT ${error("tpot_p50_ms")}，吞吐 ${error("output_tokens_per_s")}，TTFT ${error("ttft_p50_ms")}。${left}`
  );
}

/** How predictions fared against what was measured after the fit; nothing where everything measured is in the fit. */
function later({data, lang}: Env): string {
  const met = metLater(predictedConfigurations(data));
  if (met.length === 0) return "";
  const t = teller(lang);
  const names = [...new Set(met.map(({label}) => label))].join(t(", ", "、"));
  const inside = met.filter(({covered}) => covered).length;
  const off = (metric: string): string =>
    formatPercent(median(met.filter((one) => one.metric === metric).map(({error}) => Math.abs(error))));
  return t(
    `Measured, but not in the fit: ${names}; ${inside} of ${met.length} numbers lie in their intervals, the median error being ${off("tpot_p50_ms")} for TPOT and ${off("output_tokens_per_s")} for throughput.`,
    `已实测而未用于拟合：${names}；${met.length} 个数字中有 ${inside} 个落在区间内，误差中位数为 TPOT ${off("tpot_p50_ms")}、吞吐 ${off("output_tokens_per_s")}。`
  );
}

const heads: Readonly<Record<PredictedQuantity, {label: Text; unit: Unit}>> = {
  ttft_p50_ms: {label: {en: "TTFT", zh: "TTFT"}, unit: "ms"},
  tpot_p50_ms: {label: {en: "TPOT", zh: "TPOT"}, unit: "ms"},
  e2e_p50_ms: {label: {en: "E2E", zh: "E2E"}, unit: "ms"},
  output_tokens_per_s: {label: {en: "In all", zh: "总吞吐"}, unit: "tok/s"},
  power_mean_w: {label: {en: "Power", zh: "功耗"}, unit: "W"},
  energy_j_per_output_token: {label: {en: "Energy", zh: "能耗"}, unit: "J/token"},
  kv_cache_usage_max: {label: {en: "KV use", zh: "KV 占用"}, unit: "%"},
  max_concurrency: {label: {en: "Max concurrency", zh: "最大并发"}, unit: "requests"}
};

/** Every prediction with what is printed, measured and bounded of the same, one row a configuration and load. */
export const predictionTable: Block = {
  id: "predictions",
  build({data, lang}) {
    const t = teller(lang);
    const configurations = predictedConfigurations(data);
    if (configurations.length === 0)
      return html`<p class="empty">${t("Nothing could be predicted.", "没有可预测的内容。")}</p>`;
    const {input_tokens, output_tokens} = articleWorkload(data);
    const at = t(
      `${input_tokens} in / ${output_tokens} out, beside print, measurement and bound`,
      `输入 ${input_tokens}、输出 ${output_tokens}，并列所印、实测与界限`
    );
    const {asks} = data.article.setup;
    const [own, others] = [true, false].map((examined) =>
      configurations.filter(({group}) => (group === "article" || group === "study") === examined)
    );
    if (asks !== undefined)
      return html`${box(own!, t(`The study's configurations predicted, ${at}`, `本研究各配置的预测，${at}`), data, lang)}${note(t("the study's limit", "本研究的限值"), lang)}`;
    if (own!.length === 0)
      return html`${box(others!, t(`Configurations predicted, ${at}`, `各配置的预测，${at}`), data, lang)}${note(t("a limit of P99 < 3 s", "P99 < 3 s 的限值"), lang)}`;
    const count = others!.length;
    return html`${box(own!, t(`The ${data.article.noun.en}'s configurations predicted, ${at}`, `${data.article.noun.zh}各配置的预测，${at}`), data, lang)}
<details class="drawer"><summary>${t(`The ${count} other configurations`, `其余 ${count} 种配置`)}</summary>${box(others!, t(`Other configurations predicted, ${at}`, `其余配置的预测，${at}`), data, lang)}</details>
${note(t(`the ${data.article.noun.en}'s limit of P99`, `${data.article.noun.zh}的 P99 限值`), lang)}`;
  }
};

function note(limit: string, lang: Lang): Markup {
  return html`<p class="table-note">${teller(lang)(`Brackets: 90 % interval. Columns sort by their first number, the prediction. Max concurrency, once a configuration: under ${limit} on the end to end time and on TTFT; bound by memory. KV cache: highest share in use. † The calibration was fitted on this GPU and precision: agreement there is no foresight.`, `方括号为 90 % 区间。各列按首个数字（预测值）排序。最大并发（每种配置一次）：${limit}分别用于 E2E 与 TTFT；界限由显存决定。KV 缓存：峰值占用。† 校准曾用该 GPU 与精度拟合，吻合不等于预见。`)}</p>`;
}

function box(configurations: readonly PredictedConfiguration[], caption: string, data: Dataset, lang: Lang): Markup {
  const t = teller(lang);
  return html`<div class="table-box comparison" role="region" tabindex="0" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr><th scope="col">${t("Configuration", "配置")}</th><th scope="col" class="number">${t("Streams", "并发")}</th>${predictedQuantities.map((q) => head(q, lang))}</tr></thead>
<tbody>${configurations.map(({rows, fitted}) => rows.map((row, i) => line(row, predictedCells(row, data, i === 0), fitted, data, lang)))}</tbody></table></div>`;
}

function head(quantity: PredictedQuantity, lang: Lang): Markup {
  const {label, unit} = heads[quantity];
  return html`<th scope="col" class="number">${label[lang]} <span class="unit">${units[unit][lang]}</span></th>`;
}

function line(
  row: PredictedRow,
  cells: ReturnType<typeof predictedCells>,
  fitted: boolean,
  data: Dataset,
  lang: Lang
): Markup {
  return html`<tr data-configuration="${row.prediction.gpu}-x${row.prediction.gpus}"><th scope="row">${row.label}${fitted ? " †" : null}</th><td class="number"><data value="${String(row.concurrency)}">${row.concurrency}</data></td>${predictedQuantities.map((q) => html`<td class="number">${cells[q].length === 0 ? null : cells[q].map((entry) => cell(entry, q, data, lang))}</td>`)}</tr>`;
}

function cell(entry: Entry, quantity: PredictedQuantity, data: Dataset, lang: Lang): Markup {
  const show =
    quantity === "max_concurrency"
      ? formatCount
      : quantity === "kv_cache_usage_max"
        ? (value: number) => formatNumber(100 * value)
        : formatNumber;
  return entryHtml(entry, {show, data, lang});
}
