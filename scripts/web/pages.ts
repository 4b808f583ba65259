import {existsSync} from "node:fs";
import {readdir} from "node:fs/promises";
import {join, relative, sep} from "node:path";
import {Problem} from "../../src/model/problem.js";

/** Whether a file is one figure's own page, for frames in other pages: no page of the report. */
export const isEmbed = (file: string): boolean => /^(?:zh\/)?embed\//.test(file);

/** The pages of a built report, by path below it ("index.html", "zh/cost.html"), sorted; figures' own pages left out. */
export async function builtPages(dist: string): Promise<string[]> {
  if (!existsSync(join(dist, "index.html"))) {
    throw new Problem("the report is not built", {value: dist, remedy: "run npm run build first"});
  }
  const entries = await readdir(dist, {recursive: true, withFileTypes: true});
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".html"))
    .map((entry) => relative(dist, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((file) => !isEmbed(file))
    .sort();
}
