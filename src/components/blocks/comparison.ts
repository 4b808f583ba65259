import {max} from "d3";
import {defaultAssumptions} from "../../model/assumptions.js";
import {currencyOf} from "../../model/price.js";
import {teller, type Lang, type Text} from "../../model/text.js";
import {units, type Unit} from "../../model/units.js";
import {comparison, quantities, type ComparisonRow, type Quantity} from "../comparison.js";
import {entryHtml, type Entry} from "../entry.js";
import {currencyName, formatCount, formatNumber, withUnit} from "../format.js";
import {html, type Markup} from "../markup.js";
import {originLink} from "../origin.js";
import {struckNotes} from "../struck.js";
import type {Dataset} from "../../model/dataset.js";
import type {Block} from "./block.js";

/** The unit of cost is that of its currency. */
const heads: Record<Quantity, {label: Text; unit: Unit | null}> = {
  ttft_ms: {label: {en: "TTFT", zh: "TTFT"}, unit: "ms"},
  tpot_ms: {label: {en: "TPOT", zh: "TPOT"}, unit: "ms"},
  output_tokens_per_s_per_user: {label: {en: "Per user", zh: "单用户"}, unit: "tok/s"},
  output_tokens_per_s: {label: {en: "In all", zh: "总吞吐"}, unit: "tok/s"},
  max_concurrency: {label: {en: "Max concurrency", zh: "最大并发"}, unit: "requests"},
  memory_gib: {label: {en: "Memory", zh: "显存"}, unit: "GiB"},
  cost_per_mtok_output: {label: {en: "Cost", zh: "成本"}, unit: null},
  energy_j_per_output_token: {label: {en: "Energy", zh: "能耗"}, unit: "J/token"}
};

/** A row per configuration; in a cell, each kind of number on its own line with its mark and a bar. */
export const comparisonTable: Block = {
  id: "comparison",
  live: true,
  build({data, lang, assumptions = defaultAssumptions}) {
    const t = teller(lang);
    const rows = comparison(data, assumptions);
    const {input_tokens, output_tokens} = assumptions.load;
    const caption =
      data.published.length === 0
        ? t(
            `The measured configurations, at ${input_tokens} tokens in and ${output_tokens} out`,
            `实测配置，输入 ${input_tokens}、输出 ${output_tokens} token`
          )
        : t(
            `The ${data.article.noun.en}'s configurations and those measured, at ${input_tokens} tokens in and ${output_tokens} out`,
            `${data.article.noun.zh}的配置与实测配置，输入 ${input_tokens}、输出 ${output_tokens} token`
          );
    const {slo} = assumptions;
    const limit = `P${Number((100 * slo.percentile).toPrecision(4))} ≤ ${withUnit(formatCount(slo.limit_ms), "ms", lang)}`;
    const own = assumptions.prices !== defaultAssumptions.prices && Object.keys(assumptions.prices).length > 0;
    const prices = own ? t("your prices", "您的价格") : t("the printed prices", "所印价格");
    const longest = new Map(
      quantities.map((q) => [q, max(rows, (row) => max(row.cells[q], (entry) => entry.value)) ?? 1])
    );
    return html`<div class="table-box comparison" role="region" tabindex="0" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr><th scope="col">${t("Configuration", "配置")}</th>${quantities.map((q) => html`<th scope="col" class="number">${heads[q].label[lang]} <span class="unit">${unitOf(q, data, lang)}</span></th>`)}</tr></thead>
<tbody>${rows.map((row) => line(row, longest, data, lang))}</tbody></table></div>
<p class="table-note">${t(`Bars share one scale a column. The number of streams of a printed row is throughput × TPOT, rounded: the ${data.article.noun.en} does not state it. Memory: as printed, or loaded weights as measured. Predicted: a calibrated simulator with its 90 % interval in brackets, at the row's number of streams; max concurrency under the limit put on the end to end time and on TTFT (${limit}). Cost at ${prices}.`, `同一列的条形共用一个刻度。所印行的并发为吞吐 × TPOT 取整，${data.article.noun.zh}并未说明。显存：所印值，或实测的已加载权重。预测：经校准的模拟器，方括号内为 90 % 区间，取该行的并发；最大并发分别以 E2E 与 TTFT 适用限值（${limit}）。成本按${prices}。`)}</p>${struckNotes(
      data,
      rows.flatMap((row) =>
        quantities.flatMap((q) => row.cells[q].map(({id, column}) => ({id, column, name: row.name})))
      ),
      lang
    )}`;
  }
};

function unitOf(quantity: Quantity, data: Dataset, lang: Lang): string {
  const {unit} = heads[quantity];
  return unit === null ? currencyName(currencyOf(data), lang, "/Mtok") : units[unit][lang];
}

function line(row: ComparisonRow, longest: ReadonlyMap<Quantity, number>, data: Dataset, lang: Lang): Markup {
  const t = teller(lang);
  const streams =
    row.concurrency === null
      ? t("streams not stated", "并发未说明")
      : t(`${row.concurrency} ${row.concurrency === 1 ? "stream" : "streams"}`, `${row.concurrency} 路`);
  return html`<tr data-configuration="${row.gpu}-x${row.gpus}"><th scope="row">${row.name}<span class="conditions">${streams}</span>${originLink(quantities.flatMap((q) => row.cells[q])[0]?.id, lang)}</th>${quantities.map((q) => html`<td class="number">${row.cells[q].length === 0 ? "–" : row.cells[q].map((entry) => number(entry, q, longest.get(q)!, data, lang))}</td>`)}</tr>`;
}

function number(entry: Entry, quantity: Quantity, longest: number, data: Dataset, lang: Lang): Markup {
  return entryHtml(entry, {
    show: quantity === "max_concurrency" ? formatCount : formatNumber,
    data,
    lang,
    share: entry.kind === "bound" ? null : Math.max(1, Math.round((100 * entry.value) / longest))
  });
}
