import {teller, type Lang, type Text} from "../../model/text.js";
import {formatPercent} from "../format.js";
import {html, type Markup} from "../markup.js";
import {kindWords} from "../words.js";
import type {ExploreModel, Option} from "./model.js";
import {latencies} from "./request-aggregate.js";
import {shares, type ExploreState, type Filter} from "./state.js";

export const filterWords: Readonly<Record<Filter, Text>> = {
  gpu: {en: "GPUs", zh: "GPU"},
  precision: {en: "Precisions", zh: "精度"},
  workload: {en: "Workloads", zh: "负载"},
  kind: {en: "Kinds of number", zh: "数字种类"}
};

/** The choices of a filter with their labels. */
export function optionsOf(model: ExploreModel, filter: Filter, lang: Lang): readonly Option[] {
  if (filter === "gpu") return model.gpus;
  if (filter === "precision") return model.precisions;
  if (filter === "workload") return model.workloads;
  return model.kinds.map((key) => ({key, label: kindWords[key][lang]}));
}

/** A group of boxes, one a choice. */
export function filterHtml(model: ExploreModel, state: ExploreState, filter: Filter, lang: Lang): Markup {
  const chosen = new Set(state[filter]);
  return html`<fieldset class="choices"><legend>${filterWords[filter][lang]}</legend>${optionsOf(
    model,
    filter,
    lang
  ).map(
    ({key, label}) =>
      html`<label><input type="checkbox" name="${filter}" value="${key}" autocomplete="off"${chosen.has(key) ? html` checked` : null}> ${label}</label>`
  )}</fieldset>`;
}

function selectHtml(name: string, label: string, options: readonly Option[], chosen: string): Markup {
  return html`<label class="select">${label} <select name="${name}" autocomplete="off">${options.map(({key, label: text}) => html`<option value="${key}"${key === chosen ? html` selected` : null}>${text}</option>`)}</select></label>`;
}

/** The controls that belong to one view. */
export function viewControls(id: string, model: ExploreModel, state: ExploreState, lang: Lang): Markup | null {
  const t = teller(lang);
  if (id === "explore-ecdf")
    return html`${selectHtml(
      "latency",
      t("Latency", "时延"),
      latencies.map((key) => ({key, label: key.replace("_ms", "").toUpperCase()})),
      state.latency
    )}<button type="button" data-raw>${t("Load every request", "载入每个请求")}</button>`;
  if (id === "explore-slo")
    return html`${selectHtml(
      "series",
      t("Configuration", "配置"),
      [
        {key: "", label: t("most loads, or the selected", "档数最多者或所选")},
        ...model.series.flatMap((series) =>
          model.points.some((point) => point.series === series.key && point.requests !== null)
            ? [{key: series.key, label: seriesLabel(model, series.key, lang)}]
            : []
        )
      ],
      state.series ?? ""
    )}${selectHtml(
      "share",
      t("Share in time", "达标占比"),
      shares.map((share) => ({key: String(share), label: formatPercent(share)})),
      String(state.share)
    )}${selectHtml(
      "cell",
      t("Print", "显示"),
      [
        {key: "concurrency", label: t("largest concurrency", "最大并发")},
        {key: "share", label: t("share of requests", "请求占比")}
      ],
      state.cell
    )}`;
  if (id === "explore-cost")
    return selectHtml(
      "currency",
      t("Currency", "货币"),
      [
        {key: "", label: t("with most prices", "价格最多者")},
        ...[...new Set(model.prices.map((price) => price.currency))].map((key) => ({key, label: key}))
      ],
      state.currency ?? ""
    );
  return null;
}

/** "H100 80 GB, qwen2.5-7b, 2048/512, measured": a series' full name. */
export function seriesLabel(model: ExploreModel, key: string, lang: Lang): string {
  const {label, precision, workload, kind} = model.series.find((series) => series.key === key)!;
  const load = model.workloads.find((option) => option.key === workload)!.label;
  return [label, precision, load, kindWords[kind][lang]].join(teller(lang)(", ", "，"));
}
