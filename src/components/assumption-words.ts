import {assumptionFields, defaultAssumptions, type Assumptions} from "../model/assumptions.js";
import type {Dataset} from "../model/dataset.js";
import {configurationOf} from "../model/price.js";
import {presetOf} from "../model/presets.js";
import {teller, type Lang, type Text} from "../model/text.js";
import {configurationName} from "./configuration.js";
import {formatCount, formatPercent, formatPrinted} from "./format.js";

/** Latencies that a limit may be put on. */
export const latencyWords: Readonly<Record<Assumptions["slo"]["metric"], Text>> = {
  e2e: {en: "E2E, first to last token", zh: "E2E（端到端）"},
  ttft: {en: "TTFT, first token", zh: "TTFT（首 token）"},
  tpot: {en: "TPOT, per token after it", zh: "TPOT（其后每 token）"}
};

/** "P99": the share of requests that must meet a limit, as a percentile. */
export function percentileName(share: number): string {
  return `P${Number((100 * share).toPrecision(4))}`;
}

/**
 * All that is assumed, in one sentence, with what the reader changed in words: for the page and for its print.
 * @param base what the page was built with
 */
export function assumedInWords(
  data: Dataset,
  assumptions: Assumptions,
  lang: Lang,
  base: Assumptions = defaultAssumptions
): string {
  const t = teller(lang);
  const {slo, utilisation, electricity_price_per_kwh: electricity, load} = assumptions;
  const preset = presetOf(data, assumptions, base);
  const prices = Object.entries(assumptions.prices).map(([key, price]) => {
    const {gpu, gpus, currency} = configurationOf(key);
    return `${configurationName(data, {gpu, gpus})} ${formatPrinted(price)} ${currency}`;
  });
  const latency = slo.metric.toUpperCase();
  const own =
    electricity === null
      ? t("electricity within the price of the hour", "电费含在小时价格内")
      : t(`electricity at ${formatPrinted(electricity)} per kWh`, `电价每千瓦时 ${formatPrinted(electricity)}`);
  const parts = [
    prices.length === 0
      ? t("prices as their sources give them", "价格按来源")
      : t(
          `prices per GPU-hour: ${prices.join(", ")}, the others as their sources give them`,
          `每卡小时价格：${prices.join("、")}，其余按来源`
        ),
    t(
      `${percentileName(slo.percentile)} of ${latency} ≤ ${formatCount(slo.limit_ms)} ms`,
      `${latency} 的 ${percentileName(slo.percentile)} ≤ ${formatCount(slo.limit_ms)} ms`
    ),
    t(`own machines ${formatPercent(utilisation)} busy`, `自有机器利用率 ${formatPercent(utilisation)}`),
    own,
    t(
      `${formatCount(load.input_tokens)} tokens in and ${formatCount(load.output_tokens)} out, ${formatCount(load.concurrency)} users`,
      `输入 ${formatCount(load.input_tokens)}、输出 ${formatCount(load.output_tokens)} token，${formatCount(load.concurrency)} 个用户`
    )
  ];
  const name = preset === null ? t("Yours", "您的假设") : preset.name[lang];
  return `${name}${t(": ", "：")}${parts.join(t("; ", "；"))}${t(".", "。")}`;
}

/** The label of a field by its path, such as "slo.limit_ms". */
export function labelOf(path: string, lang: Lang): string {
  return assumptionFields[path as keyof typeof assumptionFields].label[lang];
}
