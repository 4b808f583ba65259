import {tableFromIPC} from "apache-arrow";
import type {Dataset} from "../../model/dataset.js";
import {teller, type Lang} from "../../model/text.js";
import {compareAnswer, compareTable} from "../blocks/compare.js";
import {figureHtml} from "../figure.js";
import {compareForest} from "../figures/compare-forest.js";
import {compareSlope} from "../figures/compare-slope.js";
import {makeSortable} from "../sort.js";
import type {Env} from "../view.js";
import {comparisonOf} from "./choices.js";

/** Where the tables lie that a comparison reads. */
export type Addresses = Readonly<Record<"points" | "servers" | "hardware", string>>;

let tables: Promise<Dataset> | undefined;

/**
 * Puts the comparison of a pair into the page, in place of what stands there, unless `current` says that a newer one is wanted.
 * Returns a word for the status line.
 */
export async function show(
  files: Addresses,
  pair: {readonly a: string; readonly b: string},
  lang: Lang,
  current: () => boolean
): Promise<string> {
  tables ??= load(files);
  const data = await tables.catch((error: unknown) => {
    tables = undefined;
    throw error;
  });
  if (!current()) return "";
  const env: Env = {data, lang, document, pair};
  for (const figure of [compareForest, compareSlope])
    put(`#${figure.id}`, figureHtml(figure.id, figure.build(env), lang).source);
  put("[data-compare-part=answer]", compareAnswer.build(env).source);
  put("[data-compare-part=table]", compareTable.build(env).source);
  const n = comparisonOf(env)?.rows.length ?? 0;
  return teller(lang)(`Compared: ${n} metrics and loads.`, `已比较 ${n} 项指标与负载。`);
}

async function load(files: Addresses): Promise<Dataset> {
  const names = ["points", "servers", "hardware"] as const;
  const rows = await Promise.all(
    names.map(async (name) => {
      const answer = await fetch(files[name]);
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      return tableFromIPC(new Uint8Array(await answer.arrayBuffer()))
        .toArray()
        .map((row: {toJSON(): object}) => row.toJSON());
    })
  );
  // Only these three tables are read by a comparison.
  return Object.fromEntries(names.map((name, i) => [name, rows[i]])) as unknown as Dataset;
}

/** Replaces an element; the files of a figure are those of the pair that the page was built with, so their links go. */
function put(selector: string, source: string): void {
  const place = document.querySelector(selector);
  if (place === null) return;
  const template = document.createElement("template");
  template.innerHTML = source;
  const made = template.content.firstElementChild!;
  const open = place.querySelector("details")?.open ?? false;
  for (const list of made.querySelectorAll("ul.files")) list.remove();
  for (const details of made.querySelectorAll("details")) details.open = open;
  place.replaceWith(made);
  for (const table of made.querySelectorAll<HTMLTableElement>(".table-box table")) makeSortable(table);
}
