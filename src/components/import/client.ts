import {autoType} from "d3";
import {parse} from "yaml";
import {importSet} from "../../model/interchange/import-set.js";
import type {PointRow} from "../../model/tables/points.js";
import {teller, type Lang} from "../../model/text.js";
import {importOf} from "../explore/import-event.js";
import {makeSortable} from "../sort.js";
import {browserFiles} from "./browser-files.js";
import {csvRows} from "./csv-rows.js";
import {importedHtml} from "./imported-html.js";

/** Reads the chosen files and shows their points beside the measured ones. Nothing leaves the page, nothing is kept. */
export async function runImport(root: HTMLElement, files: readonly File[]): Promise<void> {
  const document = root.ownerDocument;
  const lang: Lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const t = teller(lang);
  const status = root.querySelector<HTMLElement>("[data-import-status]")!;
  const result = root.querySelector<HTMLElement>("[data-import-result]")!;
  const total = files.reduce((sum, {size}) => sum + size, 0);
  let done = 0;
  let shown = -1;
  const progress = (bytes: number): void => {
    done += bytes;
    const percent = Math.floor((100 * done) / Math.max(1, total));
    if (percent === shown) return;
    shown = percent;
    status.textContent = t(`Reading: ${percent} %`, `读取中：${percent} %`);
  };
  status.textContent = t("Reading…", "读取中…");
  result.replaceChildren();
  const set = await importSet(
    browserFiles(files, progress),
    {yaml: (text) => parse(text, {maxAliasCount: 100}) as unknown, csv: csvRows},
    {run: "yours"}
  );
  const explore = document.querySelector<HTMLElement>("[data-explore]");
  explore?.dispatchEvent(importOf(set.rows));
  status.textContent =
    set.rows.length === 0
      ? t("No results of a known tool in these files.", "这些文件中没有已知工具的结果。")
      : t(`${set.rows.length} imported points.`, `导入了 ${set.rows.length} 个点。`);
  result.innerHTML = importedHtml(set, explore === null ? await measuredPoints(root) : null, {lang, document}).source;
  for (const table of result.querySelectorAll("table")) makeSortable(table);
  root.querySelector<HTMLElement>("[data-import-clear]")!.hidden = false;
}

/** The report's own points, for the charts; none when they cannot be had, as in a page opened from the file system. */
async function measuredPoints(root: HTMLElement): Promise<readonly PointRow[]> {
  try {
    const response = await fetch(root.querySelector<HTMLAnchorElement>("[data-import-points]")!.href);
    if (!response.ok) return [];
    const rows = csvRows(await response.text()).map(
      (row) => autoType(row as Record<string, string>) as unknown as PointRow
    );
    return rows.filter(({kind, status}) => kind === "measured" && status === "ok");
  } catch {
    return [];
  }
}
