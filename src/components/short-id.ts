import {html, type Markup} from "./markup.js";

/** An id in a table that has a column for its kind: without the kind, and with room to break after a slash. */
export function shortId(id: string): Markup {
  const parts = id.split("/").slice(1);
  return html`<span title="${id}">${parts.map((part, i) => (i === 0 ? part : html`/<wbr>${part}`))}</span>`;
}
