import {sum} from "d3";
import {tables, type TableName} from "../../model/dataset.js";
import type {Columns} from "../../model/table.js";
import {teller} from "../../model/text.js";
import {units} from "../../model/units.js";
import {formatBytes, formatCount} from "../format.js";
import {html, type Markup} from "../markup.js";
import {tableHtml} from "../table.js";
import type {DataFile, Env} from "../view.js";
import type {Block} from "./block.js";

const formats = ["arrow", "csv"] as const;

/** Every data file with its rows, size and download; below, the hash of each and the meaning of each column. */
export const files: Block = {
  id: "files",
  build: (env) => html`${overview(env)}${(Object.keys(tables) as TableName[]).map((name) => described(name, env))}`
};

function overview({data, lang, files: known}: Env): Markup {
  const t = teller(lang);
  const fileOf = (name: string): DataFile | undefined => known?.find(({file}) => file === name);
  const names = Object.keys(tables) as TableName[];
  const download = (format: string) => ({
    name: format,
    label: format === "csv" ? "CSV" : "Arrow",
    unit: null,
    numeric: true,
    show: (file: unknown) => {
      const bytes = fileOf(String(file))?.bytes;
      return html`<a href="/data/${String(file)}" data-download="${String(file)}">${String(file)}</a>${bytes === undefined ? null : html` <span class="unit">${formatBytes(bytes)}</span>`}`;
    }
  });
  return tableHtml(
    {
      caption: t(
        `${names.length} tables, ${formatCount(sum(names, (name) => data[name].length))} rows`,
        `${names.length} 张表，共 ${formatCount(sum(names, (name) => data[name].length))} 行`
      ),
      columns: [
        {
          name: "table",
          label: t("Table", "表"),
          unit: null,
          numeric: false,
          show: (name) => html`<a href="#data-${String(name)}">${tables[name as TableName].title[lang]}</a>`
        },
        {name: "n_rows", label: t("Rows", "行"), unit: null, numeric: true},
        {name: "n_columns", label: t("Columns", "列"), unit: null, numeric: true},
        ...formats.map(download)
      ],
      rows: names.map((name) => ({
        table: name,
        n_rows: data[name].length,
        n_columns: Object.keys(tables[name].columns).length,
        ...Object.fromEntries(formats.map((format) => [format, `${name}.${format}`]))
      }))
    },
    lang
  );
}

function described(name: TableName, {lang, files: known = []}: Env): Markup {
  const t = teller(lang);
  const table = tables[name];
  const own = known.filter(({file}) => formats.some((format) => file === `${name}.${format}`));
  return html`<section class="file" id="data-${name}">
    <h3>${table.title[lang]}</h3>
    ${own.length === 0 ? null : html`<p class="hashes">${own.map(({file, sha256}) => html`<span><code>${file}</code> sha256 <code>${sha256}</code></span> `)}</p>`}
    <details class="drawer">
      <summary>${t("Columns", "列")} (${Object.keys(table.columns).length})</summary>
      <dl class="columns">
        ${Object.entries(table.columns as Columns).map(
          ([column, {type, unit, nullable, definition}]) =>
            html`<div>
              <dt>
                <code>${column}</code>
                <span class="unit"
                  >${type}${nullable ? t(" or null", "，可空") : null}${unit === null ? null : html`${t(", ", "，")}${units[unit][lang]}`}</span
                >
              </dt>
              <dd>${definition[lang]}</dd>
            </div>`
        )}
      </dl>
    </details>
  </section>`;
}
