import {assume, assumptionFields, defaultAssumptions, type Assumptions} from "../../model/assumptions.js";
import {at, toQuery, urlKeyOfPrice} from "../../model/assumptions-url.js";
import type {Dataset} from "../../model/dataset.js";
import {presetsOf} from "../../model/presets.js";
import {currencyOf} from "../../model/price.js";
import {teller, type Lang} from "../../model/text.js";
import {assumedInWords, labelOf, latencyWords, percentileName} from "../assumption-words.js";
import {configurationName} from "../configuration.js";
import {formatPrinted} from "../format.js";
import {html, type Markup} from "../markup.js";
import type {Block} from "./block.js";

/**
 * What is assumed, in a sentence, and controls to assume otherwise. Their names are the keys of the URL; a control whose
 * value is that of the source or of what the page was built with adds nothing to it. The form waits, hidden, for a script.
 */
export const assumptionsPanel: Block = {
  id: "assumptions",
  build({data, lang, studies, assumptions: base = defaultAssumptions}) {
    const t = teller(lang);
    // A study's page says whose it is: its script scopes the report's data as the build did.
    const study = data.article.setup.asks === undefined ? undefined : studies?.[0];
    return html`<section class="assumptions" id="assumptions"${study === undefined ? null : html` data-study="${JSON.stringify(study)}"`} aria-label="${t("Assumptions", "假设")}">
<p class="assumed"><strong>${t("Assumed", "假设")}</strong> · <span data-assumed>${assumedInWords(data, base, lang, base)}</span></p>
<noscript><p class="table-note">${t("With scripts on, prices, limits and load can be set here.", "启用脚本后，可在此设定价格、限值与负载。")}</p></noscript>
<details class="drawer" data-assumptions hidden><summary>${t("Set your own: price, SLO, utilisation, electricity, load", "自定假设：价格、SLO、利用率、电价、负载")}</summary>
<form class="controls" novalidate>${presetButtons(data, base, lang)}${priceFields(data, lang)}${limitFields(base, lang)}${useFields(data, base, lang)}${loadFields(base, lang)}${readingFields(base, lang)}
<p class="actions"><button type="button" data-copy>${t("Copy link to this view", "复制此视图的链接")}</button> <span data-copied role="status"></span></p></form></details>
<p class="changed" role="status" aria-live="polite" data-changed></p></section>`;
  }
};

/** A button carries what it assumes as the address would: the script that fills the form needs nothing else. */
function presetButtons(data: Dataset, base: Assumptions, lang: Lang): Markup {
  const t = teller(lang);
  return html`<fieldset class="presets"><legend>${t("Start from", "以此为起点")}</legend>${presetsOf(data).map(
    ({id, name, basis, given}) => {
      const query = toQuery(assume(given, base), base).toString();
      return html`<div><button type="button" data-preset="${id}" data-query="${query}" aria-pressed="${String(query === "")}" aria-describedby="preset-${id}">${name[lang]}</button> <span class="basis" id="preset-${id}">${basis[lang]}</span></div>`;
    }
  )}</fieldset>`;
}

/** Prices of what is examined and measured in its currency, and of every other in each currency that it has one in. */
function priceFields(data: Dataset, lang: Lang): Markup {
  const t = teller(lang);
  const wanted = new Map<string, {gpu: string; gpus: number; currency: string}>();
  const add = (gpu: string, gpus: number, currency: string): void => {
    wanted.set(`${gpu}x${gpus}/${currency}`, {gpu, gpus, currency});
  };
  const own = currencyOf(data);
  for (const {gpu, gpus} of data.published) add(gpu, gpus, own);
  for (const {gpu, gpus} of data.article.setup.asks?.configurations ?? []) add(gpu, gpus, own);
  for (const {gpu, gpus, kind} of data.points) if (kind === "measured" && gpu !== null) add(gpu, gpus ?? 1, own);
  for (const {gpu, gpus, currency} of data.prices) add(gpu, gpus, currency);
  return html`<fieldset><legend>${labelOf("price_per_gpu_h", lang)}</legend>${[...wanted].map(
    ([key, {gpu, gpus, currency}]) => {
      const known = data.prices.filter((row) => row.gpu === gpu && row.gpus === gpus && row.currency === currency);
      const printed = [...new Set(known.map((row) => formatPrinted(row.price_per_gpu_h)))].join(", ");
      return field({
        name: urlKeyOfPrice(key),
        label: `${configurationName(data, {gpu, gpus})}${t(", ", "，")}${currency}`,
        hint:
          known.length === 0 ? t("no price in the data", "数据中无价格") : t(`source: ${printed}`, `来源：${printed}`),
        value: known.length === 1 ? known[0]!.price_per_gpu_h : null,
        path: "price_per_gpu_h"
      });
    }
  )}</fieldset>`;
}

