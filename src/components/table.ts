import type {Lang} from "../model/text.js";
import {units} from "../model/units.js";
import {formatCount, formatNumber} from "./format.js";
import {html, type Markup} from "./markup.js";
import {originLink, originPage} from "./origin.js";
import type {CellValue, TableView, ViewColumn, ViewRow} from "./view.js";

const whole = /^(n_|concurrency$|repeat$|gpus$|.*_tokens$|bin$)/;

/**
 * A table that scrolls in its own box: caption, row headers in the first column, units once in the header. `region` names the
 * box where the page has several tables of one caption.
 */
export function tableHtml(view: TableView, lang: Lang, region = view.caption): Markup {
  return html`<div class="table-box" role="region" tabindex="0" aria-label="${region}">
    <table>
      <caption>
        ${view.caption}
      </caption>
      <thead>
        <tr>
          ${view.columns.map((column) => head(column, lang))}
        </tr>
      </thead>
      <tbody>
        ${view.rows.map(
          (row) =>
            html`<tr${kindClass(row)}>
              ${view.columns.map((column, i) => cell(column, row, i === 0, lang))}
            </tr> `
        )}
      </tbody>
    </table>
  </div>`;
}

/** Rows of mixed tables carry their kind as a class, so that a printed row never looks like a measured one. */
function kindClass(row: ViewRow): Markup | null {
  return typeof row["kind"] === "string" ? html` class="kind-${row["kind"]}"` : null;
}

function head(column: ViewColumn, lang: Lang): Markup {
  const unit = column.unit === null ? null : html` <span class="unit">${units[column.unit][lang]}</span>`;
  return html`<th scope="col" ${column.numeric ? html` class="number"` : null} data-column="${column.name}">
    ${column.label}${unit}
  </th>`;
}

function cell(column: ViewColumn, row: ViewRow, first: boolean, lang: Lang): Markup {
  const value = row[column.name] ?? null;
  const shown = column.show === undefined ? show(column, value) : column.show(value, row);
  const content =
    typeof value === "number" ? html`<data value="${String(value)}"${named(column, row)}>${shown}</data>` : shown;
  if (first) {
    return html`<th scope="row" ${column.numeric ? html` class="number"` : null}>
      ${content}${originLink(row["id"], lang)}
    </th>`;
  }
  const kind = column.numeric ? "number" : column.long === true ? "long" : null;
  return html`<td${kind === null ? null : html` class="${kind}"`}>${content}</td>`;
}

/** Where a number comes from: its row and column, for rows whose origin is kept. */
function named(column: ViewColumn, row: ViewRow): Markup | null {
  const id = row["id"];
  if (typeof id !== "string" || originPage(id, "en") === null) return null;
  return html` data-row="${id}" data-column="${column.name}"`;
}

function show(column: ViewColumn, value: CellValue): string {
  if (value === null) return "–";
  if (typeof value === "number") return whole.test(column.name) ? formatCount(value) : formatNumber(value);
  return String(value);
}
