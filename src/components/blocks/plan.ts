import {defaultAssumptions} from "../../model/assumptions.js";
import type {Dataset} from "../../model/dataset.js";
import {calibration} from "../../model/prediction/calibration.js";
import {plan, type PlanRow} from "../../model/prediction/plan.js";
import {teller, type Lang, type Text} from "../../model/text.js";
import {html, type Markup} from "../markup.js";
import {defaultQuestion, planChoices, planFields, planRequest, type PlanQuestion} from "../plan-question.js";
import {rankingHtml} from "../plan-view.js";
import type {Block} from "./block.js";

const ranked = new WeakMap<Dataset, readonly PlanRow[]>();

/** The form of the Plan page; it waits, hidden, for a script. */
export const planForm: Block = {
  id: "plan-form",
  build({data, lang}) {
    const t = teller(lang);
    const asked = defaultQuestion(data);
    if (asked === null) return html``;
    const select = (name: keyof PlanQuestion, label: Text, options: readonly [string, string][]): Markup =>
      html`<label>${label[lang]} <select name="plan.${name}">${options.map(([value, text]) => html`<option value="${value}"${value === String(asked[name]) ? html` selected` : null}>${text}</option>`)}</select></label>`;
    const number = (name: keyof typeof planFields): Markup => {
      const {label, min, max} = planFields[name];
      return html`<label>${label[lang]} <input type="number" name="plan.${name}" inputmode="decimal" step="any" min="${String(min)}" max="${String(max)}" value="${String(asked[name])}"></label>`;
    };
    const models = data.models.map(({id, names}): [string, string] => [id, names[0] ?? id]);
    return html`<form class="controls plan-form" novalidate hidden>
<fieldset><legend>${t("Model", "模型")}</legend>${select("model", {en: "Model", zh: "模型"}, models)}</fieldset>
<fieldset><legend>${t("Load", "负载")}</legend>${select("load", {en: "Load given as", zh: "负载给法"}, choices("load", lang))}${number("rate_per_s")}${number("users")}${number("input_tokens")}${number("output_tokens")}${select("mix", {en: "Lengths", zh: "长度分布"}, choices("mix", lang))}</fieldset>
<fieldset><legend>${t("Limits (SLO)", "限值（SLO）")}</legend>${select("percentile", {en: "Share of requests in time", zh: "达标请求占比"}, choices("percentile", lang))}${number("ttft_ms")}${number("tpot_ms")}</fieldset></form>
<p class="changed" role="status" aria-live="polite" data-planned></p>`;
  }
};

/** The ranking for the default load, as it stands without scripts. */
export const planRanking: Block = {
  id: "plan-ranking",
  live: true,
  build({data, lang}) {
    const asked = defaultQuestion(data);
    if (asked === null) return html``;
    const request = planRequest(data, asked, defaultAssumptions);
    const rows = ranked.get(data) ?? plan(data, calibration, request);
    ranked.set(data, rows);
    return rankingHtml(data, rows, request.prices, asked, lang);
  }
};

const words: Readonly<Record<string, Text>> = {
  rate: {en: "requests per second (Poisson)", zh: "每秒请求数（泊松到达）"},
  users: {en: "users at once", zh: "同时用户数"},
  fixed: {en: "all of the mean length", zh: "全部为平均长度"},
  uniform: {en: "half to one and a half times the mean", zh: "平均值的 0.5 到 1.5 倍均匀分布"},
  "long-tailed": {en: "long-tailed (log-normal, sigma 0.8)", zh: "长尾（对数正态，sigma 0.8）"}
};

const choices = (name: keyof typeof planChoices, lang: Lang): [string, string][] =>
  planChoices[name].map((value) => [String(value), words[value]?.[lang] ?? `P${value}`]);
