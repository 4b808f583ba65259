import {failedChecks} from "../model/audit/failed-checks.js";
import type {Dataset} from "../model/dataset.js";
import type {Lang} from "../model/text.js";
import {html, type Content, type Markup} from "./markup.js";
import {colon} from "./words.js";

/** A number as it may be shown: struck out, with the reasons, when its row failed a check that bears on it. */
export function struck(data: Dataset, id: string, column: string, shown: Content, lang: Lang): Markup {
  const failed = failedChecks(data, id, column);
  if (failed.length === 0) return html`${shown}`;
  const reasons = failed.map(({reason}) => reason[lang]).join(" ");
  return html`<del class="failed" title="${reasons}">${shown}</del><span class="skip">${lang === "en" ? ` (${reasons})` : `（${reasons}）`}</span>`;
}

/** Why numbers of these rows are struck, one line each, for the foot of a table. */
export function struckNotes(
  data: Dataset,
  cells: readonly {id: string; column: string; name: string}[],
  lang: Lang
): Markup | null {
  const lines = new Map<string, string>();
  for (const {id, column, name} of cells)
    for (const {check, reason} of failedChecks(data, id, column))
      lines.set(`${id}/${check}`, `${name}${colon[lang]}${reason[lang]}`);
  if (lines.size === 0) return null;
  return html`<details class="drawer struck"><summary>${lang === "en" ? "Why numbers are struck" : "划线原因"} (${lines.size})</summary><ul>${[...lines.values()].map((line) => html`<li>${line}</li>`)}</ul></details>`;
}
