import {groups, sum} from "d3";
import type {Dataset} from "../model/dataset.js";
import type {PlanRow} from "../model/prediction/plan.js";
import type {PriceRow} from "../model/tables/prices.js";
import {teller, type Lang, type Text} from "../model/text.js";
import {configurationName} from "./configuration.js";
import {formatCount, formatNumber, formatPercent, formatPrinted} from "./format.js";
import {html, type Markup} from "./markup.js";
import {mark} from "./mark.js";
import {planLink} from "./plan-file.js";
import type {PlanQuestion} from "./plan-question.js";

/** Why a way cannot serve, as the simulator says it. */
const problems: Readonly<Record<string, string>> = {
  "a request is longer than the model's config allows": "请求长度超出模型配置的上限",
  "the weights do not fit the memory": "显存放不下权重",
  "a request does not fit the KV cache": "KV 缓存放不下一个请求",
  "no rate meets the limits": "任何速率都无法达标",
  "not even one user is served within the limits": "连一个用户都无法在限值内服务"
};

/** The ranking: the cheapest way of each GPU, precision and price, per currency; then what has no price, and what cannot serve. */
export function rankingHtml(
  data: Pick<Dataset, "hardware">,
  rows: readonly PlanRow[],
  prices: readonly PriceRow[],
  question: PlanQuestion,
  lang: Lang
): Markup {
  const t = teller(lang);
  const serving = rows.filter((row) => row.replicas !== null);
  const priced = groups(best(serving.filter((row) => row.currency !== null)), (row) => row.currency!);
  const unpriced = best(serving.filter((row) => row.currency === null));
  const failing = groups(
    rows.filter((row) => row.replicas === null),
    (row) => `${row.gpu}/${row.precision}`
  )
    .map(([, group]) => group.at(-1)!)
    .filter((row) => !serving.some((one) => one.gpu === row.gpu && one.precision === row.precision));
  return html`${answerOf(data, priced, question, lang)}${priced.map(([currency, group]) => ranking(data, group, prices, currency, question, lang))}${
    unpriced.length === 0 ? null : ranking(data, unpriced, prices, null, question, lang)
  }${
    failing.length === 0
      ? null
      : html`<h3>${t("Cannot serve this load within the limits", "无法在限值内服务此负载")}</h3><ul class="failing">${failing.map(
          (row) =>
            html`<li>${configurationName(data, {gpu: row.gpu, gpus: 1, precision: row.precision})}: ${problemOf(row, lang)}</li>`
        )}</ul>`
  }`;
}

/** One line: the cheapest in each currency, with what cannot be told apart from it. */
function answerOf(
  data: Pick<Dataset, "hardware">,
  priced: readonly [string, readonly PlanRow[]][],
  question: PlanQuestion,
  lang: Lang
): Markup {
  const t = teller(lang);
  const load =
    question.load === "users"
      ? t(`${formatCount(question.users)} users at once`, `${formatCount(question.users)} 个同时用户`)
      : t(
          `${formatPrinted(question.rate_per_s)} requests per second`,
          `每秒 ${formatPrinted(question.rate_per_s)} 个请求`
        );
  if (priced.length === 0)
    return html`<p class="lede">${t(`Nothing with a price serves ${load} within these limits.`, `没有任何有价格的配置能在这些限值内服务${load}。`)}</p>`;
  const parts = priced.map(([currency, [first, ...others]]) => {
    const close = others.filter((row) => (row.probability_cheapest ?? 0) >= 0.1).map((row) => wayName(data, row));
    const chance = formatPercent(first!.probability_cheapest);
    const cost = `${formatNumber(first!.cost_per_h)} ${currency}`;
    return t(
      `in ${currency}, ${wayName(data, first!)} is the cheapest, ${cost} an hour (${chance} of the draws)${close.length === 0 ? "" : `, not told apart from ${close.join(", ")}`}`,
      `按 ${currency}，最便宜的是 ${wayName(data, first!)}，每小时 ${cost}（占抽样的 ${chance}）${close.length === 0 ? "" : `，与 ${close.join("、")} 无法区分`}`
    );
  });
  return html`<p class="lede">${t(`For ${load}: ${parts.join("; ")}.`, `对于${load}：${parts.join("；")}。`)}</p>`;
}

