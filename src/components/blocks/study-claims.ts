import {teller} from "../../model/text.js";
import {html} from "../markup.js";
import {claimCard} from "../verdict.js";
import type {Block} from "./block.js";
import {verdictsOf} from "./claims.js";

/** Verdicts on what the study claims, as cards; how to claim something where it claims nothing. */
export const studyClaims: Block = {
  id: "study-claims",
  live: true,
  build({data, lang, assumptions, studies}) {
    const verdicts = verdictsOf(data, assumptions);
    const t = teller(lang);
    if (verdicts.length === 0)
      return html`<p class="empty">${t("Nothing is claimed yet. Write claims as data in ", "尚无论断。以数据形式写入 ")}<code>data/claims/${studies?.[0]?.name ?? "study"}.yaml</code>${t(".", "。")}</p>`;
    return html`<div class="cards claims">${verdicts.map((verdict) => claimCard(verdict, lang))}</div>`;
  }
};
