import type {Lang} from "../model/text.js";
import {html, raw, type Markup} from "./markup.js";
import {tableHtml} from "./table.js";
import type {EmptyView, FigureView, Kind} from "./view.js";
import {colon, kindWords, word} from "./words.js";

/**
 * The figure as it stands in the page: title (the finding), subtitle, image with its sentence, source, and a
 * drawer with the same rows as a table, the files and the method. `id` is the anchor and the files' name; `folder`, which
 * ends in a slash, is where the files of a run's or study's figures lie, which are not offered for embedding.
 */
export function figureHtml(id: string, view: FigureView | EmptyView, lang: Lang, folder = ""): Markup {
  if ("empty" in view) {
    return html`<figure class="figure empty" id="${id}" data-figure="${id}">
      <p>${word("empty", lang)} ${view.empty}</p>
    </figure>`;
  }
  return html`<figure class="figure" id="${id}" data-figure="${id}">
    <div class="figure-head">
      <h3 class="figure-title">
        ${view.title} <a class="anchor" href="#${id}" aria-label="${word("link", lang)}">#</a>
      </h3>
      <p class="figure-subtitle">${view.subtitle}</p>
    </div>
    <div class="figure-chart" role="region" tabindex="0" aria-label="${view.title} (${word("scrolls", lang)})">
      ${raw(svgSource(view))}
    </div>
    <figcaption>
      ${legend(view.kinds, lang)} <span class="source">${word("source", lang)}${colon[lang]}${view.source}</span>
    </figcaption>
    <details class="drawer">
      <summary>${word("table", lang)}</summary>
      ${files(id, lang, folder)} ${tableHtml(view.table, lang, folder === "" ? undefined : `${view.table.caption} (${view.title})`)}
      <div class="method">
        <p><strong>${word("method", lang)}.</strong> ${view.method}</p>
      </div>
    </details>
  </figure>`;
}

const sources = new WeakMap<FigureView, string>();

/** The SVG's source with its role and name, one line, ready for a page. */
export function svgSource(view: FigureView): string {
  const known = sources.get(view);
  if (known !== undefined) return known;
  const {svg} = view;
  const own = {role: "img", "aria-label": view.alt, xmlns: "http://www.w3.org/2000/svg"};
  const before = Object.keys(own).map((name) => [name, svg.getAttribute(name)] as const);
  for (const [name, value] of Object.entries(own)) svg.setAttribute(name, value);
  const source = svg.outerHTML.replace(/\n\s*/g, " ");
  // The chart itself may be in use, and a copy of it takes longer than its text.
  for (const [name, value] of before) {
    if (value === null) svg.removeAttribute(name);
    else svg.setAttribute(name, value);
  }
  sources.set(view, source);
  return source;
}

/** The marks of the kinds of number in a chart, with their words. */
export function legend(kinds: readonly Kind[], lang: Lang): Markup {
  return html`<span class="kinds"
    >${kinds.map((kind) => html`<span class="kind ${kind}"><span class="mark" aria-hidden="true"></span>${kindWords[kind][lang]}</span>`)}</span
  >`;
}

/** Links to the static files of a figure; finishing the site turns data-download into download. */
function files(id: string, lang: Lang, folder: string): Markup {
  const link = (path: string, label: string): Markup =>
    html`<li><a href="/figures/${folder}${path}" data-download="${path}">${label}</a></li>`;
  return html`<ul class="files">
    ${link(`${id}.csv`, "CSV")}${link(`${id}.arrow`, "Arrow")}${link(`${id}.${lang}.svg`, "SVG")}
    <li><button type="button" class="png" data-png="${id}" hidden>PNG</button></li>
    <li><button type="button" class="cite" data-cite="${id}" hidden>${word("cite", lang)}</button></li>
    ${folder === "" ? html`<li><button type="button" class="embed" data-embed="${id}" hidden>${word("embed", lang)}</button></li>` : null}
  </ul>`;
}
