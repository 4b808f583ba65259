import {teller, type Lang} from "../model/text.js";
import type {TableView} from "./view.js";

/** Rows that a reader takes in under a figure. */
const most = 60;

/** A table with no more rows than a reader takes in: the first ones, in its own order; its caption says so, and the files have all. */
export function limited(table: TableView, lang: Lang): TableView {
  const n = table.rows.length;
  if (n <= most) return table;
  const caption = teller(lang)(
    `${table.caption}: the first ${most} of ${n} rows; the files hold all`,
    `${table.caption}：${n} 行中的前 ${most} 行，文件含全部`
  );
  return {...table, caption, rows: table.rows.slice(0, most), fileRows: table.fileRows ?? table.rows};
}
