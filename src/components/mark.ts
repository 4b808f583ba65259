import type {Lang} from "../model/text.js";
import {html, type Markup} from "./markup.js";
import type {Kind} from "./view.js";
import {kindWords} from "./words.js";

/** The mark of a kind of number, with its word for those who do not see it: filled, hollow, dotted, hatched, dashed. */
export function mark(kind: Kind, lang: Lang): Markup {
  return html`<span
    class="mark ${kind}"
    role="img"
    aria-label="${kindWords[kind][lang]}"
    title="${kindWords[kind][lang]}"
  ></span>`;
}