function limitFields(base: Assumptions, lang: Lang): Markup {
  const t = teller(lang);
  const {metric, percentile} = base.slo;
  const shares = [...new Set([0.5, 0.9, 0.95, 0.99, percentile])].sort((a, b) => a - b);
  return html`<fieldset><legend>${t("Latency limit (SLO)", "时延限值（SLO）")}</legend>
<label>${t("Latency", "时延")} <select name="slo.metric">${(Object.keys(latencyWords) as (keyof typeof latencyWords)[]).map((key) => option(key, latencyWords[key][lang], key === metric))}</select></label>
<label>${labelOf("slo.percentile", lang)} <select name="slo.percentile">${shares.map((share) => option(String(share), percentileName(share), share === percentile))}</select></label>
${scalar("slo.limit_ms", base, lang, "ms")}</fieldset>`;
}

function useFields(data: Dataset, base: Assumptions, lang: Lang): Markup {
  const t = teller(lang);
  return html`<fieldset><legend>${t("Use and electricity", "利用率与电费")}</legend>
${field({name: "utilisation", label: `${labelOf("utilisation", lang)}${t(", ", "，")}%`, hint: t("of machines of one's own; rented ones are given back when idle", "指自有机器；租用的机器空闲即退"), value: 100 * base.utilisation, path: "utilisation", scale: 100})}
${field({name: "electricity_price_per_kwh", label: `${labelOf("electricity_price_per_kwh", lang)}${t(", ", "，")}${currencyOf(data)}`, hint: t("empty: the price of the hour holds it", "留空：已含在小时价格中"), value: null, path: "electricity_price_per_kwh"})}</fieldset>`;
}

function loadFields(base: Assumptions, lang: Lang): Markup {
  const t = teller(lang);
  return html`<fieldset><legend>${t("Load", "负载")}</legend>${scalar("load.input_tokens", base, lang)}${scalar("load.output_tokens", base, lang)}${scalar("load.concurrency", base, lang)}</fieldset>`;
}

/** How far runs may lie apart, and how the words of claims are read. */
function readingFields(base: Assumptions, lang: Lang): Markup {
  const t = teller(lang);
  const keys = Object.keys(assumptionFields).filter((key) => key === "run_spread" || key.startsWith("readings."));
  return html`<details><summary>${t("How words are read, and how far runs may lie apart", "措辞的理解与运行间差异")}</summary><fieldset><legend class="skip">${t("Readings", "理解")}</legend>${keys.map((key) => scalar(key, base, lang))}
<label class="check"><input type="checkbox" name="count_imported" value="true"> ${t("Count results of other tools as evidence", "将其他工具的结果计为证据")}</label></fieldset></details>`;
}

function scalar(path: string, base: Assumptions, lang: Lang, unit = ""): Markup {
  const t = teller(lang);
  const value = at(base, path) as number;
  return field({
    name: path,
    label: `${labelOf(path, lang)}${unit === "" ? "" : `${t(", ", "，")}${unit}`}`,
    hint: null,
    value: Number.isInteger(value) ? value : Number(value.toPrecision(3)),
    path
  });
}

interface FieldOptions {
  readonly name: string;
  readonly label: string;
  readonly hint: string | null;
  readonly value: number | null;
  /** Path among the fields, for the range. */
  readonly path: string;
  /** The control shows so many times the value. */
  readonly scale?: number;
}

function field({name, label, hint, value, path, scale = 1}: FieldOptions): Markup {
  const {min, max} = assumptionFields[path as keyof typeof assumptionFields];
  const given = value === null ? "" : String(value);
  return html`<label>${label} <input type="number" name="${name}" inputmode="decimal" step="any" min="${String(min * scale)}" max="${String(max * scale)}" value="${given}" data-base="${given}" data-scale="${String(scale)}">${hint === null ? null : html`<span class="hint">${hint}</span>`}</label>`;
}

function option(value: string, label: string, selected: boolean): Markup {
  return html`<option value="${value}"${selected ? html` selected` : null}>${label}</option>`;
}