function ranking(
  data: Pick<Dataset, "hardware">,
  rows: readonly PlanRow[],
  prices: readonly PriceRow[],
  currency: string | null,
  question: PlanQuestion,
  lang: Lang
): Markup {
  const t = teller(lang);
  const caption =
    currency === null
      ? t("Without a price", "没有价格的配置")
      : t(`Ranked by cost, ${currency}`, `按成本排序，${currency}`);
  const head = (label: Text, unit: string | null = null): Markup =>
    html`<th scope="col" class="number">${label[lang]}${unit === null ? null : html` <span class="unit">${unit}</span>`}</th>`;
  const each =
    question.load === "users" ? {en: "Users a copy", zh: "每副本用户数"} : {en: "Rate a copy", zh: "每副本速率"};
  return html`<div class="table-box plan" role="region" tabindex="0" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr><th scope="col">${t("Configuration", "配置")}</th>${head({en: "GPUs", zh: "卡数"})}${head(each, question.load === "users" ? null : "req/s")}${head({en: "Headroom", zh: "余量"})}${
    currency === null
      ? null
      : html`${head({en: "Cost", zh: "成本"}, `${currency}/h`)}${head({en: "Cost", zh: "成本"}, `${currency}/Mtok`)}${head({en: "Cheapest", zh: "最便宜的概率"})}`
  }${head({en: "Energy", zh: "能耗"}, "J/token")}<th scope="col">${t("Why not first", "为何不是第一")}</th><th scope="col">${t("File", "文件")}</th></tr></thead>
<tbody>${rows.map((row, i) => {
    const price = prices.find((one) => one.price_id === row.price_id);
    return html`<tr><th scope="row">${mark(row.kind, lang)} ${wayName(data, row)}<span class="conditions">${price === undefined ? null : `${formatPrinted(price.price_per_gpu_h)} ${price.currency}/h: ${basisOf(price, lang)}`}</span></th>${cell(row.gpus, formatCount)}${capacityCell(row, question)}${cell(row.headroom_share, formatPercent)}${
      currency === null
        ? null
        : html`${cell(row.cost_per_h, formatNumber)}${cell(row.cost_per_mtok_output, formatNumber)}${cell(row.probability_cheapest, formatPercent)}`
    }${cell(row.energy_j_per_output_token, formatNumber)}<td>${whyNot(row, rows[0]!, i, currency, lang)}</td><td>${planLink(row, question, wayName(data, row), lang)}</td></tr>`;
  })}</tbody></table></div>`;
}

function capacityCell(row: PlanRow, {load}: PlanQuestion): Markup {
  const [value, lo, hi] =
    load === "users"
      ? [row.streams_per_replica, row.streams_per_replica_lo, row.streams_per_replica_hi]
      : [row.requests_per_s_per_replica, row.requests_per_s_per_replica_lo, row.requests_per_s_per_replica_hi];
  const show = load === "users" ? formatCount : formatNumber;
  const interval = row.kind === "measured" ? null : html` <span class="interval">[${show(lo)}, ${show(hi)}]</span>`;
  const shown = html`<data value="${String(value)}"${row.evidence[0] === undefined ? null : html` data-row="${row.evidence[0]}" data-column="requests_per_s"`}>${show(value)}</data>`;
  return html`<td class="number">${shown}${interval}</td>`;
}

const cell = (value: number | null, show: (value: number) => string): Markup =>
  html`<td class="number">${value === null ? "–" : html`<data value="${String(value)}">${show(value)}</data>`}</td>`;

/** What puts a way behind the first: its cost, and whether that is copies, GPUs of a copy, or the price. */
function whyNot(row: PlanRow, first: PlanRow, place: number, currency: string | null, lang: Lang): string {
  const t = teller(lang);
  if (currency === null) return t("no price in the data", "数据中没有价格");
  if (place === 0) return t("the cheapest", "最便宜");
  const more = formatPercent(row.cost_per_h! / first.cost_per_h! - 1);
  const priceOf = (one: PlanRow): number => one.cost_per_h! / one.gpus!;
  const reasons = [
    row.gpus! > first.gpus!
      ? t(`${row.gpus} GPUs instead of ${first.gpus}`, `需 ${row.gpus} 张卡而非 ${first.gpus} 张`)
      : null,
    priceOf(row) > priceOf(first) ? t("a dearer hour", "每小时更贵") : null,
    row.kind === "measured" ? t("tested loads only: a lower limit", "仅测过的负载，为下限") : null
  ].filter((reason) => reason !== null);
  const tie = row.cost_per_h === first.cost_per_h;
  return `${tie ? t("costs the same", "成本相同") : t(`costs ${more} more`, `成本高 ${more}`)}${reasons.length === 0 ? "" : t(`: ${reasons.join(", ")}`, `：${reasons.join("、")}`)}`;
}

/**
 * The cheapest tensor parallel size of each GPU, precision and price, with the chance that any of its sizes is the
 * cheapest of all; fewest GPUs where none has a price. What costs the same is ranked by that chance.
 */
function best(rows: readonly PlanRow[]): PlanRow[] {
  const cost = (row: PlanRow): number => row.cost_per_h ?? row.gpus!;
  return groups(rows, (row) => `${row.gpu}/${row.precision}/${row.price_id}`)
    .map(([, group]): PlanRow => {
      const least = group.reduce((a, b) => (cost(b) < cost(a) ? b : a));
      const chances = group.map((row) => row.probability_cheapest).filter((chance) => chance !== null);
      return {...least, probability_cheapest: chances.length === 0 ? null : sum(chances)};
    })
    .sort((a, b) => cost(a) - cost(b) || (b.probability_cheapest ?? 0) - (a.probability_cheapest ?? 0));
}

/** "2 copies of 4 × RTX 4090D GPTQ Int4". */
function wayName(data: Pick<Dataset, "hardware">, {gpu, tensor_parallel, precision, replicas}: PlanRow): string {
  const copy = configurationName(data, {gpu, gpus: tensor_parallel, precision});
  const copies = replicas ?? 1;
  const named =
    tensor_parallel > 1 && !copy.startsWith(String(tensor_parallel)) ? `${tensor_parallel} × ${copy}` : copy;
  return copies === 1 ? named : `${copies} × (${named})`;
}

function basisOf({basis}: PriceRow, lang: Lang): string {
  if (basis === "assumed") return lang === "en" ? "your price" : "您的价格";
  return basis;
}

function problemOf({problem}: PlanRow, lang: Lang): string {
  return lang === "en" ? (problem ?? "") : (problems[problem ?? ""] ?? problem ?? "");
}
