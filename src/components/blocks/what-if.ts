import {parseArchitecture} from "../../model/physics/architecture.js";
import {precisions} from "../../model/physics/precision.js";
import {calibration} from "../../model/prediction/calibration.js";
import {predict} from "../../model/prediction/predict.js";
import type {Dataset} from "../../model/dataset.js";
import {teller, type Lang, type Text} from "../../model/text.js";
import {formatCount} from "../format.js";
import {html, type Markup} from "../markup.js";
import {captionOf} from "../what-if/caption.js";
import {resultHtml} from "../what-if/result.js";
import {
  engine,
  gpuCounts,
  inFit,
  levels,
  precisionName,
  requestOf,
  type Catalogue,
  type Level,
  type Settings
} from "../what-if/settings.js";
import {articleWorkload} from "../workload.js";
import type {Block} from "./block.js";

/**
 * One configuration of the reader's choice, predicted. The page holds the answer to a first setting; a script shows the controls and has
 * the simulator, in a worker, answer to each move.
 */
export const whatIf: Block = {
  id: "what-if",
  build({data, lang}) {
    const t = teller(lang);
    const catalogue = catalogueOf(data);
    const settings = firstSettings(data, catalogue);
    const [prediction] = settings === null ? [] : predict(calibration, requestOf(catalogue, settings));
    if (settings === null || prediction === undefined)
      return html`<p class="empty">${t("Nothing could be predicted: no GPU in data/hardware.yaml, or no model in data/models.", "无可预测：data/hardware.yaml 中没有 GPU，或 data/models 中没有模型。")}</p>`;
    return html`<noscript><p class="table-note">${t("With scripts on, controls stand here and the simulator answers to them; this is its answer to one setting.", "启用脚本后，此处会出现控件，由模拟器即时作答；下面是其中一种设置的结果。")}</p></noscript>
${controls(catalogue, settings, lang)}
<p id="what-if-status" class="table-note" role="status"></p>
<div id="what-if-result">${resultHtml(prediction, captionOf(catalogue, settings, lang), inFit(catalogue, settings), lang)}</div>
<p class="table-note">${t(
      `The engine is set as vLLM by default: ${formatCount(engine.maxNumBatchedTokens)} tokens a step, ${formatCount(engine.maxNumSeqs)} requests at once, ${engine.gpuMemoryUtilization} of the memory. The same on a command line, with all settings: `,
      `引擎按 vLLM 的默认设置：每步 ${formatCount(engine.maxNumBatchedTokens)} 个 token，最多同时 ${formatCount(engine.maxNumSeqs)} 个请求，显存占用上限 ${engine.gpuMemoryUtilization}。命令行可做同样的预测，并给出全部设置：`
    )}<code>npm run predict -- --help</code></p>`;
  }
};

function catalogueOf(data: Dataset): Catalogue {
  const ids = new Set(calibration.fitted_on.points);
  const fitted = data.points.filter(({point_id}) => ids.has(point_id));
  const keys = new Set(fitted.map(({gpu, gpus, precision}) => JSON.stringify({gpu, gpus, precision})));
  return {
    models: data.models.map((model) => ({id: model.id, arch: parseArchitecture(model)})),
    gpus: data.hardware,
    fitted: [...keys].map((key) => JSON.parse(key) as Catalogue["fitted"][number])
  };
}

/** The article's model and lengths on its single card with the most memory; null where the data lack one of them. */
function firstSettings(data: Dataset, catalogue: Catalogue): Settings | null {
  const model = data.models.find(({id, names}) => [id, ...names].includes(data.article.model.name)) ?? data.models[0];
  const printed = data.published.filter(({gpus}) => gpus === 1).map(({gpu}) => gpu);
  const cards = catalogue.gpus.filter(({gpu}) => printed.includes(gpu));
  const card = (cards.length > 0 ? cards : catalogue.gpus).toSorted((a, b) => b.memory_mib - a.memory_mib)[0];
  if (model === undefined || card === undefined) return null;
  const {input_tokens, output_tokens} = articleWorkload(data);
  return {
    model: model.id,
    gpu: card.gpu,
    precision: "fp16",
    gpus: 1,
    input_tokens: nearest("input_tokens", input_tokens),
    output_tokens: nearest("output_tokens", output_tokens),
    concurrency: nearest("concurrency", 16)
  };
}

const nearest = (name: Level, value: number): number =>
  levels[name].reduce((a, b) => (Math.abs(Math.log(b / value)) < Math.abs(Math.log(a / value)) ? b : a));

function controls(catalogue: Catalogue, settings: Settings, lang: Lang): Markup {
  const t = teller(lang);
  const short = (name: string): string => name.replace(/^(?:NVIDIA|AMD) /, "");
  return html`<form class="what-if" aria-label="${t("What to predict", "要预测的配置")}" data-catalogue="${JSON.stringify(catalogue)}" hidden>
${select(
  "model",
  t("Model", "模型"),
  catalogue.models.map(({id}) => [id, id]),
  settings.model
)}
${select(
  "gpu",
  "GPU",
  catalogue.gpus.map(({gpu, name}) => [gpu, short(name)]),
  settings.gpu
)}
${select(
  "gpus",
  t("GPUs (tensor parallel)", "卡数（张量并行）"),
  gpuCounts.map((n) => [String(n), String(n)]),
  String(settings.gpus)
)}
${select(
  "precision",
  t("Precision of the weights", "权重精度"),
  precisions.map((precision) => [precision, precisionName(precision)]),
  settings.precision
)}
${slider("input_tokens", {en: "Input tokens", zh: "输入 token"}, settings, lang)}
${slider("output_tokens", {en: "Output tokens", zh: "输出 token"}, settings, lang)}
${slider("concurrency", {en: "Streams at once (closed loop)", zh: "并发路数（闭环）"}, settings, lang)}
</form>`;
}

function select(name: string, label: string, options: readonly (readonly [string, string])[], chosen: string): Markup {
  return html`<label>${label} <select name="${name}">${options.map(([value, text]) => html`<option value="${value}"${value === chosen ? html` selected` : null}>${text}</option>`)}</select></label>`;
}

function slider(name: Level, label: Text, settings: Settings, lang: Lang): Markup {
  const id = `what-if-${name}`;
  const value = levels[name].indexOf(settings[name]);
  const shown = formatCount(settings[name]);
  return html`<label for="${id}">${label[lang]} <output for="${id}">${shown}</output><input type="range" id="${id}" name="${name}" min="0" max="${levels[name].length - 1}" step="1" value="${value}" aria-valuetext="${shown}"></label>`;
}
