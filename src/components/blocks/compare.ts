import {notes, standingText, verdictSentence} from "../../model/compare/summary.js";
import {teller} from "../../model/text.js";
import {choices, comparisonOf} from "../compare/choices.js";
import {nothing} from "../compare/frame.js";
import {comparedRows, comparisonTable} from "../compare/rows.js";
import {html, type Markup} from "../markup.js";
import {tableHtml} from "../table.js";
import type {Env} from "../view.js";
import type {Block} from "./block.js";

/** Two lists of configurations; a script that takes over shows them, for without one nothing could follow the choice. */
export const compareChoice: Block = {
  id: "compare-choice",
  build(env) {
    const t = teller(env.lang);
    const compared = comparisonOf(env);
    if (compared === null) return html``;
    const all = choices(env.data);
    const list = (side: "a" | "b", label: string, selected: string): Markup =>
      html`<label>${label}<select name="${side}" data-compare="${side}">${all.map(
        ({id, label: text}) => html`<option value="${id}"${id === selected ? html` selected` : null}>${text}</option>`
      )}</select></label>`;
    return html`<form class="compare-choice" data-compare-choice hidden>
      ${list("a", t("A, compared with", "A（基准）"), compared.choice_a.id)}
      ${list("b", t("B, judged", "B（被判定）"), compared.choice_b.id)}
      <p class="compare-busy" role="status" aria-live="polite"></p>
    </form>`;
  }
};

/** The sentence that answers, and what a reader must know before the numbers. */
export const compareAnswer: Block = {
  id: "compare-answer",
  build(env) {
    const {lang} = env;
    const t = teller(lang);
    const compared = comparisonOf(env);
    if (compared === null) return html`<p class="empty" data-compare-part="answer">${nothing(env).empty}</p>`;
    const standing = compared.pairing.pairs.map((pair) => standingText(pair)[lang]);
    return html`<div data-compare-part="answer">
      <p class="lede">${verdictSentence(compared)[lang]}</p>
      <p>${t("A: ", "A：")}${compared.choice_a.label}<br />${t("B: ", "B：")}${compared.choice_b.label}<br />${standing.join(t("; ", "；"))}${t(".", "。")}</p>
      <ul>${notes(compared, lang).map((note) => html`<li>${note}</li>`)}</ul>
      <p><code>npm run compare -- ${compared.choice_a.id} ${compared.choice_b.id}</code></p>
    </div>`;
  }
};

/** Every comparison with two values, as a table. */
export const compareTable: Block = {
  id: "compare-table",
  build(env: Env) {
    const {lang} = env;
    const caption = teller(lang)("B against A, load by load and metric by metric", "B 相对 A，按负载与指标");
    const rows = comparedRows(comparisonOf(env)?.rows ?? []);
    return html`<div data-compare-part="table">
      ${rows.length === 0 ? null : tableHtml(comparisonTable(rows, lang, caption), lang)}
    </div>`;
  }
};
