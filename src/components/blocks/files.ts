import {tables} from "../../model/dataset.js";
import type {Columns} from "../../model/table.js";
import {teller} from "../../model/text.js";
import {units} from "../../model/units.js";
import {html} from "../markup.js";
import type {Block} from "./block.js";

/** Every data file with its columns; sizes and hashes are in files.json, which the build writes beside them. */
export const files: Block = {
  id: "files",
  build({data, lang}) {
    const t = teller(lang);
    return html`${Object.values(tables).map(
      (table) =>
        html`<section class="file" id="data-${table.name}">
          <h3>
            ${table.title[lang]}
            <span class="unit">${t("rows", "行")}: ${data[table.name as keyof typeof tables].length}</span>
          </h3>
          <ul class="files">
            <li><a href="/data/${table.name}.arrow" data-download="${table.name}.arrow">${table.name}.arrow</a></li>
            <li><a href="/data/${table.name}.csv" data-download="${table.name}.csv">${table.name}.csv</a></li>
          </ul>
          <details class="drawer">
            <summary>${t("Columns", "列")}</summary>
            <dl class="columns">
              ${Object.entries(table.columns as Columns).map(
                ([name, column]) =>
                  html`<div>
                    <dt>
                      <code>${name}</code>
                      <span class="unit"
                        >${column.type}${column.unit === null ? null : html`, ${units[column.unit][lang]}`}</span
                      >
                    </dt>
                    <dd>${column.definition[lang]}</dd>
                  </div>`
              )}
            </dl>
          </details>
        </section>`
    )}`;
  }
};
