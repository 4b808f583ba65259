import {citation} from "../citation.js";
import {download} from "../download.js";
import {svgSource} from "../figure.js";
import {downloadPng} from "../png.js";
import {svgFile} from "../svg-file.js";
import {csvOf} from "../../model/csv-text.js";
import type {Lang} from "../../model/text.js";
import type {FigureView} from "../view.js";
import {word} from "../words.js";
import {arrowOf} from "./arrow-file.js";

/** Buttons that hand over what a view shows now: its rows as CSV and Arrow, its chart as SVG and PNG, and its citation. */
export function fileButtons(id: string, view: FigureView, lang: Lang): HTMLUListElement {
  const {svg, table} = view;
  const document = svg.ownerDocument;
  const rows = table.fileRows ?? table.rows;
  const names = table.columns.map(({name}) => name);
  const list = document.createElement("ul");
  list.className = "files";
  const add = (text: string, run: () => void | Promise<void>): void => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", () => void run());
    const item = document.createElement("li");
    item.append(button);
    list.append(item);
  };
  add("CSV", () => download(csvOf(rows, names), `${id}.csv`, "text/csv;charset=utf-8"));
  add("Arrow", async () => {
    download(await arrowOf(table), `${id}.arrow`, "application/vnd.apache.arrow.file");
  });
  add("SVG", () => download(svgFile(svgSource(view)), `${id}.${lang}.svg`, "image/svg+xml"));
  add("PNG", () => downloadPng(svg, `${id}.png`));
  add(word("cite", lang), () => {
    const box = list.parentElement!.querySelector("pre.citation") ?? document.createElement("pre");
    box.className = "citation";
    box.textContent = citation(document, id);
    list.after(box);
  });
  return list;
}
