import {mkdirSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {JSDOM} from "jsdom";
import {toCsv} from "../loaders/csv.js";
import {toArrow} from "../loaders/arrow.js";
import type {Inputs} from "../loaders/inputs.js";
import {exploreFigures} from "../src/components/blocks/explore.js";
import {placed} from "../src/components/blocks/block.js";
import {blocks} from "../src/components/blocks/index.js";
import {figureHtml, svgSource} from "../src/components/figure.js";
import {figures} from "../src/components/figures/index.js";
import {svgFile} from "../src/components/svg-file.js";
import type {Env, TableView} from "../src/components/view.js";
import {table, type Column, type Table} from "../src/model/table.js";
import {langs} from "../src/model/text.js";
import {embedPage} from "./embed.js";
import type {Stamp} from "./frame.js";

/**
 * Renders every figure and block in both languages into `fragmentsDir`/<lang>/, and the files of each
 * figure (CSV and Arrow once, SVG per language) into `figuresDir`; a page of its own for each figure goes below
 * `fragmentsDir`/embed/<lang>. Both folders are made anew.
 */
export function render(
  {data, changes, ...more}: Pick<Env, "data" | "validation" | "changes" | "files">,
  {hash}: Pick<Stamp, "hash">,
  fragmentsDir: string,
  figuresDir: string
): void {
  for (const folder of [fragmentsDir, figuresDir]) rmSync(folder, {recursive: true, force: true});
  mkdirSync(figuresDir, {recursive: true});
  // A figure may read any table: its files name them all.
  const inputs = Object.fromEntries(
    (more.files ?? []).flatMap(({file, sha256}) => (file.endsWith(".arrow") ? [[`data/${file}`, sha256]] : []))
  );
  for (const lang of langs) {
    const folder = join(fragmentsDir, lang);
    mkdirSync(folder, {recursive: true});
    const {document} = new JSDOM("").window;
    const env: Env = {
      data,
      lang,
      document,
      changes: changes ?? null,
      ...more
    };
    const embeds = join(fragmentsDir, "embed", lang);
    mkdirSync(embeds, {recursive: true});
    for (const figure of [...figures, ...exploreFigures]) {
      const view = figure.build(env);
      writeFileSync(join(folder, `figure-${figure.id}.html`), figureHtml(figure.id, view, lang).source);
      if ("empty" in view) continue;
      writeFileSync(join(embeds, `${figure.id}.html`), embedPage({id: figure.id, view, lang, hash}));
      writeFileSync(join(figuresDir, `${figure.id}.${lang}.svg`), svgFile(svgSource(view)));
      if (lang === "en") writeRows(figuresDir, figure.id, view.table, inputs);
    }
    for (const block of blocks) {
      writeFileSync(join(folder, `block-${block.id}.html`), placed(block, block.build(env)).source);
    }
  }
}

function writeRows(folder: string, id: string, view: TableView, inputs: Inputs): void {
  const rows = view.fileRows ?? view.rows;
  const declared = declare(id, view, rows);
  writeFileSync(join(folder, `${id}.csv`), toCsv(declared, rows));
  writeFileSync(join(folder, `${id}.arrow`), toArrow(declared, rows, {kind: "figure", inputs}));
}

/** A figure's rows as a declared table, so that its files carry units and labels like all others. */
function declare(id: string, view: TableView, rows: TableView["rows"]): Table {
  const columns = view.columns.map(({name, label, unit}): [string, Column<unknown>] => {
    const sample = rows.find((row) => row[name] != null)?.[name];
    const type =
      typeof sample === "boolean"
        ? "boolean"
        : typeof sample === "number"
          ? name.endsWith("_utc")
            ? "instant"
            : "number"
          : "text";
    return [name, {type, nullable: true, unit, label: {en: label, zh: label}, definition: {en: label, zh: label}}];
  });
  return table(id, {en: view.caption, zh: view.caption}, Object.fromEntries(columns));
}
