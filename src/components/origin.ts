import type {Lang} from "../model/text.js";
import {html, type Markup} from "./markup.js";

/** Id of a row's line on the Data page: an HTML id holds no "/" and no "#". */
export function anchorOf(row: string): string {
  return `row-${row.replaceAll(/[^\w.-]/g, "-")}`;
}

/** Address of what stands behind a row: its line on the Data page, or the page on predictions; null for other ids. */
export function originPage(row: string, lang: Lang): string | null {
  const kind = row.split("/")[0];
  const start = lang === "en" ? "" : "/zh";
  if (kind === "predicted") return `${start}/predictions`;
  const listed = ["measured", "simulated", "imported", "published", "hardware"].includes(kind ?? "");
  return listed ? `${start}/data#${anchorOf(row)}` : null;
}

/** For readers without scripts: a link from a line of a table to its origin. With scripts every number opens its own. */
export function originLink(row: unknown, lang: Lang): Markup | null {
  const page = typeof row === "string" ? originPage(row, lang) : null;
  if (page === null) return null;
  const name = lang === "en" ? "origin" : "出处";
  return html`<noscript> <a href="${page}" aria-label="${name}: ${String(row)}">${name}</a></noscript>`;
}
