import {shownKind, type ModelEntry} from "../../model/dataset.js";
import {parseArchitecture} from "../../model/physics/architecture.js";
import {kvBytesPerToken} from "../../model/physics/kv.js";
import {parameters} from "../../model/physics/parameters.js";
import {decodeWeightBytes, weightBytes} from "../../model/physics/weights.js";
import type {StudyAsks} from "../../model/study.js";
import {teller, type Lang} from "../../model/text.js";
import {latencyWords, percentileName} from "../assumption-words.js";
import {configurationName} from "../configuration.js";
import {formatCount, formatNumber, formatPercent, withUnit} from "../format.js";
import {html, type Markup} from "../markup.js";
import {ownTextHtml} from "../own-text.js";
import type {Env} from "../view.js";
import {kindWords} from "../words.js";
import type {Block} from "./block.js";

/** The question of a study, what it asks of which configurations, and of which kind its numbers are so far. */
export const studySummary: Block = {
  id: "study-summary",
  build(env) {
    const study = env.studies?.[0];
    if (study === undefined || study.asks === null) return html``;
    const {lang} = env;
    return html`<p class="lede" data-study-model="${study.asks.model}">${ownTextHtml(study.question, lang)}</p>
      ${state(env, study.name, study.asks)}
      <dl class="facts">${facts(env, study.asks).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
  }
};

/** What there is: predictions alone, or points of the most trusted kind; and what to run next. */
function state({data, lang}: Env, name: string, asks: StudyAsks): Markup {
  const t = teller(lang);
  const kind = shownKind(data);
  const ok = data.points.filter(({status}) => status === "ok");
  const command = html`<code>npm run sweep -- data/sweeps/${name}.yaml</code>`;
  if (ok.length === 0)
    return html`<p class="note">${t("Nothing of it is measured yet: every number below is predicted or a bound of physics. Measure with ", "尚无实测：下列数字均为预测或物理界限。测量命令：")}${command}</p>`;
  const seen = new Set(ok.map(({gpu, gpus}) => `${gpu}x${gpus}`));
  const missing = asks.gpus.filter(({gpu, gpus}) => !seen.has(`${gpu}x${gpus}`));
  const names = missing.map((each) => configurationName(data, each)).join(t(", ", "、"));
  const points = t(
    `${formatCount(ok.length)} points are ${kindWords[kind].en}`,
    `${formatCount(ok.length)} 个测量点为${kindWords[kind].zh}`
  );
  const rest = missing.length === 0 ? "" : t(`; ${names} so far predicted only`, `；${names} 目前只有预测`);
  const banner =
    kind === "simulated"
      ? html`<p class="note simulated-note">${t("Simulated points: they show that the pipeline works and say nothing about hardware.", "模拟数据：只说明流程可用，不能说明任何硬件性能。")}</p>`
      : null;
  return html`${banner}<p>${points}${rest}${t(".", "。")} ${missing.length === 0 && kind === "measured" ? null : html`${t("To measure: ", "测量命令：")}${command}`}</p>`;
}

function facts({data, lang}: Env, {model, gpus, precisions, load, slo}: StudyAsks): [string, string][] {
  const t = teller(lang);
  const comma = t(", ", "、");
  const entry = data.models.find(({id}) => id === model);
  const lengths = t(
    `${formatCount(load.input_tokens)} in, ${formatCount(load.output_tokens)} out`,
    `输入 ${formatCount(load.input_tokens)}，输出 ${formatCount(load.output_tokens)}`
  );
  const limit = `${percentileName(slo.percentile)} ${latencyWords[slo.metric][lang]} < ${withUnit(formatCount(slo.limit_ms), "ms", lang)}`;
  return [
    [t("Model", "模型"), entry?.names[0] ?? model],
    ...(entry === undefined ? [] : shapes(entry, precisions, lang)),
    [t("GPUs", "GPU"), gpus.map((each) => configurationName(data, each)).join(comma)],
    [t("Lengths, tokens", "长度（token）"), lengths],
    [t("Streams", "并发"), load.concurrency.map(formatCount).join(comma)],
    [t("Latency limit", "时延限值"), limit],
    [t("Requests in time", "达标请求占比"), formatPercent(slo.percentile)]
  ];
}

/** What the config.json alone says of memory and bytes. */
function shapes(model: ModelEntry, precisions: StudyAsks["precisions"], lang: Lang): [string, string][] {
  const t = teller(lang);
  const arch = parseArchitecture(model);
  const gib = (bytes: number): string => withUnit(formatNumber(bytes / 2 ** 30), "GiB", lang);
  return [
    [t("Parameters", "参数量"), withUnitOfBillion(parameters(arch).total, lang)],
    ...precisions.flatMap((precision): [string, string][] => [
      [t(`Weights, ${precision}`, `权重，${precision}`), gib(weightBytes(arch, precision))],
      [t(`Read a decode step, ${precision}`, `每步解码读取，${precision}`), gib(decodeWeightBytes(arch, precision))]
    ]),
    [t("KV cache a token", "每 token KV 缓存"), withUnit(formatCount(kvBytesPerToken(arch)), "B", lang)]
  ];
}

function withUnitOfBillion(n: number, lang: Lang): string {
  return lang === "en" ? `${formatNumber(n / 1e9)}\u00A0billion` : `${formatNumber(n / 1e8)}\u00A0亿`;
}

/** The studies of the report with their questions; an empty state says how to begin one. */
export const studyIndex: Block = {
  id: "studies",
  build({data, lang, studies = []}) {
    const t = teller(lang);
    const gpus = data.hardware.slice(0, 2).map(({gpu}) => gpu);
    const begin = html`<code>npm run new -- my-study --model config.json --gpus ${gpus.join(",")}</code>`;
    if (studies.length === 0)
      return html`<p class="empty">${t("No study stands in this report. Begin one: ", "本报告没有研究。新建：")}${begin}</p>`;
    const root = lang === "zh" ? "/zh" : "";
    return html`<ul class="studies">${studies.map(
      ({name, title, question, source}) =>
        html`<li><a href="${source === null ? `${root}/studies/${name}.html` : `${root}/index.html`}">${ownTextHtml(title, lang)}</a><br>${ownTextHtml(question, lang)}</li>`
    )}</ul><p>${t("One of your own: ", "新建自己的研究：")}${begin}</p>`;
  }
};
