import type {Assumptions} from "../../model/assumptions.js";
import {toQuery} from "../../model/assumptions-url.js";
import type {Dataset} from "../../model/dataset.js";
import {currencyOf} from "../../model/price.js";
import {teller, type Lang} from "../../model/text.js";
import {changedVerdicts} from "../../model/what-changed.js";
import {verdictsOf} from "../blocks/claims.js";
import {predictedCosts} from "../cheapest.js";
import {formatNumber, withCurrency} from "../format.js";
import {outcomes} from "../verdict.js";

const mostNamed = 4;

/**
 * One line: what these assumptions change against those that the page was built with, and what was not understood.
 * @param base what the page was built with
 */
export function changeInWords(
  data: Dataset,
  {assumptions, base}: {readonly assumptions: Assumptions; readonly base: Assumptions},
  refused: readonly string[],
  lang: Lang
): string {
  const t = teller(lang);
  const wrong =
    refused.length === 0 ? "" : t(`Not taken over: ${refused.join("; ")}. `, `未采用：${refused.join("；")}。`);
  if (toQuery(assumptions, base).size === 0) return `${wrong}${t("As the page was built.", "与页面生成时相同。")}`;
  const changed = changedVerdicts(verdictsOf(data, base), verdictsOf(data, assumptions));
  const named = changed
    .slice(0, mostNamed)
    .map(({id, from, to}) => `${id} ${outcomes[from].word[lang]} → ${outcomes[to].word[lang]}`);
  const more = changed.length - named.length;
  const verdicts =
    changed.length === 0
      ? t("No verdict changes.", "没有判定改变。")
      : t(
          `${changed.length} ${changed.length === 1 ? "verdict changes" : "verdicts change"}: ${named.join("; ")}${more > 0 ? `; and ${more} more` : ""}.`,
          `${changed.length} 条判定改变：${named.join("；")}${more > 0 ? `；另有 ${more} 条` : ""}。`
        );
  return `${wrong}${verdicts} ${cheapest(data, assumptions, base, lang)}`.trim();
}

function cheapest(data: Dataset, assumptions: Assumptions, base: Assumptions, lang: Lang): string {
  const t = teller(lang);
  const currency = currencyOf(data);
  const before = predictedCosts(data, currency, base)[0];
  const now = predictedCosts(data, currency, assumptions)[0];
  if (now === undefined) return t("No configuration is predicted at this load.", "此负载下没有配置的预测。");
  const cost = withCurrency(formatNumber(now.cost), currency, lang, "/Mtok");
  return now.name === before?.name
    ? t(`Cheapest, as before: ${now.name}, ${cost}.`, `最便宜的仍是 ${now.name}，${cost}。`)
    : t(
        `Cheapest now: ${now.name}, ${cost} (was ${before?.name ?? "none"}).`,
        `最便宜的现为 ${now.name}，${cost}（原为 ${before?.name ?? "无"}）。`
      );
}
