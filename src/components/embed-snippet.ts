import {escapeHtml} from "./markup.js";

/** The element that shows one figure in another page: an iframe as wide as its place, high enough for the chart. */
export function embedSnippet(document: Document, id: string): string {
  const figure = document.getElementById(id);
  const title = figure?.querySelector(".figure-title")?.firstChild?.textContent?.trim() ?? id;
  const [, , , height = 400] = (figure?.querySelector(".figure-chart svg")?.getAttribute("viewBox") ?? "")
    .split(" ")
    .map(Number);
  // Pages of a language lie in one folder, their embeds in one below.
  const src = new URL(`embed/${id}.html`, document.baseURI).href;
  return `<iframe src="${escapeHtml(src)}" title="${escapeHtml(title)}" width="100%" height="${Math.round(height) + 330}" style="border:0;max-width:780px" loading="lazy"></iframe>`;
}
