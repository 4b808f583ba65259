import {defaultAssumptions, type Assumptions} from "../../model/assumptions.js";
import {claimsOf} from "../../model/claims/judge.js";
import type {Outcome} from "../../model/claims/verdict.js";
import {flips, type Flip} from "../../model/flips.js";
import {teller, type Lang} from "../../model/text.js";
import {currencyOf} from "../../model/price.js";
import {predictedCosts} from "../cheapest.js";
import {formatNumber, withUnit} from "../format.js";
import type {Dataset} from "../../model/dataset.js";
import {levers, type Lever} from "../levers.js";
import {html, type Markup} from "../markup.js";
import {tableHtml} from "../table.js";
import {outcomes} from "../verdict.js";
import type {ViewRow} from "../view.js";
import type {Block} from "./block.js";

const winner = (data: Dataset, given: Assumptions): string =>
  predictedCosts(data, currencyOf(data), given)[0]?.name ?? "–";

/** Where each lever makes another the cheapest. */
const winnerFlips = remembered((data, assumptions) =>
  levers(data, assumptions)
    .filter(({assumption}) => assumption !== "slo")
    .map((lever) => ({lever, found: flips((value) => winner(data, lever.at(value)), lever.range)}))
);

/** Where each lever turns the verdict of a claim that depends on it. */
const claimFlips = remembered((data, assumptions) =>
  claimsOf(data).flatMap((claim) =>
    levers(data, assumptions)
      .filter(({assumption}) => claim.depends_on.includes(assumption))
      .map((lever) => ({
        claim: claim.id,
        lever,
        found: flips<Outcome>((value) => claim.judge(data, lever.at(value)).verdict, lever.range)
      }))
  )
);

/** A function that remembers its last answer: both languages of a page ask the same. */
function remembered<T>(
  compute: (data: Dataset, assumptions: Assumptions) => T
): (data: Dataset, assumptions: Assumptions) => T {
  let last: {data: Dataset; assumptions: Assumptions; answer: T} | undefined;
  return (data, assumptions) => {
    if (last?.data !== data || last.assumptions !== assumptions)
      last = {data, assumptions, answer: compute(data, assumptions)};
    return last.answer;
  };
}

/** From which price, use or electricity price on another configuration would be the cheapest. */
export const breakEvens: Block = {
  id: "break-evens",
  live: true,
  build({data, lang, assumptions = defaultAssumptions}) {
    const t = teller(lang);
    const now = winner(data, assumptions);
    if (now === "–") return html``;
    const rows = winnerFlips(data, assumptions).flatMap(({lever, found}) => rowsOf(lever, found, lang, (name) => name));
    const untouched = t(
      `No price, utilisation or electricity price looked at makes another than ${now} the cheapest.`,
      `在所考察的价格、利用率与电价范围内，最便宜的始终是 ${now}。`
    );
    return html`${rows.length === 0 ? html`<p>${untouched}</p>` : table(rows, t(`What would make another than ${now} the cheapest`, `何时最便宜的不再是 ${now}`), lang)}<p class="table-note">${t(
      "One assumption moves, the others stand. By the medians of the predictions: near a break-even value the 90 % intervals overlap. Prices from a fiftieth to fifty times the present one.",
      "只变动一项假设，其余不变。按预测的中位数：在盈亏平衡值附近，90 % 区间互相重叠。价格考察范围为现价的五十分之一到五十倍。"
    )}</p>`;
  }
};

/** From which value of an assumption on a verdict would be another. */
export const verdictFlips: Block = {
  id: "verdict-flips",
  live: true,
  build({data, lang, assumptions = defaultAssumptions}) {
    const t = teller(lang);
    const rows = claimFlips(data, assumptions).flatMap(({claim, lever, found}) =>
      rowsOf(lever, found, lang, (outcome) => outcomes[outcome].word[lang]).map((row) => ({claim, ...row}))
    );
    const caption = t("From which value on a verdict would be another", "假设到何值时判定会改变");
    if (rows.length === 0)
      return html`<p>${t("No single assumption flips a verdict.", "没有任何单项假设能改变判定。")}</p>`;
    return table(rows, caption, lang);
  }
};

function rowsOf<T extends string>(
  {name, unit, now}: Lever,
  found: readonly Flip<T>[],
  lang: Lang,
  word: (outcome: T) => string
): ViewRow[] {
  return found.map(({at, below, above}) => ({
    assumption: name[lang],
    now: now === null ? "–" : withUnit(formatNumber(now), unit, lang),
    flips_at: at,
    unit,
    below: word(below),
    above: word(above)
  }));
}

function table(rows: readonly ViewRow[], caption: string, lang: Lang): Markup {
  const t = teller(lang);
  const words = (name: string, en: string, zh: string) => ({name, label: t(en, zh), unit: null, numeric: false});
  return tableHtml(
    {
      caption,
      columns: [
        ...("claim" in rows[0]! ? [{...words("claim", "Claim", "论断"), show: linked(lang)}] : []),
        words("assumption", "Assumption", "假设"),
        {...words("now", "Now", "当前"), numeric: true},
        {
          ...words("flips_at", "Flips at", "转折值"),
          numeric: true,
          show: (value, row) => withUnit(formatNumber(value as number), row["unit"] as Lever["unit"], lang)
        },
        words("below", "Below", "低于该值"),
        words("above", "Above", "高于该值")
      ],
      rows
    },
    lang
  );
}

const linked =
  (lang: Lang) =>
  (id: unknown): Markup =>
    html`<a href="${lang === "en" ? "" : "/zh"}/claims#claim-${String(id)}">${String(id)}</a>`;
