import type {Block} from "../blocks/block.js";
import {figureHtml} from "../figure.js";
import type {Markup} from "../markup.js";
import {pageAddress} from "../site-root.js";
import {makeSortable} from "../sort.js";
import type {Env, Figure} from "../view.js";

const drawn = new WeakMap<Element, string>();

/** Draws a live block again in its place, if it came out otherwise than last time. */
export function redrawBlock(block: Block, env: Env, root: string): void {
  const place = document.querySelector(`[data-block="${block.id}"]`);
  if (place === null) return;
  const {source} = block.build(env);
  if (drawn.get(place) === source) return;
  const first = !drawn.has(place);
  drawn.set(place, source);
  const next = parsed(source, root);
  if (first && sameText(place, next)) return; // as the build drew it
  if (place.querySelector(".claim.card") !== null) replaceCards(place, next);
  else place.replaceChildren(next);
  for (const table of place.querySelectorAll<HTMLTableElement>(".table-box table")) makeSortable(table);
}

/** Draws a figure's words, image and table again; its buttons and its drawer stay as the reader left them. */
export function redrawFigure(figure: Figure, env: Env, root: string): void {
  const place = document.querySelector<HTMLElement>(`[data-figure="${figure.id}"]`);
  if (place === null) return;
  const markup: Markup = figureHtml(figure.id, figure.build(env), env.lang);
  if (drawn.get(place) === markup.source) return;
  drawn.set(place, markup.source);
  const next = parsed(markup.source, root);
  for (const part of [".figure-head", ".figure-chart", "figcaption", ".table-box"]) {
    const fresh = next.querySelector(part);
    if (fresh !== null) place.querySelector(part)?.replaceWith(fresh);
  }
  for (const table of place.querySelectorAll<HTMLTableElement>(".table-box table")) makeSortable(table);
}

/** Cards that came out otherwise take the place of the old ones, open where those were open. */
function replaceCards(place: Element, next: DocumentFragment): void {
  for (const card of next.querySelectorAll(".claim")) {
    const old = place.querySelector(`#${CSS.escape(card.id)}`);
    if (old === null || sameText(old, card)) continue;
    card.querySelectorAll("details").forEach((details, i) => {
      details.open = old.querySelectorAll("details")[i]?.open ?? false;
    });
    old.replaceWith(card);
  }
  for (const count of next.querySelectorAll("[data-count]")) {
    place.querySelector(`[data-count="${(count as HTMLElement).dataset["count"]}"]`)?.replaceWith(count);
  }
  place.querySelector("fieldset[data-filter]")?.dispatchEvent(new Event("change"));
}

function sameText(a: ParentNode & Node, b: ParentNode & Node): boolean {
  const values = (node: ParentNode): string =>
    [...node.querySelectorAll("data")].map((data) => data.getAttribute("value")).join();
  return a.textContent === b.textContent && values(a) === values(b);
}

/** HTML of our own making as nodes, its links to pages made absolute as the page's own are. */
export function parsed(source: string, root: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = source;
  for (const link of template.content.querySelectorAll<HTMLAnchorElement>('a[href^="/"]')) {
    link.href = pageAddress(root, link.getAttribute("href")!.replace(/[#?].*$/, "")) + (link.hash ?? "");
    const name = link.dataset["download"];
    if (name !== undefined) link.download = name;
  }
  return template.content;
}
