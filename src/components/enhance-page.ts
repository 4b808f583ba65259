// What needs nothing but the page itself: sorting, filtering, pictures, citations, embeds. The single file has it, too.
import {citation} from "./citation.js";
import {embedSnippet} from "./embed-snippet.js";
import {filterRows} from "./filter-rows.js";
import {downloadPng} from "./png.js";
import {makeSortable} from "./sort.js";

for (const table of document.querySelectorAll<HTMLTableElement>(".table-box table")) makeSortable(table);

for (const field of document.querySelectorAll<HTMLInputElement>("input[data-rows]")) filterRows(field);

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-png]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const svg = document.querySelector<SVGSVGElement>(`#${CSS.escape(button.dataset["png"]!)} .figure-chart svg`);
    if (svg !== null) void downloadPng(svg, `${button.dataset["png"]}.png`);
  });
}

/** Shows a text to copy below the list of files, and copies it where that is allowed. */
function offer(button: HTMLButtonElement, name: string, text: string): void {
  const box = button.closest("details")?.querySelector(`pre.${name}`) ?? document.createElement("pre");
  box.className = name;
  box.setAttribute("tabindex", "0");
  box.textContent = text;
  button.closest("ul")?.after(box);
  void navigator.clipboard?.writeText(text).catch(() => undefined); // the text is shown, whether or not it may be copied
}

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-cite]")) {
  button.hidden = false;
  button.addEventListener("click", () => offer(button, "citation", citation(document, button.dataset["cite"]!)));
}

// A file on a disk has no address that another page could show.
for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-embed]")) {
  button.hidden = location.protocol === "file:";
  button.addEventListener("click", () => offer(button, "embed", embedSnippet(document, button.dataset["embed"]!)));
}

for (const filter of document.querySelectorAll<HTMLFieldSetElement>("fieldset[data-filter]")) {
  filter.hidden = false;
  const attribute = `data-${filter.dataset["filter"]}`;
  filter.addEventListener("change", () => {
    const wanted = filter.querySelector<HTMLInputElement>("input:checked")?.value ?? "all";
    for (const item of document.querySelectorAll<HTMLElement>(`main [${attribute}]`)) {
      item.hidden = wanted !== "all" && item.getAttribute(attribute) !== wanted;
    }
  });
}
