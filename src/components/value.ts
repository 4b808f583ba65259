import type {Dataset} from "../model/dataset.js";
import {sampleFloor} from "../model/statistics/sample-floor.js";
import {points} from "../model/tables/points.js";
import {published} from "../model/tables/published.js";
import {servers} from "../model/tables/servers.js";
import {hardware} from "../model/tables/hardware.js";
import type {Table} from "../model/table.js";
import {Problem} from "../model/problem.js";
import type {Lang} from "../model/text.js";
import {formatCount, formatNumber, formatPrinted, withUnit} from "./format.js";
import {html, type Markup} from "./markup.js";
import {word} from "./words.js";

/**
 * One number of one row, for prose: `value(data, "tpot_p50_ms", "measured/h100-bf16/i2048-o512-c1#1", "en")`.
 * The row id says the table: a point, a published row, a server (`server/<run>/<server>`), a GPU (`hardware/<gpu>`), or
 * the rule of a percentile (`rule/p99`), whose `n_requests` are the least from which it is printed.
 * A run that is not in the data prints as absent, so that a report of other runs still builds.
 * @throws Problem when the row of a present run, or the column, does not exist: prose cannot outlive its data
 */
export function value(data: Dataset, column: string, id: string, lang: Lang): Markup {
  if (absent(data, id)) return html`<span class="value absent" title="${id}">${word("absent", lang)}</span>`;
  const {row, table, printed} = find(data, id);
  const declared = table.columns[column];
  if (declared === undefined) throw new Problem("no such column", {value: column, where: `{{${column} @ ${id}}}`});
  const cell = row[column];
  if (typeof cell !== "number") return html`<span class="value">${typeof cell === "string" ? cell : "–"}</span>`;
  const text = printed
    ? formatPrinted(cell)
    : declared.type === "integer" || column.startsWith("n_")
      ? formatCount(cell)
      : formatNumber(cell);
  return html`<data
    class="value ${printed ? "published" : id.split("/")[0]!}"
    value="${String(cell)}"
    data-row="${id}"
    data-column="${column}"
    title="${id}"
    >${withUnit(text, declared.unit, lang)}</data
  >`;
}

/** True when the id names a run of which the data hold nothing. */
function absent(data: Dataset, id: string): boolean {
  const [kind, run] = id.split("/");
  if (kind === "server") return !data.servers.some((row) => row.run === run);
  if (kind === "published" || kind === "hardware" || kind === "rule") return false;
  return !data.points.some((row) => row.kind === kind && row.run === run);
}

function find(data: Dataset, id: string): {row: Record<string, unknown>; table: Table; printed: boolean} {
  const kind = id.split("/")[0];
  const found =
    kind === "published"
      ? {row: data.published.find((row) => row.published_id === id), table: published, printed: true}
      : kind === "server"
        ? {row: data.servers.find((row) => `server/${row.run}/${row.server}` === id), table: servers, printed: false}
        : kind === "hardware"
          ? {row: data.hardware.find((row) => `hardware/${row.gpu}` === id), table: hardware, printed: true}
          : kind === "rule"
            ? {row: ruleOf(id), table: points, printed: false}
            : {row: data.points.find((row) => row.point_id === id), table: points, printed: false};
  if (found.row === undefined)
    throw new Problem("no such row", {value: id, remedy: "give the id of a row in the tables of the Data page"});
  return {row: found.row, table: found.table, printed: found.printed};
}

function ruleOf(id: string): {n_requests: number} | undefined {
  const percentile = /^rule\/p(\d\d)$/.exec(id)?.[1];
  return percentile === undefined ? undefined : {n_requests: sampleFloor(Number(percentile) / 100)};
}
