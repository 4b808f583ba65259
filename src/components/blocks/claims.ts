import {defaultAssumptions, type Assumptions} from "../../model/assumptions.js";
import {judge} from "../../model/claims/judge.js";
import type {Outcome, Verdict} from "../../model/claims/verdict.js";
import type {Dataset} from "../../model/dataset.js";
import {teller} from "../../model/text.js";
import {html, type Markup} from "../markup.js";
import {claimCard, outcomes, strip} from "../verdict.js";
import type {Block} from "./block.js";

const cache = new WeakMap<Dataset, readonly Verdict[]>();

/** Verdicts under the reader's assumptions; under the defaults they are judged once a data set. */
export function verdictsOf(data: Dataset, assumptions: Assumptions = defaultAssumptions): readonly Verdict[] {
  if (assumptions !== defaultAssumptions) return judge(data, assumptions);
  const known = cache.get(data) ?? judge(data);
  cache.set(data, known);
  return known;
}

export const verdictStrip: Block = {
  id: "verdict-strip",
  live: true,
  build: ({data, lang, assumptions}) =>
    strip(verdictsOf(data, assumptions), lang, lang === "en" ? "/claims" : "/zh/claims")
};

/** All cards, with a filter by verdict that works without a script as links to the first of each kind. */
export const claimCards: Block = {
  id: "claims",
  live: true,
  build({data, lang, assumptions}) {
    const verdicts = verdictsOf(data, assumptions);
    return html`${filter(verdicts, lang)}<div class="cards claims">${verdicts.map((verdict) => claimCard(verdict, lang))}</div>`;
  }
};

function filter(verdicts: readonly Verdict[], lang: "en" | "zh"): Markup {
  const t = teller(lang);
  const option = (value: string, label: string, n: number): Markup =>
    html`<label><input type="radio" name="verdict-filter" value="${value}"${value === "all" ? html` checked` : null}> ${label} (<span data-count="${value}">${n}</span>)</label>`;
  return html`<fieldset class="filter" data-filter="verdict" hidden><legend>${t("Show", "显示")}</legend>${option("all", t("all", "全部"), verdicts.length)}${(Object.keys(outcomes) as Outcome[]).map((outcome) => option(outcome, outcomes[outcome].word[lang], verdicts.filter((v) => v.verdict === outcome).length))}</fieldset>`;
}
