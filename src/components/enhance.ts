// What a script adds to pages that are complete without it: sorting, filtering, pictures and citations.
import {citation} from "./citation.js";
import {downloadPng} from "./png.js";
import {makeSortable} from "./sort.js";

for (const table of document.querySelectorAll<HTMLTableElement>(".table-box table")) makeSortable(table);

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-png]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const svg = document.querySelector<SVGSVGElement>(`#${CSS.escape(button.dataset["png"]!)} .figure-chart svg`);
    if (svg !== null) void downloadPng(svg, `${button.dataset["png"]}.png`);
  });
}

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-cite]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const text = citation(document, button.dataset["cite"]!);
    const box = button.closest("details")?.querySelector("pre.citation") ?? document.createElement("pre");
    box.className = "citation";
    box.textContent = text;
    button.closest("ul")?.after(box);
    void navigator.clipboard?.writeText(text).catch(() => undefined); // the text is shown, whether or not it may be copied
  });
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
