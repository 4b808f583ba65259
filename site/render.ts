import {mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {JSDOM} from "jsdom";
import {toCsv} from "../loaders/csv.js";
import {toArrow} from "../loaders/arrow.js";
import type {Inputs} from "../loaders/inputs.js";
import {exploreFigures} from "../src/components/blocks/explore.js";
import {placed, type Block} from "../src/components/blocks/block.js";
import {blocks} from "../src/components/blocks/index.js";
import {figureHtml, svgSource} from "../src/components/figure.js";
import {figures} from "../src/components/figures/index.js";
import {svgFile} from "../src/components/svg-file.js";
import type {Env, Figure, FigureView, TableView} from "../src/components/view.js";
import type {Dataset} from "../src/model/dataset.js";
import {table, type Column, type Table} from "../src/model/table.js";
import {langs, teller} from "../src/model/text.js";
import {embedPage} from "./embed.js";
import type {Stamp} from "./frame.js";

/**
 * Renders every figure and block in both languages into `fragmentsDir`/<lang>/, and the files of each
 * figure (CSV and Arrow once, SVG per language) into `figuresDir`; a page of its own for each figure goes below
 * `fragmentsDir`/embed/<lang>. Both folders are made anew.
 */
export function render(
  {data, changes, ...more}: Pick<Env, "data" | "validation" | "benches" | "changes" | "files" | "runs" | "studies">,
  {hash}: Pick<Stamp, "hash">,
  fragmentsDir: string,
  figuresDir: string
): void {
  for (const folder of [fragmentsDir, figuresDir]) rmSync(folder, {recursive: true, force: true});
  mkdirSync(figuresDir, {recursive: true});
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
      const view = renderFigure(figure, env, {name: figure.id, scope: ""}, fragmentsDir, figuresDir);
      if (view !== null)
        writeFileSync(
          join(embeds, `${figure.id}.html`),
          embedPage({id: figure.id, view, lang, hash, studies: more.studies ?? []})
        );
    }
    for (const block of blocks) {
      writeFileSync(join(folder, `block-${block.id}.html`), placed(block, block.build(env)).source);
    }
  }
}

/** A figure of a scope: a run's or study's own view of the data, whose fragments and files lie in a folder of their own. */
export interface ScopedFigure {
  readonly figure: Figure;
  readonly data: Dataset;
  /** The figure's id on its page: that of the figure, with what tells it from its twins where a page has several. */
  readonly name: string;
}

/**
 * Renders what stands on the page of one scope into `fragmentsDir`/<lang>/<scope> and `figuresDir`/<scope>.
 * @param scope path that ends in a slash, such as "runs/first/"
 * Block "figures" holds all that have something to draw.
 */
export function renderScope(
  scope: string,
  content: {readonly figures: readonly ScopedFigure[]; readonly blocks: readonly Block[]},
  env: Omit<Env, "lang" | "document">,
  fragmentsDir: string,
  figuresDir: string
): void {
  const drawn: string[] = [];
  mkdirSync(join(figuresDir, scope), {recursive: true});
  for (const lang of langs) {
    mkdirSync(join(fragmentsDir, lang, scope), {recursive: true});
    const {document} = new JSDOM("").window;
    for (const {figure, data, name} of content.figures) {
      const view = renderFigure(figure, {...env, data, lang, document}, {name, scope}, fragmentsDir, figuresDir);
      if (view !== null && lang === "en") drawn.push(name);
    }
    for (const block of content.blocks) {
      const file = join(fragmentsDir, lang, scope, `block-${block.id}.html`);
      writeFileSync(file, placed(block, block.build({...env, lang, document})).source);
    }
  }
  for (const lang of langs) {
    const folder = join(fragmentsDir, lang, scope);
    const none = teller(lang)(
      "No figure applies: none has the points that it needs.",
      "没有适用的图：缺少绘图所需的测量点。"
    );
    const all = drawn.map((name) => readFileSync(join(folder, `figure-${name}.html`), "utf8"));
    writeFileSync(join(folder, "block-figures.html"), all.length === 0 ? `<p>${none}</p>` : all.join("\n"));
  }
}

/** Writes a figure's fragment and files; null where there is nothing to draw, for which a place without files is written. */
function renderFigure(
  figure: Figure,
  env: Env,
  {name, scope}: {readonly name: string; readonly scope: string},
  fragmentsDir: string,
  figuresDir: string
): FigureView | null {
  const {lang} = env;
  const view = figure.build(env);
  writeFileSync(join(fragmentsDir, lang, scope, `figure-${name}.html`), figureHtml(name, view, lang, scope).source);
  if ("empty" in view) return null;
  const folder = join(figuresDir, scope);
  writeFileSync(join(folder, `${name}.${lang}.svg`), svgFile(svgSource(view)));
  if (lang === "en") writeRows(folder, name, view.table, inputsOf(env));
  return view;
}

/** A figure may read any table: its files name them all. */
function inputsOf({files}: Env): Inputs {
  return Object.fromEntries(
    (files ?? []).flatMap(({file, sha256}) => (file.endsWith(".arrow") ? [[`data/${file}`, sha256]] : []))
  );
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
