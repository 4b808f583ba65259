import {groups} from "d3";
import {teller, type Lang} from "../../model/text.js";
import {formatCount, formatNumber} from "../format.js";
import {html, type Markup} from "../markup.js";
import {mark} from "../mark.js";
import {filterWords, optionsOf, seriesLabel} from "./controls.js";
import type {ExploreMetric} from "./metrics.js";
import type {ExploreModel} from "./model.js";
import {filters, type ExploreState, type Shown} from "./state.js";
import {nameOf} from "./view.js";

/** What is shown and selected, in one sentence; it is read out when it changes, and printed in place of the controls. */
export function summaryText(model: ExploreModel, state: ExploreState, points: readonly Shown[], lang: Lang): string {
  const t = teller(lang);
  const chosen = filters.map((filter) => {
    const labels = optionsOf(model, filter, lang).filter(({key}) => state[filter].includes(key));
    const all = labels.length === optionsOf(model, filter, lang).length;
    const none = labels.length === 0;
    const words = all ? t("all", "全部") : none ? t("none", "无") : labels.map(({label}) => label).join(t(", ", "、"));
    return `${filterWords[filter][lang]}${t(": ", "：")}${words}`;
  });
  const selected = points.filter(({id}) => state.selected.includes(id)).length;
  return `${t(
    `${formatCount(points.length)} of ${formatCount(model.points.length)} numbers shown, ${selected} selected.`,
    `显示 ${formatCount(model.points.length)} 个数字中的 ${formatCount(points.length)} 个，已选 ${selected} 个。`
  )}${t(" ", "")}${chosen.join(t("; ", "；"))}${t(".", "。")}`;
}

/** The series that are shown, as a key to all views; with scripts each is a button that selects its points. */
export function seriesList(model: ExploreModel, points: readonly Shown[], lang: Lang, live: boolean): Markup {
  const several = new Set(points.map((point) => point.of.workload)).size > 1;
  return html`<ul class="explore-series" aria-label="${teller(lang)("Series shown", "所示系列")}">${groups(
    points,
    (point) => point.series
  ).map(([key, own]) => {
    const {color, kind, label} = own[0]!.of;
    const name = several ? seriesLabel(model, key, lang) : label;
    const swatch = html`<span class="swatch" style="color:${color}">${mark(kind, lang)}</span> ${name}`;
    const indices = own.map(({index}) => index).join(" ");
    return live
      ? html`<li><button type="button" aria-pressed="false" data-points="${indices}">${swatch}</button></li>`
      : html`<li>${swatch}</li>`;
  })}</ul>`;
}

const columns = [
  "output_tokens_per_s",
  "output_tokens_per_s_per_user",
  "ttft_p50_ms",
  "tpot_p50_ms"
] as const satisfies readonly ExploreMetric[];

/** Every shown number as a row with a box that selects it: the views' equal for keyboards and screen readers. */
export function pointsTable(points: readonly Shown[], lang: Lang): Markup {
  const t = teller(lang);
  const number = (value: number | null | undefined): Markup =>
    value == null
      ? html`<td class="number">–</td>`
      : html`<td class="number"><data value="${String(value)}">${formatNumber(value)}</data></td>`;
  return html`<div class="table-box" role="region" tabindex="0" aria-label="${t("Numbers shown", "所示数字")}"><table>
<caption>${t("Numbers shown: a box selects its row in all views", "所示数字：勾选即在各视图中标出")}</caption>
<thead><tr><th scope="col">${t("Select", "选择")}</th><th scope="col">${t("Number", "数字")}</th><th scope="col">${t("Row", "行")}</th><th scope="col" class="number">n</th><th scope="col" class="number">tok/s</th><th scope="col" class="number">${t("tok/s per user", "单用户 tok/s")}</th><th scope="col" class="number">TTFT p50 <span class="unit">ms</span></th><th scope="col" class="number">TPOT p50 <span class="unit">ms</span></th></tr></thead>
<tbody>${points.map(
    (point) =>
      html`<tr data-points="${point.index}"><td><label class="box"><input type="checkbox" data-select="${point.index}" autocomplete="off" aria-label="${nameOf(point, lang)}"></label></td><th scope="row">${nameOf(point, lang)}</th><td><code>${point.id}</code></td>${number(point.n_completed)}${columns.map((name) => number(point.values[name]?.[0]))}</tr>`
  )}</tbody></table></div>`;
}
