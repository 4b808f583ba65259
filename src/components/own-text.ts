import {teller, type Lang} from "../model/text.js";
import {ownText, type OwnText} from "../model/study.js";
import {html, type Markup} from "./markup.js";

/** A text that a person wrote: in the page's language, or in the one there is, marked as such with a note. */
export function ownTextHtml(text: OwnText, lang: Lang): Markup {
  const found = ownText(text, lang);
  if (found.lang === lang) return html`${found.text}`;
  const note = teller(lang)("(in Chinese only)", "（仅有英文）");
  return html`<span lang="${found.lang === "zh" ? "zh-CN" : "en"}">${found.text}</span> <span class="unit">${note}</span>`;
}
