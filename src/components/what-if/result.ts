import {metrics, type Metric} from "../../model/metrics.js";
import type {Prediction} from "../../model/prediction/predict.js";
import {teller, type Lang} from "../../model/text.js";
import {units, type Unit} from "../../model/units.js";
import {formatCount, formatNumber, formatPercent} from "../format.js";
import {html, type Markup} from "../markup.js";
import {mark} from "../mark.js";

interface Bound {
  readonly sign: "≥" | "≤";
  readonly value: (p: Prediction) => number;
}

const rows = [
  ["ttft_p50_ms", {sign: "≥", value: (p) => p.ttft_floor_ms}],
  ["tpot_p50_ms", {sign: "≥", value: (p) => p.tpot_floor_ms}],
  ["e2e_p50_ms", null],
  ["output_tokens_per_s", {sign: "≤", value: (p) => p.output_tokens_per_s_ceiling}],
  ["power_mean_w", null],
  ["energy_j_per_output_token", null]
] as const satisfies readonly (readonly [keyof typeof metrics & keyof Prediction, Bound | null])[];

/** One prediction as a table: median, 90 % interval, and what physics allows; or why it cannot be served. */
export function resultHtml(prediction: Prediction, caption: string, seen: boolean, lang: Lang): Markup {
  const t = teller(lang);
  if (prediction.problem !== null)
    return html`<p class="problem"><strong>${caption}</strong> ${t("cannot be served: ", "无法提供服务：")}<span lang="en">${prediction.problem}</span>.</p>`;
  const {kv_cache_usage_max, kv_cache_tokens, n_preemptions} = prediction;
  return html`<div class="table-box" role="region" tabindex="0" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr><th scope="col">${t("Quantity", "指标")}</th><th scope="col" class="number">${mark("predicted", lang)} ${t("Predicted", "预测")}</th><th scope="col" class="number">${t("90\u00a0% interval", "90\u00a0% 区间")}</th><th scope="col" class="number">${mark("bound", lang)} ${t("Bound", "界限")}</th></tr></thead>
<tbody>${rows.map(([name, bound]) => line(prediction, name, bound, lang))}</tbody></table></div>
<p class="table-note">${t(
    `KV cache in use: ${formatPercent(kv_cache_usage_max)} of ${formatCount(kv_cache_tokens)} tokens at the most; requests preempted and computed again: ${formatCount(n_preemptions)}.`,
    `KV 缓存峰值占用：${formatCount(kv_cache_tokens)} 个 token 的 ${formatPercent(kv_cache_usage_max)}；被抢占而重算的请求：${formatCount(n_preemptions)} 个。`
  )} ${
    seen
      ? t(
          "This configuration is among the measured ones that the simulator was fitted on: agreement here is no foresight.",
          "该配置属于拟合模拟器所用的实测配置：在此吻合不等于预见。"
        )
      : t(
          "This configuration is not in the fit: physics and what was measured elsewhere vouch for it, hence the width of the interval.",
          "该配置未用于拟合：只有物理与别处的实测作保，区间因而较宽。"
        )
  }</p>`;
}

function line(p: Prediction, name: (typeof rows)[number][0], bound: Bound | null, lang: Lang): Markup {
  const {label, unit} = metrics[name] as Metric & {unit: Unit};
  const ends = [p[`${name}_lo`], p[`${name}_hi`]];
  return html`<tr><th scope="row">${label[lang]} <span class="unit">${units[unit][lang]}</span></th><td class="number"><data value="${String(p[name])}">${formatNumber(p[name])}</data></td><td class="number interval">${ends.includes(null) ? "–" : `[${ends.map(formatNumber).join(", ")}]`}</td><td class="number">${bound === null ? null : `${bound.sign}\u00a0${formatNumber(bound.value(p))}`}</td></tr>`;
}
