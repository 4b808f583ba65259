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
import {table, type Column} from "../src/model/table.js";
import {langs, teller} from "../src/model/text.js";
import {embedPage} from "./embed.js";
import type {Stamp} from "./frame.js";
import {drawnScope, keepRows, type Drawing, type DrawnRows} from "./scope-cache.js";

/**
 * Renders every figure and block in both languages into `fragmentsDir`/<lang>/, and the files of each
 * figure (CSV and Arrow once, SVG per language) into `figuresDir`; a page of its own for each figure goes below
 * `fragmentsDir`/embed/<lang>. Both folders are made anew.
 */
export function render(
  {
    data,
    changes,
    ...more
  }: Pick<Env, "data" | "validation" | "foretold" | "benches" | "changes" | "files" | "runs" | "studies">,
  {hash}: Pick<Stamp, "hash">,
  fragmentsDir: string,
  figuresDir: string
): void {
  for (const folder of [fragmentsDir, figuresDir]) rmSync(folder, {recursive: true, force: true});
  mkdirSync(figuresDir, {recursive: true});
  const into = {en: join(fragmentsDir, "en"), zh: join(fragmentsDir, "zh"), figures: figuresDir};
  const inputs = inputsOf(more.files);
  for (const lang of langs) {
    const folder = into[lang];
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
      const {id} = figure;
      const view = renderFigure(figure, env, {name: id, scope: ""}, into);
      if (view === null) continue;
      const page = embedPage({id, view, lang, hash, studies: more.studies ?? []});
      writeFileSync(join(embeds, `${id}.html`), page);
      if (lang !== "en") continue;
      const {declared, rows} = rowsOf(id, view.table);
      writeFileSync(join(figuresDir, `${id}.csv`), toCsv(declared, rows));
      writeFileSync(join(figuresDir, `${id}.arrow`), toArrow(declared, rows, {kind: "figure", inputs}));
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
 * Renders what stands on the page of one scope into `fragmentsDir`/<lang>/<scope> and `figuresDir`/<scope>, or takes it from the
 * cache of what was drawn before.
 * @param scope path that ends in a slash, such as "runs/first/"
 * Block "figures" holds all that have something to draw.
 */
export function renderScope(
  scope: string,
  content: {readonly figures: readonly ScopedFigure[]; readonly blocks: readonly Block[]},
  {files, ...env}: Omit<Env, "lang" | "document">,
  fragmentsDir: string,
  figuresDir: string
): void {
  const what = {
    env,
    figures: content.figures.map(({figure, name, data}) => [figure.id, name, unlike(data, env.data)]),
    blocks: content.blocks.map(({id}) => id)
  };
  const to = {
    en: join(fragmentsDir, "en", scope),
    zh: join(fragmentsDir, "zh", scope),
    figures: join(figuresDir, scope)
  };
  drawnScope(scope, what, to, inputsOf(files), (into) => drawScope(scope, content, env, into));
}

/** The tables of a data set that are not those of another. */
function unlike(data: Dataset, other: Dataset): Partial<Dataset> {
  return Object.fromEntries(Object.entries(data).filter(([name, rows]) => rows !== other[name as keyof Dataset]));
}

function drawScope(
  scope: string,
  content: Parameters<typeof renderScope>[1],
  env: Omit<Env, "lang" | "document" | "files">,
  into: Drawing
): void {
  const drawn: string[] = [];
  for (const lang of langs) {
    const {document} = new JSDOM("").window;
    for (const {figure, data, name} of content.figures) {
      const view = renderFigure(figure, {...env, data, lang, document}, {name, scope}, into);
      if (view === null || lang !== "en") continue;
      keepRows(into, name, rowsOf(name, view.table));
      drawn.push(name);
    }
    for (const block of content.blocks)
      writeFileSync(
        join(into[lang], `block-${block.id}.html`),
        placed(block, block.build({...env, lang, document})).source
      );
  }
  for (const lang of langs) {
    const none = teller(lang)(
      "No figure applies: none has the points that it needs.",
      "没有适用的图：缺少绘图所需的测量点。"
    );
    const all = drawn.map((name) => readFileSync(join(into[lang], `figure-${name}.html`), "utf8"));
    writeFileSync(join(into[lang], "block-figures.html"), all.length === 0 ? `<p>${none}</p>` : all.join("\n"));
  }
}

/** Writes a figure's fragment and picture; null where there is nothing to draw, for which a place without files is written. */
function renderFigure(
  figure: Figure,
  env: Env,
  {name, scope}: {readonly name: string; readonly scope: string},
  into: Drawing
): FigureView | null {
  const {lang} = env;
  const view = figure.build(env);
  writeFileSync(join(into[lang], `figure-${name}.html`), figureHtml(name, view, lang, scope).source);
  if ("empty" in view) return null;
  writeFileSync(join(into.figures, `${name}.${lang}.svg`), svgFile(svgSource(view)));
  return view;
}

/** A figure may read any table: its files name them all. */
function inputsOf(files: Env["files"] = []): Inputs {
  return Object.fromEntries(
    files.flatMap(({file, sha256}) => (file.endsWith(".arrow") ? [[`data/${file}`, sha256]] : []))
  );
}

/** A figure's rows with a table that declares them, so that its files carry units and labels like all others. */
function rowsOf(id: string, view: TableView): DrawnRows {
  const rows = view.fileRows ?? view.rows;
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
  return {declared: table(id, {en: view.caption, zh: view.caption}, Object.fromEntries(columns)), rows};
}
