import {max} from "d3";
import {defaultAssumptions, type Assumptions} from "../../model/assumptions.js";
import {curvesOf} from "../../model/curve.js";
import type {Dataset} from "../../model/dataset.js";
import {currencyOf, gpuHour} from "../../model/price.js";
import {teller, type Lang} from "../../model/text.js";
import {breakEven, predictedCosts} from "../cheapest.js";
import {configurationName} from "../configuration.js";
import {formatNumber, withCurrency, withUnit} from "../format.js";
import {html, type Markup} from "../markup.js";
import {articleCurves, articleWorkload, spread} from "../workload.js";
import type {Block} from "./block.js";
import {verdictsOf} from "./claims.js";

/** The report's first sentence: what survives of the article, and what was seen at its load on a measured card. */
export const answer: Block = {
  id: "answer",
  live: true,
  build({data, lang, assumptions = defaultAssumptions}) {
    const t = teller(lang);
    const verdicts = verdictsOf(data, assumptions);
    const count = (outcome: string): number => verdicts.filter((verdict) => verdict.verdict === outcome).length;
    const own = verdicts.filter((verdict) => verdict.verdict === "refuted" && verdict.by === "published").length;
    const {input_tokens, output_tokens, concurrency: users} = assumptions.load;
    const seen = articleCurves(data, assumptions.load).flatMap((curve) => {
      const level = curve.levels.find((one) => one.concurrency === users);
      const all = level === undefined ? null : spread(level, "output_tokens_per_s").value;
      const user = level === undefined ? null : spread(level, "output_tokens_per_s_per_user").value;
      return all === null || user === null ? [] : [{name: configurationName(data, curve), all, user}];
    });
    const verdictPart = t(
      `Of the ${data.article.noun.en}'s ${verdicts.length} assertions, ${count("refuted")} fail (${own} on its own numbers), ${count("supported")} hold, and ${count("not_testable")} cannot be tested with what is known.`,
      `${data.article.noun.zh}的 ${verdicts.length} 条论断中，${count("refuted")} 条不成立（其中 ${own} 条与其自身数字矛盾），${count("supported")} 条成立，${count("not_testable")} 条凭现有信息无法检验。`
    );
    const measured = seen[0];
    const measuredPart =
      measured === undefined
        ? t(
            `Nothing was measured at ${users} users of ${input_tokens} tokens in and ${output_tokens} out: \`npm run sweep\` would.`,
            `尚未在 ${users} 个用户、输入 ${input_tokens}、输出 ${output_tokens} token 的负载下实测：可运行 \`npm run sweep\`。`
          )
        : t(
            `At ${users} users of ${input_tokens} tokens in and ${output_tokens} out, one ${measured.name} gave ${withUnit(formatNumber(measured.all), "tok/s", lang)} in all and ${withUnit(formatNumber(measured.user), "tok/s", lang)} to each.`,
            `在 ${users} 个用户、输入 ${input_tokens}、输出 ${output_tokens} token 的负载下，一张 ${measured.name} 总计 ${withUnit(formatNumber(measured.all), "tok/s", lang)}，每个用户 ${withUnit(formatNumber(measured.user), "tok/s", lang)}。`
          );
    return html`<p class="lede">${advice(data, lang, assumptions)}</p><p>${verdictPart}${t(" ", "")}${measuredPart}</p>`;
  }
};

/**
 * Which GPU: the cheapest of the article's priced configurations at the reader's load, by prediction, with what comes
 * close: intervals that overlap are no ranking. And the price at which the unpriced A100 would match it.
 */
function advice(data: Dataset, lang: Lang, assumptions: Assumptions): Markup | null {
  const t = teller(lang);
  const currency = currencyOf(data);
  const costs = predictedCosts(data, currency, assumptions);
  const best = costs[0];
  if (best === undefined) return null;
  const {input_tokens, output_tokens, concurrency: users} = assumptions.load;
  const own = ownPrices(assumptions);
  const money = (value: number): string => withCurrency(formatNumber(value), currency, lang);
  const close = costs.filter((row) => row !== best && row.lo <= best.hi);
  const rest = costs.find((row) => row.lo > best.hi);
  const unpriced = data.published.find((row) => gpuHour(data, assumptions, row, currency) === null);
  const price = unpriced === undefined ? null : breakEven(data, unpriced, best.cost, assumptions);
  const interval = `${formatNumber(best.lo)}–${formatNumber(best.hi)}`;
  const names = close.map(({name}) => name).join(t(", ", "、"));
  return html`${t(
    `For ${users} users of ${input_tokens} tokens in and ${output_tokens} out, ${own ? "at your prices and use" : `at the ${data.article.noun.en}'s own prices`}, ${best.name} is predicted to be the cheapest of its configurations: ${money(best.cost)} a million output tokens (90 % interval ${interval}).`,
    `在 ${users} 个用户、输入 ${input_tokens}、输出 ${output_tokens} token 的负载下，${own ? "按您的价格与利用率" : `按${data.article.noun.zh}自己的价格`}，预测其配置中最便宜的是 ${best.name}：每百万输出 token ${money(best.cost)}（90 % 区间 ${interval}）。`
  )}${close.length === 0 ? null : t(` Not told apart from it: ${names}.`, `与之无法区分：${names}。`)}${
    rest === undefined
      ? null
      : t(` Next: ${rest.name}, ${money(rest.cost)}.`, `其次：${rest.name}，${money(rest.cost)}。`)
  }${
    unpriced === undefined || price === null
      ? null
      : t(
          ` ${configurationName(data, unpriced)} has no printed price; below ${money(price)} an hour it would be cheaper.`,
          `${configurationName(data, unpriced)} 没有印出价格；低于每小时 ${money(price)}时更便宜。`
        )
  }`;
}

/** True when the reader changed what an hour costs, or how much of it is used. */
function ownPrices({prices, utilisation, electricity_price_per_kwh}: Assumptions): boolean {
  return (
    Object.keys(prices).length > 0 ||
    utilisation !== defaultAssumptions.utilisation ||
    electricity_price_per_kwh !== defaultAssumptions.electricity_price_per_kwh
  );
}

/** Date of the newest measurement and number of runs: what the sentence above rests on. */
export const stamp: Block = {
  id: "stamp",
  build({data, lang}) {
    const t = teller(lang);
    const newest = max(data.points, (point) => point.end_utc ?? undefined);
    const date = newest === undefined ? "–" : new Date(newest).toISOString().slice(0, 10);
    const measured = data.points.filter((point) => point.kind === "measured");
    const runs = new Set(measured.map((point) => point.run)).size;
    const atLoad = curvesOf(measured, articleWorkload(data)).flatMap((curve) => curve.levels).length;
    return html`<p class="stamp">${t(`Newest measurement ${date}; ${runs} measured runs, ${measured.length} points, ${atLoad} of them load levels of the workload examined.`, `最新实测 ${date}；实测运行 ${runs} 次，测量点 ${measured.length} 个，其中所考察负载的档位 ${atLoad} 个。`)}</p>`;
  }
};
